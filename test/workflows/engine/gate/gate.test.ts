import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Settings } from '../../../../schema/settings.ts'
import { type Delivery, RETRY_DEFAULT } from '../../../../workflows/engine/delivery.ts'
import { DAY, HOUR, MINUTE, type Stage, say, stage } from '../stage.ts'

const settings = (given: object): Settings => v.parse(Settings, given)
const promotional = { category: 'promotional' }
const at = (text: string) => Date.parse(text)
const NIGHT = at('2026-01-05T23:00:00Z')
const MORNING = at('2026-01-06T08:00:00Z')

function night(actions: unknown[] = [say('hi', { id: 'm' })], more: object = {}): Stage {
  const set = stage({ id: 'w', settings: promotional, actions, ...more })
  set.now = NIGHT
  return set
}

const sentAt = (set: Stage) =>
  set.turns.flatMap(({ deliveries, world }) =>
    deliveries.map((delivery: Delivery) => [delivery.id, world.now] as const),
  )
const unsent = (set: Stage) => set.turns.flatMap((turn) => turn.unsent)
const reasons = (set: Stage) => unsent(set).map(({ status, reason }) => `${status} ${reason}`)

describe('the order of the gate', () => {
  const everything = settings({
    stop: { on: true, reason: 'maintenance' },
    holdout: { percent: 100 },
    caps: [{ limit: 1, per: '24h', policy: 'drop' }],
    quiet_hours: { promotional: { policy: 'drop' } },
  })
  const steps: [string, (set: Stage) => void, string][] = [
    ['workspace stop', () => {}, 'skipped workspace stop: maintenance'],
    ['holdout', (set) => { set.settings = { ...set.settings, stop: { on: false, reason: '' } } }, 'skipped holdout: 100 %'],
    ['blocked', (set) => { set.settings = { ...set.settings, holdout: { percent: 0 } } }, 'skipped blocked: rude'],
    ['consent', (set) => { set.actor.contact.facts = { sends: set.actor.contact.facts.sends ?? [] } }, 'skipped consent: promotional'],
    ['channel', (set) => { set.actor.contact.consents = {} }, 'skipped no channel'],
    ['cap', (set) => { set.actor.contact.identities = [{ channel: 'chat', external_id: 'u1' }] }, 'skipped frequency cap: 1 per 24h, promotional'],
    ['quiet hours', (set) => { set.settings = { ...set.settings, caps: [] } }, 'skipped quiet hours: 22:00-08:00 UTC'],
  ] // biome-ignore format: one line a rule

  it('is the documented one: each rule decides once those before it let the message pass', () => {
    const set = night()
    set.settings = everything
    set.actor.contact.facts = {
      blocked: { at: 0, reason: 'rude' },
      sends: [['x', NIGHT - HOUR, 'promotional', 'chat', 'w']],
    }
    set.actor.contact.consents = { promotional: false }
    set.actor.contact.identities = []
    for (const [, change, expected] of steps) {
      change(set)
      set.happens('go')
      expect(reasons(set).at(-1)).toBe(expected)
    }
    expect(set.deliveries()).toHaveLength(0)
    expect(set.runs().every(({ status }) => status === 'completed')).toBe(true)
  })
})

