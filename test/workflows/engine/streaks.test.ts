import { expect, it } from 'vitest'
import { joinFacts } from '../../../workflows/engine/merge-facts.ts'
import { newContact } from '../../../workflows/engine/new-contact.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { DAY, HOUR, stage } from './stage.ts'

const checks = () =>
  stage(
    { id: 'c', triggers: [{ on: 'checkin.made' }, { on: 'hand' }], actions: [{ id: 'c', do: 'checkin.record', with: {} }] },
    { id: 'heard', triggers: [{ on: 'checkin.made' }], actions: [{ do: 'tag.add', with: { tag: 'heard' } }] },
  ) // biome-ignore format: one workflow, one line

type Visit = [at: string, zone: string | null, streak: number, first: boolean]

it.each<[string, Visit[]]>([
  [
    'counts a day once, and days in a row',
    [
      ['2026-01-05T01:00:00Z', 'UTC', 1, true],
      ['2026-01-05T23:59:00Z', 'UTC', 1, false],
      ['2026-01-06T00:00:00Z', 'UTC', 2, true],
      ['2026-01-07T23:59:59Z', 'UTC', 3, true],
    ],
  ],
  [
    'begins anew when a day was left out',
    [
      ['2026-01-05T12:00:00Z', 'UTC', 1, true],
      ['2026-01-06T12:00:00Z', 'UTC', 2, true],
      ['2026-01-08T00:00:00Z', 'UTC', 1, true],
    ],
  ],
  [
    'takes the day of the member, not of the server',
    [
      ['2026-01-05T15:00:00Z', 'Asia/Shanghai', 1, true], // 23:00
      ['2026-01-05T16:30:00Z', 'Asia/Shanghai', 2, true], // 00:30 the next day
    ],
  ],
  [
    'goes through the night that has no 02:30, and the day of 23 hours',
    [
      ['2026-03-28T22:30:00Z', 'Europe/Berlin', 1, true],
      ['2026-03-29T21:30:00Z', 'Europe/Berlin', 2, true],
      ['2026-03-30T21:59:00Z', 'Europe/Berlin', 3, true],
    ],
  ],
  [
    'goes through the day of 25 hours, once',
    [
      ['2026-10-24T22:30:00Z', 'Europe/Berlin', 1, true], // the 25th, 00:30
      ['2026-10-25T22:30:00Z', 'Europe/Berlin', 1, false], // the 25th, 23:30
      ['2026-10-25T23:30:00Z', 'Europe/Berlin', 2, true],
    ],
  ],
  [
    'counts the leap day as a day',
    [
      ['2028-02-28T12:00:00Z', 'UTC', 1, true],
      ['2028-02-29T12:00:00Z', 'UTC', 2, true],
      ['2028-03-01T12:00:00Z', 'UTC', 3, true],
    ],
  ],
  [
    'does not count a day again when the zone moves back over it, and goes on after',
    [
      ['2026-01-05T20:00:00Z', 'Pacific/Auckland', 1, true], // the 6th there
      ['2026-01-05T21:00:00Z', 'Pacific/Honolulu', 1, false], // the 5th there
      ['2026-01-06T21:00:00Z', 'Pacific/Honolulu', 1, false], // the 6th there
      ['2026-01-07T21:00:00Z', 'Pacific/Honolulu', 2, true], // the 7th there
    ],
  ],
  [
    'does not break when the zone moves ahead over a day',
    [
      ['2026-01-05T20:00:00Z', 'Pacific/Honolulu', 1, true], // the 5th there, the 6th in Auckland
      ['2026-01-06T20:00:00Z', 'Pacific/Auckland', 2, true], // the 7th there
      ['2026-01-07T20:00:00Z', 'Pacific/Auckland', 3, true],
    ],
  ],
  [
    'counts no second day within the hour, whichever way the zone moves',
    [
      ['2026-01-05T23:30:00Z', 'UTC', 1, true],
      ['2026-01-05T23:40:00Z', 'Asia/Shanghai', 1, false],
      ['2026-01-05T23:50:00Z', 'Pacific/Honolulu', 1, false],
    ],
  ],
])('%s', (_guarantee, visits) => {
  const at = checks()
  for (const [time, zone, streak, first] of visits) {
    at.passes(Date.parse(time) - at.now)
    at.actor.contact.timezone = zone
    at.happens('checkin.made')
    const [run] = at
      .runs()
      .filter(({ workflowId }) => workflowId === 'c')
      .slice(-1)
    expect([time, run?.memory.steps.c]).toMatchObject([time, { streak, first_today: first }])
    expect(at.actor.contact.streak).toBe(streak)
  }
})

