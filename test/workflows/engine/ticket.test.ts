import { expect, it } from 'vitest'
import { ticketOf } from '../../../workflows/actions/message/ticket.ts'

const at = 1_767_603_600_000
const event = { id: 'e', type: 'member.joined', channel: 'corp', at, data: {}, causes: [] }

it.each([
  ['a welcome code', { welcome_code: 'W' }, 'corp', 0, { ticket: { code: 'W', atMs: at } }],
  ['a reply token', { reply_token: 'R' }, 'corp', 1000, { ticket: { code: 'R', atMs: at } }],
  ['nothing of an event that brought none', {}, 'corp', 0, {}],
  ['nothing that is no text', { welcome_code: 7 }, 'corp', 0, {}],
  ['nothing that is empty', { welcome_code: '' }, 'corp', 0, {}],
  ['nothing of another channel', { welcome_code: 'W' }, 'other', 0, {}],
  ['nothing that is too old for any platform', { welcome_code: 'W' }, 'corp', 7_200_001, {}],
])('a message takes along %s', (_guarantee, data, channel, laterMs, expected) =>
  expect(ticketOf({ ...event, data }, channel, at + laterMs)).toEqual(expected),
)
