import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { QuietWindow } from '../../../../schema/gate.ts'
import { Settings } from '../../../../schema/settings.ts'
import { checkDefinition } from '../../../../workflows/check/check.ts'
import { endOfQuiet, isQuiet } from '../../../../workflows/engine/gate/quiet-hours.ts'
import { react } from '../../../../workflows/engine/react.ts'
import { parseCron } from '../../../../workflows/language/cron.ts'
import { DAY, HOUR, MINUTE, START, type Stage, say, stage } from '../stage.ts'

/** LESSONS.md, C and H: what went wrong elsewhere, each as a test of ours. */

const settings = (given: object): Settings => v.parse(Settings, given)
const promotional = { category: 'promotional' }
const at = (text: string) => Date.parse(text)
const unsent = (set: Stage) => set.turns.flatMap((turn) => turn.unsent)
const sentAt = (set: Stage) => set.turns.flatMap(({ deliveries, world }) => deliveries.map(() => world.now))
const offer = (more: object = {}) => ({ id: 'w', settings: promotional, actions: [say('hi', { id: 'm' })], ...more })
const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
/** The rule in its own words. */
const within = (minute: number, { from, to }: QuietWindow) => {
  const [begin, end] = [minuteOf(from), minuteOf(to)]
  return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end
}

describe('lesson 23: an overnight window holds after midnight, and one that begins at 0 holds', () => {
  it.each([
    { from: '22:00', to: '08:00' },
    { from: '21:00', to: '07:00' },
    { from: '00:00', to: '06:00' },
    { from: '23:59', to: '00:00' },
    { from: '00:01', to: '00:00' },
  ])('$from-$to, at each of the 1 440 minutes', (window) => {
    const set = stage(offer({ settings: { ...promotional, quiet_hours: { ...window, policy: 'drop' } } }))
    for (let minute = 0; minute < 1440; minute++) {
      set.now = at('2026-01-06T00:00:00Z') + minute * MINUTE
      const { turn } = set.happens('go')
      expect(turn.deliveries.length, `minute ${minute}`).toBe(within(minute, window) ? 0 : 1)
    }
  })
})

describe('lesson 24: equal ends are refused wherever they are written, and are off where they are found', () => {
  const equal = { from: '08:00', to: '08:00' }
  it('in the settings and in a workflow', () => {
    expect(v.safeParse(Settings, { quiet_hours: { lifecycle: equal } }).success).toBe(false)
    const checked = checkDefinition({
      name: 'w',
      triggers: [{ on: 'go' }],
      ...offer({ settings: { quiet_hours: equal } }),
    })
    expect(JSON.stringify(checked.kind === 'problems' && checked.problems)).toContain('equal ends')
  })
  it('in what is kept of a contact', () => {
    const set = stage(offer())
    set.actor.contact.facts = { quietHours: equal }
    set.now = at('2026-01-06T23:00:00Z')
    set.happens('go')
    expect(set.deliveries()).toHaveLength(1)
  })
})

it('lesson 25: a window that wraps midnight is never turned round', () => {
  const window = { from: '22:00', to: '08:00' }
  expect(isQuiet(at('2026-01-06T12:00:00Z'), window, 'UTC')).toBe(false)
  expect(isQuiet(at('2026-01-06T23:00:00Z'), window, 'UTC')).toBe(true)
})