it('shows nothing of a streak that is over, from the end of the day that broke it, and remembers the best', () => {
  const at = checks()
  at.happens('hand')
  at.passes(DAY)
  at.happens('hand')
  expect(at.actor.contact.tags).toEqual(['heard'])
  expect(formatIso(at.actor.contact.facts.checkin?.until ?? 0)).toBe('2026-01-08T00:00:00.000Z')
  at.passes(DAY + 14 * HOUR)
  expect(at.actor.contact.streak).toBe(2)
  at.passes(HOUR)
  expect(at.actor.contact).toMatchObject({ streak: 0, facts: { checkin: { current: 0, best: 2 } } })
  at.happens('hand')
  expect(at.actor.contact).toMatchObject({ streak: 1, facts: { checkin: { best: 2 } } })
})

it('says that somebody checked in when it was not that which started it, once a day', () => {
  const at = checks()
  at.happens('hand')
  at.happens('hand')
  expect(at.runs().filter(({ workflowId }) => workflowId === 'heard')).toHaveLength(1)
  expect(at.runs().filter(({ workflowId }) => workflowId === 'c')).toHaveLength(3)
})

type Kept = [last: string, days: number, best?: number]

it.each<[string, Kept | null, Kept | null, Kept]>([
  ['days that overlap count once', ['2026-03-07', 5], ['2026-03-05', 5], ['2026-03-07', 7]],
  ['one that ends where the other begins goes on', ['2026-03-06', 3], ['2026-03-03', 3], ['2026-03-06', 6]],
  ['a day between them parts them', ['2026-03-06', 3], ['2026-03-02', 2], ['2026-03-06', 3]],
  ['one inside of the other adds nothing', ['2026-03-10', 10], ['2026-03-05', 2], ['2026-03-10', 10]],
  ['of the same last day the longer', ['2026-03-10', 2], ['2026-03-10', 4], ['2026-03-10', 4]],
  ['over the leap day', ['2028-03-02', 2], ['2028-02-29', 3], ['2028-03-02', 5]],
  ['over the days on which clocks change', ['2026-03-30', 2], ['2026-03-28', 4], ['2026-03-30', 6]],
  ['one that is over does not go on', ['2026-03-06', 2, 4], ['2026-03-04', 0, 9], ['2026-03-06', 2, 9]],
  ['the best of either is remembered', ['2026-03-06', 1, 12], ['2026-03-01', 1, 3], ['2026-03-06', 1, 12]],
  ['who never checked in changes nothing', ['2026-03-06', 3], null, ['2026-03-06', 3]],
])('two who are one, %s, whoever stays', (_guarantee, one, other, expected) => {
  const kept = (days: Kept | null) => ({
    ...newContact('c', 0),
    facts: days ? { checkin: { day: days[0], at: 0, current: days[1], best: days[2] ?? days[1], until: 0 } } : {},
  })
  const [day, current, best = current] = expected
  for (const [into, from] of [[one, other], [other, one]] as const)
    expect(joinFacts(kept(into), kept(from), 0).checkin).toMatchObject({ day, current, best })
}) // biome-ignore format: one shape