describe('quiet hours', () => {
  it('hold the run at that step until they end, with a spread of less than ten minutes', () => {
    const set = night([say('hi', { id: 'm' }), { do: 'tag.add', with: { tag: 'after' } }])
    set.happens('go')
    expect(set.runs()[0]).toMatchObject({ status: 'waiting', step: 'm', waiting: { for: 'gate' } })
    expect(unsent(set)).toMatchObject([{ status: 'deferred', text: 'hi', reason: 'quiet hours: 22:00-08:00 UTC' }])
    expect(set.actor.contact.tags).toEqual([])
    set.passes(DAY)
    const [[, sent = 0] = []] = sentAt(set)
    expect(sent).toBeGreaterThanOrEqual(MORNING)
    expect(sent).toBeLessThan(MORNING + 10 * MINUTE)
    expect(set.actor.contact.tags).toEqual(['after'])
    expect(set.runs()[0]).toMatchObject({ status: 'completed', memory: { steps: { m: { status: 'queued' } } } })
  })

  it.each([
    ['the contact’s', { contact: 'Asia/Shanghai', community: 'America/New_York' }, false],
    ['the community’s, when the contact has none', { contact: null, community: 'Asia/Shanghai' }, false],
    ['UTC, when nobody said', { contact: null, community: 'UTC' }, true],
  ])('follow %s clock', (_whose, { contact, community }, goes) => {
    const set = night()
    set.now = at('2026-01-05T15:00:00Z')
    set.settings = settings({ timezone: community })
    set.actor.contact.timezone = contact
    set.happens('go')
    expect(set.deliveries()).toHaveLength(goes ? 1 : 0)
  })

  it.each([
    ['a transactional message', { settings: { category: 'transactional' } }, 'go', {}],
    ['a workflow that says `send`', { settings: { ...promotional, quiet_hours: 'send' } }, 'go', {}],
    ['an alert of level 3', { triggers: [{ on: 'alert.raised' }] }, 'alert.raised', { level: 3 }],
  ])('let pass %s', (_what, more, type, data) => {
    const set = night(undefined, more)
    set.happens(type, data)
    expect(set.deliveries()).toHaveLength(1)
  })

  it.each([
    ['the workflow’s', { quiet_hours: { from: '12:00', to: '14:00' } }, undefined, 'T12:30', 'T23:00'],
    [
      'the contact’s own, before the workflow’s',
      { quiet_hours: { from: '01:00', to: '02:00' } },
      { from: '12:00', to: '14:00' },
      'T12:30',
      'T01:30',
    ],
  ])('are %s', (_whose, own, window, inside, outside) => {
    const set = night(undefined, { settings: { ...promotional, ...own } })
    if (window) set.actor.contact.facts = { quietHours: window }
    set.now = at(`2026-01-05${outside}:00Z`)
    set.happens('go')
    expect(set.deliveries()).toHaveLength(1)
    set.now = at(`2026-01-06${inside}:00Z`)
    set.happens('go')
    expect(set.deliveries()).toHaveLength(1)
  })

  it('put nothing off for longer than max_defer: then it expires, and the run goes on', () => {
    const set = night(undefined, {
      settings: { ...promotional, quiet_hours: { from: '22:00', to: '08:00', max_defer: '2h' } },
    })
    set.happens('go')
    set.passes(2 * HOUR - 1)
    expect(unsent(set).map(({ status }) => status)).toEqual(['deferred'])
    set.passes(1)
    expect(reasons(set).at(-1)).toBe('expired quiet hours: 22:00-08:00 UTC, put off for too long')
    expect(set.runs()[0]).toMatchObject({ status: 'completed', memory: { steps: { m: { status: 'expired' } } } })
    expect(set.deliveries()).toHaveLength(0)
  })

  it('take a message back with its run, whatever ends it', () => {
    const endings: [object, (set: Stage) => void, string][] = [
      [
        { exit: [{ on: 'message.received' }] },
        (set) => set.happens('message.received', { text: 'x' }),
        'exit: message.received',
      ],
      [{ goal: { on: 'order.paid' } }, (set) => set.happens('order.paid'), 'goal'],
      [{}, (set) => set.command({ kind: 'cancel', runId: 'c1-00001', reason: 'enough' }), 'enough'],
    ]
    for (const [more, end, reason] of endings) {
      const set = night(undefined, more)
      set.happens('go')
      end(set)
      expect(set.turns.flatMap((turn) => turn.cancelled)).toEqual([{ runId: 'c1-00001', reason }])
      expect(set.actor.contact.facts.sends).toEqual([])
      set.passes(2 * DAY)
      expect(set.deliveries()).toHaveLength(0)
    }
  })

  it('let an operator take one back alone: its run goes on', () => {
    const set = night([say('hi', { id: 'm' }), { do: 'tag.add', with: { tag: 'after' } }])
    set.happens('go')
    const [message] = unsent(set)
    set.command({ kind: 'cancel message', id: message?.id ?? '', reason: 'wrong price' })
    expect(reasons(set).at(-1)).toBe('cancelled wrong price')
    expect(set.actor.contact.tags).toEqual(['after'])
    set.passes(2 * DAY)
    expect(set.deliveries()).toHaveLength(0)
  })
})

describe('the whole gate, asked again on release,', () => {
  it('stops what was put off when consent is withdrawn, at whatever minute of the delay', () => {
    for (let minute = 1; minute < 9 * 60; minute += 1) {
      const set = night()
      set.happens('go')
      set.passes(minute * MINUTE)
      set.actor.contact.consents = { promotional: false }
      set.passes(DAY)
      expect(reasons(set).at(-1)).toBe('skipped consent: promotional')
      expect(set.deliveries()).toHaveLength(0)
    }
  })

  it('counts max_defer from when it was first put off, however often that was', () => {
    const own = { from: '22:00', to: '08:00', max_defer: '10h' }
    const set = night(undefined, { settings: { ...promotional, quiet_hours: own } })
    set.happens('go')
    set.actor.contact.timezone = 'America/Los_Angeles'
    set.passes(10 * HOUR - 1)
    expect(unsent(set).map(({ status }) => status)).toEqual(['deferred', 'deferred'])
    set.passes(1)
    expect(reasons(set).at(-1)).toContain('expired quiet hours')
    set.passes(DAY)
    expect(set.deliveries()).toHaveLength(0)
  })

  it('puts it off again when the contact has moved to where it is still night', () => {
    const set = night()
    set.happens('go')
    set.actor.contact.timezone = 'America/New_York'
    set.passes(DAY)
    const [[, sent = 0] = []] = sentAt(set)
    expect(sent).toBeGreaterThanOrEqual(at('2026-01-06T13:00:00Z'))
    expect(sent).toBeLessThan(at('2026-01-06T13:10:00Z'))
  })
})

it('lets twenty messages of no run wait for one contact, and says of the others that they do not go', () => {
  const set = night()
  const again = (i: number) => {
    const draft = { id: `m${i}`, subjectId: 'c1', text: 'hi', category: 'promotional' as const, retry: RETRY_DEFAULT }
    const more = { onUnknown: 'resend' as const, awaited: false, channel: 'chat', to: 'u1' }
    return set.command({ kind: 'retry message', draft: { ...draft, ...more }, seen: set.actor.contact.version })
  }
  const results = Array.from({ length: 21 }, (_, i) => again(i).settled[0]?.result?.kind)
  expect(results).toEqual([...Array.from({ length: 20 }, () => 'done'), 'refused'])
  expect(set.actor.contact.facts.held).toHaveLength(20)
  set.passes(DAY)
  expect(set.deliveries()).toHaveLength(20)
})

it('refuses quiet hours with equal ends, and caps of nothing', () => {
  for (const wrong of [
    { quiet_hours: { promotional: { from: '08:00', to: '08:00' } } },
    { caps: [{ limit: 0, per: 'day' }] },
    { caps: [{ limit: 1, per: '0s' }] },
    { caps: [{ limit: 1, per: 'PT0S' }] },
  ])
    expect(v.safeParse(Settings, wrong).success).toBe(false)
})