it('lesson 26: the window is half open, on the clock of each member', () => {
  const window = { from: '22:00', to: '08:00' }
  for (const [zone, begins, ends] of [
    ['Asia/Kathmandu', '2026-01-06T16:15:00Z', '2026-01-07T02:15:00Z'],
    ['Pacific/Auckland', '2026-01-06T09:00:00Z', '2026-01-06T19:00:00Z'],
    ['Pacific/Honolulu', '2026-01-07T08:00:00Z', '2026-01-07T18:00:00Z'],
    ['Australia/Lord_Howe', '2026-01-06T11:00:00Z', '2026-01-06T21:00:00Z'],
  ] as const) {
    expect([at(begins) - 1, at(begins), at(ends) - 1, at(ends)].map((ms) => isQuiet(ms, window, zone))).toEqual([
      ...[false, true, true, false],
    ])
    const set = stage(offer())
    set.actor.contact.timezone = zone
    set.now = at(begins)
    set.happens('go')
    expect(unsent(set)).toMatchObject([{ status: 'deferred', reason: `quiet hours: 22:00-08:00 ${zone}` }])
    set.passes(DAY)
    const [sent = 0] = sentAt(set)
    expect(sent >= at(ends) && sent < at(ends) + 10 * MINUTE, `${zone} ${new Date(sent).toISOString()}`).toBe(true)
  }
})

it('lesson 27: a time of day that lies in quiet hours is warned of when the workflow is saved', () => {
  const reminder = { wait: { until_local: '22:30' } }
  const checked = checkDefinition({
    ...{ id: 'w', name: 'w', triggers: [{ on: 'go' }], settings: { category: 'lifecycle' } },
    actions: [reminder, say('good night')],
  })
  expect(JSON.stringify(checked)).toContain('quiet hours (22:00-08:00)')
  const set = stage(offer({ settings: { category: 'lifecycle', quiet_hours: 'send' }, actions: [reminder, say('x')] }))
  set.happens('go')
  set.passes(DAY)
  expect(sentAt(set)).toEqual([at('2026-01-05T22:30:00Z')])
})

it.each<[object, string]>([
  [{ until_local: '09:30' }, '2026-01-06T01:30:00.000Z'],
  [{ days: 1, at: '00:00' }, '2026-01-05T16:00:00.000Z'],
  [{ until_best_hour: true }, '2026-01-06T01:30:00.000Z'],
])('lesson 28: a wait for a local time names its instant and its zone: %j', (wait, until) => {
  const set = stage({ id: 'w', actions: [{ wait }] })
  set.actor.contact.timezone = 'Asia/Shanghai'
  set.happens('go')
  const [waiting] = set.turns.flatMap((turn) => turn.entries).filter(({ status }) => status === 'waiting')
  expect(waiting?.output).toEqual({ until, timezone: 'Asia/Shanghai' })
})

it('lesson 28: what is put off names its instant and its zone', () => {
  const set = stage(offer())
  set.actor.contact.timezone = 'Asia/Shanghai'
  set.now = at('2026-01-05T15:00:00Z')
  set.happens('go')
  const [waiting] = set.turns.flatMap((turn) => turn.entries).filter(({ status }) => status === 'waiting')
  const output = waiting?.output as { reason: string; send_after: string }
  expect(output.reason).toBe('quiet hours: 22:00-08:00 Asia/Shanghai')
  expect(output.send_after).toMatch(/^2026-01-06T00:0\d:\d\d\.\d{3}Z$/)
})

