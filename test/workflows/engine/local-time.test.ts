import { expect, it } from 'vitest'
import { SETTINGS_DEFAULT } from '../../../schema/settings.ts'
import { DAY, HOUR, START, say, stage } from './stage.ts'

const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms).toISOString())

/** A run that waits, begun at an instant in a zone: when it goes on, or how it ended. */
function waited(wait: object, from: string, timezone: string, calendars: object = {}) {
  const at = stage({ id: 'w', actions: [{ wait }, say('now')] })
  at.settings = { ...SETTINGS_DEFAULT, calendars: calendars as typeof SETTINGS_DEFAULT.calendars }
  at.actor.contact.timezone = timezone
  at.now = Date.parse(from)
  at.happens('go')
  const [run] = at.runs()
  return run?.status === 'waiting' ? iso(run.wakeAt) : run?.reason
}

const SPRING_FESTIVAL = {
  cn: {
    weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
    holidays: ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-23'],
    makeup_days: ['2026-02-14', '2026-02-28'],
  },
}

it.each([
  ['the next 09:30', { until_local: '09:30' }, '2026-01-05T02:00:00Z', 'Asia/Shanghai', '2026-01-06T01:30:00.000Z'],
  ['midnight: zero is a value', { until_local: '00:00' }, '2026-01-05T02:00:00Z', 'Asia/Shanghai', '2026-01-05T16:00:00.000Z'],
  ['a weekday', { until_local: '09:30', weekdays: ['tue'] }, '2026-01-06T02:00:00Z', 'Asia/Shanghai', '2026-01-13T01:30:00.000Z'],
  ['working days without any settings', { until_local: '09:30', workdays: 'weekdays' }, '2026-01-09T10:00:00Z', 'UTC', '2026-01-12T09:30:00.000Z'],
  ['holidays are left out, make-up days count', { until_local: '09:30', workdays: 'cn' }, '2026-02-13T09:00:00Z', 'Asia/Shanghai', '2026-02-14T01:30:00.000Z'],
  ['the first working day after a festival', { until_local: '09:30', workdays: 'cn' }, '2026-02-14T09:00:00Z', 'Asia/Shanghai', '2026-02-24T01:30:00.000Z'],
  ['both weekdays and working days', { until_local: '09:30', weekdays: ['mon'], workdays: 'cn' }, '2026-02-14T09:00:00Z', 'Asia/Shanghai', '2026-03-02T01:30:00.000Z'],
  ['in a DST gap the first valid instant after', { until_local: '02:30' }, '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['in an overlap the first', { until_local: '02:30' }, '2026-10-24T12:00:00Z', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['an unknown calendar fails the step', { until_local: '09:30', workdays: 'us' }, '2026-02-14T09:00:00Z', 'UTC', 'unknown_calendar'],
] as const)('until_local: %s', (_name, wait, from, zone, expected) => {
  expect(waited(wait, from, zone, SPRING_FESTIVAL)).toBe(expected)
}) // biome-ignore format: one case a line

it('until_local: a calendar on which nobody works fails the step', () => {
  const calendars = { never: { weekdays: [], holidays: [], makeup_days: [] } }
  expect(waited({ until_local: '09:30', workdays: 'never' }, '2026-01-05T00:00:00Z', 'UTC', calendars)).toBe(
    'no_such_day',
  )
})

const best = { id: 'w', actions: [{ wait: { until_best_hour: true } }, say('{{contact.best_hour}}')] }

it('waits until the member’s most active hour, in their own zone', () => {
  const at = stage(best)
  at.actor.contact.timezone = 'Asia/Shanghai'
  for (const [type, hour] of [['message.received', 12], ['button.clicked', 12], ['reaction.added', 12], ['link.clicked', 3]] as const) {
    at.now = START + DAY + (hour - 9) * HOUR + 17 * 60_000
    at.happens(type)
  } // biome-ignore format: one list
  at.now = START + 3 * DAY
  at.happens('go')
  expect(iso(at.runs()[0]?.wakeAt)).toBe('2026-01-08T12:00:00.000Z')
  at.passes(DAY)
  expect(at.texts()).toEqual(['20'])
})

it('goes on at once in the best hour itself', () => {
  const at = stage(best)
  for (let i = 0; i < 3; i++) at.happens('message.received')
  at.happens('go')
  expect(at.texts()).toEqual(['9'])
})

it('takes 09:30 as long as too little is known, and learns nothing from what our own workflows did', () => {
  const at = stage(best)
  at.now = START + HOUR
  at.happens('message.received')
  at.happens('message.received')
  for (let i = 0; i < 9; i++) at.happens('button.clicked', {}, { causes: ['other'] })
  at.happens('order.paid')
  at.happens('go')
  expect(iso(at.runs()[0]?.wakeAt)).toBe('2026-01-06T09:30:00.000Z')
})

it('follows habits that change', () => {
  const at = stage(best)
  for (let i = 0; i < 200; i++) at.happens('message.received')
  at.now = START + 5 * HOUR
  for (let i = 0; i < 100; i++) at.happens('message.received')
  expect(at.actor.contact.facts.hours?.reduce((sum, one) => sum + one, 0)).toBeLessThan(70)
  at.now = START + DAY
  at.happens('go')
  expect(iso(at.runs()[0]?.wakeAt)).toBe('2026-01-06T14:00:00.000Z')
})
