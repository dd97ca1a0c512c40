import { describe, expect, it } from 'vitest'
import type { Contact } from '../../../../schema/actor.ts'
import { HOUR, MINUTE, say, stage } from '../stage.ts'

/** Where a message goes: on the channel of the event, else where they were last, else where they can be reached at all. */

const on = (...channels: string[]): Contact['identities'] =>
  channels.map((channel) => ({ channel, external_id: `u-${channel}` }))

type Case = {
  contact?: Partial<Contact>
  /** Where the event came from; null for one of our own. */
  event?: string | null
  asked?: string
}

const channels = new Map([
  ['chat', { kind: 'sandbox', sends: true }],
  ['team', { kind: 'sandbox', sends: true }],
  ['form', { kind: 'typeform', sends: false }],
])

function goes({ contact = {}, event = null, asked }: Case): string {
  const text = { text: 'hi', category: 'promotional', ...(asked !== undefined && { channel: asked }) }
  const set = stage({ id: 'w', actions: [say('hi', { with: text })] })
  set.knows = { channels }
  Object.assign(set.actor.contact, { identities: on('chat', 'team', 'form'), ...contact })
  set.happens('go', {}, { channel: event })
  const [delivery] = set.deliveries()
  const [unsent] = set.turns.flatMap((turn) => turn.unsent)
  return delivery?.kind === 'message' ? `${delivery.channel} ${delivery.to}` : String(unsent?.reason)
}

describe('a message goes', () => {
  it.each<[string, Case, string]>([
    ['where the event came from', { event: 'team' }, 'team u-team'],
    ['where they were last, when the event came from nowhere', { contact: { lastChannel: 'team' } }, 'team u-team'],
    ['where they are known, when the event came from where nothing can be sent', { event: 'form' }, 'chat u-chat'],
    ['where they were last, when the event came from where nothing can be sent', { contact: { lastChannel: 'team' }, event: 'form' }, 'team u-team'],
    ['where they are known, when they were last where they are not', { contact: { identities: on('team'), lastChannel: 'chat' } }, 'team u-team'],
    ['where they can be reached at all', { contact: { identities: on('form', 'team') } }, 'team u-team'],
    ['where it is asked to go, wherever the event came from', { event: 'chat', asked: 'team' }, 'team u-team'],
    ['nowhere, when it is asked to go where they are not known', { contact: { identities: on('chat') }, event: 'chat', asked: 'team' }, 'no channel'],
    ['nowhere, when it is asked to go where nothing can be sent', { event: 'chat', asked: 'form' }, 'no channel'],
    ['nowhere, when they are known nowhere', { contact: { identities: [] }, event: 'chat' }, 'no channel'],
    ['past a channel on which they want nothing', { event: 'chat', contact: { consents: { 'all@chat': false } } }, 'team u-team'],
    ['past a channel on which they do not want this', { event: 'chat', contact: { consents: { 'promotional@chat': false } } }, 'team u-team'],
    ['past no channel on which they do not want something else', { event: 'chat', contact: { consents: { 'lifecycle@chat': false } } }, 'chat u-chat'],
    ['nowhere, when they want nothing anywhere', { event: 'chat', contact: { identities: on('chat'), consents: { 'all@chat': false } } }, 'consent: all@chat'],
    ['to the name under which they were last met there', { event: 'chat', contact: { identities: [...on('chat'), { channel: 'chat', external_id: 'newer' }] } }, 'chat newer'],
  ])('%s', (_where, given, expected) => expect(goes(given)).toBe(expected)) // biome-ignore format: one line a case

  it.each([
    ['a minute', MINUTE, 'asked u-asked'],
    ['more than a minute', MINUTE + 1, 'no channel'],
  ])('where only an answer can go within a minute of what they said: after %s', (_when, ms, expected) => {
    const set = stage({ id: 'w', actions: [{ wait: '1s' }, say('hi')] })
    set.knows = { channels: new Map([['asked', { kind: 'wechat', sends: false, answers: true }]]) }
    Object.assign(set.actor.contact, { identities: on('asked') })
    set.happens('go', {}, { channel: 'asked' })
    set.now += ms
    set.passes(0)
    const [delivery] = set.deliveries()
    const [unsent] = set.turns.flatMap((turn) => turn.unsent)
    expect(delivery?.kind === 'message' ? `${delivery.channel} ${delivery.to}` : unsent?.reason).toBe(expected)
  })

  it('where the event of its run came from, though they were elsewhere since', () => {
    const text = { text: 'hi', category: 'promotional' }
    const set = stage({ id: 'w', actions: [{ wait: '1h' }, say('hi', { with: text })] })
    set.knows = { channels }
    Object.assign(set.actor.contact, { identities: on('chat', 'team') })
    set.happens('go', {}, { channel: 'team' })
    set.happens('said', {}, { channel: 'chat' })
    expect(set.actor.contact.lastChannel).toBe('chat')
    set.passes(HOUR)
    expect(set.deliveries()).toMatchObject([{ channel: 'team', to: 'u-team' }])
  })
})