describe('lesson 29: where clocks change, nothing is left out, done twice, or an hour off for ever', () => {
  it.each([
    ['the gap at two', 'America/New_York', { from: '22:00', to: '02:30' }, '2026-03-08T06:30:00Z', '2026-03-08T07:00:00Z'],
    ['the gap at midnight', 'America/Santiago', { from: '21:00', to: '00:30' }, '2026-09-06T02:00:00Z', '2026-09-06T04:00:00Z'],
    ['half an hour’s gap', 'Australia/Lord_Howe', { from: '22:00', to: '02:15' }, '2026-10-03T15:00:00Z', '2026-10-03T15:30:00Z'],
    ['an overlap', 'America/New_York', { from: '22:00', to: '01:30' }, '2026-11-01T04:00:00Z', '2026-11-01T05:30:00Z'],
    ['an overlap before midnight', 'America/Santiago', { from: '22:00', to: '23:30' }, '2026-04-05T01:30:00Z', '2026-04-05T02:30:00Z'],
    ['a day that was left out', 'Pacific/Apia', { from: '22:00', to: '08:00' }, '2011-12-30T09:00:00Z', '2011-12-30T18:00:00Z'],
  ])('%s', (_what, zone, window, from, end) => {
    expect(isQuiet(at(from), window, zone)).toBe(true)
    expect(new Date(endOfQuiet(at(from), window, zone)).toISOString()).toBe(new Date(end).toISOString())
  }) // biome-ignore format: one line a case

  it.each(['America/New_York', 'America/Santiago', 'Pacific/Auckland', 'Australia/Lord_Howe'])(
    'a daily cron at %s ticks once on each local day of a year',
    (zone) => {
      const parsed = parseCron('30 2 * * *')
      if (parsed.kind === 'problem') throw new Error(parsed.message)
      const days = new Set<string>()
      let tick = parsed.cron.next(at('2026-01-01T00:00:00Z'), zone)
      let count = 0
      for (; tick !== undefined && tick < at('2027-01-01T00:00:00Z'); tick = parsed.cron.next(tick, zone)) {
        days.add(new Date(tick).toLocaleDateString('en-CA', { timeZone: zone }))
        count += 1
      }
      expect([days.size, count]).toEqual([365, 365])
    },
  )
})

it('lesson 30: nought is a value', () => {
  const waits = (wait: unknown, from: string) => {
    const set = stage({ id: 'w', actions: [{ wait }, say('x')] })
    set.now = at(from)
    set.happens('go')
    set.passes(3 * DAY)
    return new Date(sentAt(set)[0] ?? 0).toISOString()
  }
  expect(waits({ until_local: '00:00' }, '2026-01-05T09:00:00Z')).toBe('2026-01-06T00:00:00.000Z')
  expect(waits({ until_local: '07:00' }, '2026-01-05T05:00:00Z')).toBe('2026-01-05T07:00:00.000Z')
  expect(waits({ days: 1, at: '00:00' }, '2026-01-05T09:15:00Z')).toBe('2026-01-06T00:00:00.000Z')
  expect(waits({ days: 0, at: '10:00' }, '2026-01-05T09:15:00Z')).toBe('2026-01-05T10:00:00.000Z')
  expect(waits({ until: "timestamp('2026-01-05T10:00:00Z')", offset: '0s' }, '2026-01-05T09:00:00Z')).toBe(
    '2026-01-05T10:00:00.000Z',
  )
})

it.each([
  [undefined, ['a', 'b'], 'completed'],
  ['continue', ['a', 'b'], 'completed'],
  ['skip', ['b'], 'completed'],
  ['fail', [], 'failed'],
])('lesson 31: a date that is over, with if_past %s', (ifPast, texts, status) => {
  const wait = { until: "timestamp('2026-01-01T00:00:00Z')", ...(ifPast && { if_past: ifPast }) }
  const inner = { if: 'true', then: [{ wait }, say('a')] }
  const set = stage({ id: 'w', actions: [inner, say('b')] })
  set.happens('go')
  expect(set.texts()).toEqual(texts)
  expect(set.runs()).toMatchObject([{ status }])
})

it('lesson 32: each form of waiting that the schema takes is one that the engine waits for', () => {
  const forms: [unknown, number][] = [
    ['90m', 90 * MINUTE],
    [{ for: 'PT1H' }, HOUR],
    [{ days: 2 }, 2 * DAY],
    [{ days: 1, at: '09:30' }, DAY + 30 * MINUTE],
    [{ until: 'now + days(1)', offset: '-1h' }, 23 * HOUR],
    [{ until_local: '10:00', weekdays: ['wed'] }, 2 * DAY + HOUR],
    [{ until_local: '12:00' }, 3 * HOUR],
  ]
  for (const [wait, ms] of forms) {
    const set = stage({ id: 'w', actions: [{ wait }, say('x')] })
    set.happens('go')
    set.passes(10 * DAY)
    expect(sentAt(set), JSON.stringify(wait)).toEqual([START + ms])
  }
})

