import { expect, it } from 'vitest'
import { ticketOf } from '../../../workflows/actions/message/ticket.ts'

const at = 1_767_603_600_000
const event = { id: 'e', type: 'member.joined', channel: 'corp', at, data: {}, causes: [] }

it.each([
  ['a welcome code', { welcome_code: 'W' }, { ticket: { code: 'W', atMs: at } }],
  ['a reply token', { reply_token: 'R' }, { ticket: { code: 'R', atMs: at } }],
  ['the address of a session', { reply_url: 'https://x.cn' }, { ticket: { code: 'https://x.cn', atMs: at } }],
  ['nothing of an event that brought none', {}, {}],
  ['nothing that is no text', { welcome_code: 7 }, {}],
  ['nothing that is empty', { welcome_code: '' }, {}],
])('a message takes along %s', (_guarantee, data, expected) => expect(ticketOf({ ...event, data })).toEqual(expected))

it('a message takes along nothing of an event that came through no channel', () =>
  expect(ticketOf({ ...event, channel: null, data: { welcome_code: 'W' } })).toEqual({}))
