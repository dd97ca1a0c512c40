import { expect, it } from 'vitest'
import { ticketOf } from '../../../workflows/actions/message/ticket.ts'
import { HOUR, say, stage } from './stage.ts'

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

const team = new Map([
  ['chat', { kind: 'line', sends: true }],
  ['team', { kind: 'line', sends: true }],
])

it.each([
  ['where its event came from', [say('hi')], 0, 'R'],
  ['two hours after its event', [{ wait: '2h' }, say('hi')], 2 * HOUR, 'R'],
  ['later than two hours after its event: no platform takes it then', [{ wait: '121m' }, say('hi')], 3 * HOUR, undefined], // biome-ignore format: one case
  ['through another channel', [{ do: 'message.send', with: { text: 'hi', channel: 'team' } }], 0, undefined],
])('a message uses what its event brought along only where and while it is good: %s', (_where, actions, ms, code) => {
  const set = stage({ id: 'w', actions })
  set.knows = { channels: team }
  set.actor.contact.identities = ['chat', 'team'].map((channel) => ({ channel, external_id: 'u1' }))
  set.happens('go', { reply_token: 'R' })
  set.passes(ms)
  expect(set.deliveries()).toHaveLength(1)
  expect(set.deliveries()[0]).toMatchObject({ text: 'hi' })
  expect(set.deliveries().map((one) => (one.kind === 'message' ? one.ticket?.code : 'none'))).toEqual([code])
})