it('lesson 33: local times are each member’s own', () => {
  for (const [zone, hour] of [['Asia/Kolkata', '03:30'], ['America/Santiago', '12:00'], ['Pacific/Honolulu', '19:00']]) {
    const set = stage({ id: 'w', actions: [{ wait: { until_local: '09:00' } }, say('x')] })
    set.actor.contact.timezone = zone ?? null
    set.now = at('2026-01-05T00:00:00Z')
    set.happens('go')
    set.passes(2 * DAY)
    expect(new Date(sentAt(set)[0] ?? 0).toISOString().slice(11, 16)).toBe(hour)
  } // biome-ignore format: one line a zone
})

describe('lesson 49: caps', () => {
  const caps = [{ limit: 1, per: '3d', count: 'all' }]
  const flows = (...categories: string[]) =>
    stage(
      ...categories.map((category, i) => ({ ...offer({ settings: { category, quiet_hours: 'send' } }), id: `w${i}` })),
    )
  it('stand in the way of every workflow, but for what must be told', () => {
    const set = flows('promotional', 'lifecycle', 'transactional')
    set.settings = settings({ caps })
    set.happens('go')
    expect(set.deliveries().map(({ category }) => category)).toEqual(['promotional', 'transactional'])
  })
  it('give the next slot: the oldest that counts plus the window, not more', () => {
    const set = flows('promotional', 'promotional')
    set.settings = settings({ caps })
    set.happens('go')
    set.passes(10 * DAY)
    expect(sentAt(set)).toEqual([START, START + 3 * DAY])
  })
  it.each([0, -1, 1.5])('of %s are refused', (limit) => {
    expect(v.safeParse(Settings, { caps: [{ limit, per: 'day' }] }).success).toBe(false)
  })
})

it('lesson 50: what nobody knows is refused, and a message is promotional unless somebody says otherwise', () => {
  for (const wrong of [
    { quiet_hours: { promo: {} } },
    { caps: [{ limit: 1, per: 'day', counts: 'all' }] },
    { stopp: {} },
  ])
    expect(v.safeParse(Settings, wrong).success).toBe(false)
  const set = stage({ id: 'w', settings: {}, actions: [say('x')] })
  set.now = at('2026-01-05T12:00:00Z')
  set.happens('go')
  expect(set.deliveries()).toMatchObject([{ category: 'promotional' }])
})

it('lesson 51: without a channel a message is skipped, which is no failure: nothing else is sent again', () => {
  const retry = { attempts: 5, first: '1m' }
  const set = stage({
    id: 'w',
    actions: [say('one'), say('two', { id: 'm', with: { text: 'two', channel: 'form' }, retry }), say('three')],
  })
  set.happens('go')
  set.passes(DAY)
  expect(set.texts()).toEqual(['one', 'three'])
  expect(unsent(set)).toMatchObject([{ status: 'skipped', reason: 'no channel' }])
  expect(set.runs()).toMatchObject([{ status: 'completed', memory: { steps: { m: { status: 'skipped' } } } }])
})

it.each(['Mars/Phobos', '+02:00', '', 'x'.repeat(500)])(
  'a sender’s %j is no time zone, and stops nobody',
  (timezone) => {
    const set = stage({ id: 'w', actions: [say('x')] })
    const event = { id: 'e1', type: 'go', at: set.now, channel: 'chat', data: {}, causes: [] }
    const stimulus = { kind: 'event' as const, event, outside: { profile: { name: 'Ann', timezone } } }
    const { turn } = react(set.actor, [stimulus], set.world())
    expect(turn.deliveries).toHaveLength(1)
    expect(set.actor.contact).toMatchObject({ name: 'Ann', timezone: null })
  },
)
