import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Contact } from '../../../../schema/actor.ts'
import type { MessageCategory } from '../../../../schema/message.ts'
import { Settings } from '../../../../schema/settings.ts'
import { bucket } from '../../../../workflows/language/bucket.ts'
import { DAY, HOUR, START, type Stage, say, stage } from '../stage.ts'

/** What each rule of the gate stops: a message of each category to the contact, and one to a room. */

type Sent = 'transactional' | 'lifecycle' | 'promotional' | 'room'
const KINDS = ['transactional', 'lifecycle', 'promotional', 'room'] as const
const NIGHT = START + 14 * HOUR
/** As each says itself, so that the room's message has a category that others are stopped in. */
const written = (kind: Sent) =>
  kind === 'room'
    ? { id: 'm', do: 'message.post', with: { channel: 'chat', room: 'r1', text: 'hi', category: 'promotional' } }
    : say('hi', { id: 'm', with: { text: 'hi', category: kind } })

type Case = { settings?: object; contact?: Partial<Contact>; at?: number; on?: string }

function sent(kind: Sent, { settings = {}, contact = {}, at = START + HOUR, on = 'go' }: Case): Stage {
  const set = stage({ id: 'w', entry: { mode: 'parallel' }, triggers: [{ on }], actions: [written(kind)] })
  set.settings = v.parse(Settings, settings)
  Object.assign(set.actor.contact, contact)
  set.now = at
  set.happens(on)
  return set
}

const ALL: readonly Sent[] = KINDS
const TO_THEM: readonly Sent[] = ['transactional', 'lifecycle', 'promotional']
const WANTED: readonly Sent[] = ['lifecycle', 'promotional']
const blocked = { facts: { blocked: { at: 0, reason: 'rude' } } }
const consents = (given: Record<string, boolean>): Case => ({ contact: { consents: given } })
const ask = { consent: { required: ['lifecycle', 'promotional'] } }
const full = (category: MessageCategory): Partial<Contact> => ({
  facts: { sends: [['x', START, category, 'chat', 'w']] },
})

describe('stops', () => {
  it.each<[string, Case, readonly Sent[]]>([
    ['nothing, when nothing is in the way', {}, []],
    ['everything, while the workspace stands still', { settings: { stop: { on: true, reason: 'x' } } }, ALL],
    ['what they need not be told, of whoever is held out', { settings: { holdout: { percent: 100 } } }, WANTED],
    ['nothing of whoever is not held out', { settings: { holdout: { percent: 0 } } }, []],
    ['whatever goes to somebody who is blocked', { contact: blocked }, TO_THEM],
    ['what they need not be told, of whoever has left', { on: 'member.left' }, WANTED],
    ['whatever goes to somebody who wants nothing', consents({ all: false }), TO_THEM],
    ['a category that they do not want', consents({ promotional: false }), ['promotional']],
    ['a category that they do not want here', consents({ 'lifecycle@chat': false }), ['lifecycle']],
    ['whatever they do not want here', consents({ 'all@chat': false }), TO_THEM],
    ['nothing for what they do not want elsewhere', consents({ 'all@form': false, 'promotional@form': false }), []],
    ['what needs a consent that was never given', { settings: ask }, WANTED],
    ['nothing that they have agreed to', { settings: ask, ...consents({ lifecycle: true }) }, ['promotional']],
    ['nothing, when they have agreed to everything', { settings: ask, ...consents({ all: true }) }, []],
    ['what has no way to them', { contact: { identities: [] } }, TO_THEM],
    ['what is over a cap', { settings: { caps: [{ limit: 1, per: 'day', count: 'all', policy: 'drop' }] }, contact: full('promotional') }, WANTED],
    ['nothing, when what counts is of another category than the cap', { settings: { caps: [{ limit: 1, per: 'day', count: 'all', category: 'lifecycle', policy: 'drop' }] }, contact: full('promotional') }, []],
    ['what is over the cap of its category', { settings: { caps: [{ limit: 1, per: 'day', policy: 'drop' }] }, contact: full('lifecycle') }, ['lifecycle']],
  ])('%s', (_what, given, stopped) => {
    for (const kind of KINDS)
      expect(sent(kind, given).deliveries(), kind).toHaveLength(stopped.includes(kind) ? 0 : 1)
  }) // biome-ignore format: one line a rule
})

describe('quiet hours', () => {
  it('put off what need not be said now, in a room by the community’s clock', () => {
    const quiet = { quiet_hours: { promotional: { policy: 'drop' }, lifecycle: { policy: 'drop' } } }
    for (const kind of KINDS)
      expect(sent(kind, { settings: quiet, at: NIGHT }).deliveries(), kind).toHaveLength(
        kind === 'transactional' ? 1 : 0,
      )
    const awayInTokyo = { timezone: 'Asia/Tokyo' }
    expect(sent('promotional', { settings: quiet, contact: awayInTokyo, at: NIGHT }).deliveries()).toHaveLength(1)
    expect(sent('room', { settings: quiet, contact: awayInTokyo, at: NIGHT }).deliveries()).toHaveLength(0)
  })
})

describe('caps', () => {
  const counted = (set: Stage) => set.actor.contact.facts.sends ?? []

  it('count what goes to them and need not be said, nothing else', () => {
    for (const kind of KINDS) expect(counted(sent(kind, {})), kind).toHaveLength(WANTED.includes(kind) ? 1 : 0)
  })

  it('give back the place of a message that is stopped or taken back', () => {
    const set = sent('promotional', { at: NIGHT })
    expect(counted(set)).toHaveLength(1)
    set.actor.contact.consents = { all: false }
    set.passes(DAY)
    expect(counted(set)).toEqual([])
  })

  it('forget what no window reaches, and remember a week when there is no cap', () => {
    const set = sent('promotional', {})
    set.settings = v.parse(Settings, { quiet_hours: { promotional: { policy: 'send' } } })
    const times = (of: Stage) => counted(of).map(([, at]) => at - START)
    set.now = START + HOUR + 7 * DAY - 1
    set.happens('go')
    expect(times(set)).toEqual([HOUR, 7 * DAY + HOUR - 1])
    set.now = START + HOUR + 7 * DAY
    set.happens('go')
    expect(times(set)).toEqual([7 * DAY + HOUR - 1, 7 * DAY + HOUR])
    set.settings = v.parse(Settings, { ...set.settings, caps: [{ limit: 9, per: '30d' }] })
    set.now = START + 36 * DAY
    set.happens('go')
    expect(times(set)).toHaveLength(3)
  })
})

describe('the holdout of the workspace', () => {
  const goes = (id: string, percent: number) => {
    const set = stage({
      id: 'w',
      entry: { mode: 'parallel' },
      triggers: [{ on: 'go' }],
      actions: [written('promotional')],
    })
    set.settings = v.parse(Settings, { holdout: { percent }, quiet_hours: { promotional: { policy: 'send' } } })
    set.actor.contact.id = id
    for (let i = 0; i < 8; i++) set.happens('go')
    return set.deliveries().length
  }

  it('holds out as many of ten thousand as it says, to one', () => {
    const at = (bucketed: number) => {
      for (let i = 0; ; i++) if (bucket(`c${i}`, 'workspace holdout', 10_000) === bucketed) return `c${i}`
    }
    expect([goes(at(999), 10), goes(at(1_000), 10)]).toEqual([0, 8])
  })

  it('is the same for each message of a contact', () => {
    const counts = Array.from({ length: 40 }, (_, i) => goes(`c${i}`, 50))
    expect(new Set(counts)).toEqual(new Set([0, 8]))
  })
})
