import { describe, expect, it } from 'vitest'
import { countActivity } from '../../../workflows/engine/activity.ts'
import { dueAt } from '../../../workflows/engine/actor.ts'
import { newContact } from '../../../workflows/engine/new-contact.ts'
import { riskOf } from '../../../workflows/engine/risk.ts'
import { rolesOf } from '../../../workflows/engine/scope.ts'
import { nextStageAt, stageAt } from '../../../workflows/engine/stages.ts'
import { startTurn } from '../../../workflows/engine/turn.ts'
import { DAY, HOUR, START, stage } from './stage.ts'

const STAGES = { new_for: '7d', dormant_after: '7d', churned_after: '30d', not_activity: [] }
const days = (n: number | null) => (n === null ? null : START + n * DAY)

describe('the stage of a member at an instant', () => {
  it.each([
    ['is new for seven days after joining', { joined: 0, seen: 0 }, 6.9, 'new', 7],
    ['is new whatever they do', { joined: 0, seen: 6 }, 6, 'new', 7],
    ['is active after that when they did something', { joined: 0, seen: 6 }, 7, 'active', 13],
    ['is dormant at the very instant when they did nothing', { joined: 0, seen: 0 }, 7, 'dormant', 30],
    ['is dormant after seven silent days', { joined: -60, seen: 3 }, 10, 'dormant', 33],
    ['is churned after thirty', { joined: -60, seen: 3 }, 33, 'churned', null],
    ['counts from the first meeting of who never joined', { joined: null, seen: null }, 8, 'dormant', 30],
    ['is churned at once for who has left', { joined: 0, seen: 0, left: 1 }, 2, 'churned', null],
  ])(
    '%s',
    (_guarantee, {
      joined,
      seen,
      left,
    }: { joined: number | null; seen: number | null; left?: number }, at, is, next) => {
      const contact = {
        ...newContact('c', START),
        joinedAt: days(joined),
        lastSeenAt: days(seen),
        leftAt: days(left ?? null),
      }
      const now = START + at * DAY
      expect(stageAt(contact, STAGES, now)).toBe(is)
      expect(nextStageAt(contact, STAGES, now)).toBe(days(next))
    },
  )

  it('follows other numbers, also when the new are dormant sooner', () => {
    const contact = { ...newContact('c', START), joinedAt: START, lastSeenAt: START }
    const other = { ...STAGES, new_for: '14d', dormant_after: '3d' }
    expect([stageAt(contact, other, START + 5 * DAY), nextStageAt(contact, other, START)]).toEqual([
      'new',
      START + 14 * DAY,
    ])
  })
})

describe('changes of stage', () => {
  const log = {
    id: 'log',
    triggers: [{ on: 'contact.stage_changed' }],
    entry: { mode: 'parallel', max: 100 },
    actions: [{ set: { moved: { expr: "event.data.from + ' to ' + event.data.to" }, at: { expr: 'now' } } }],
  }

  it('are raised at the very instant, and once', () => {
    const s = stage(log)
    s.command({ kind: 'touch' })
    s.passes(40 * DAY)
    const seen = s.turns.flatMap((turn) =>
      turn.entries.filter(({ verb }) => verb === 'set').map(({ at, output }) => ({ at, output })),
    )
    expect(seen.map(({ at }) => (at - START) / DAY)).toEqual([7, 30])
    expect(seen.map(({ output }) => JSON.stringify(output))).toEqual([
      expect.stringContaining('new to dormant'),
      expect.stringContaining('dormant to churned'),
    ])
    expect(dueAt(s.actor, new Set(), 0)).toBeNull()
  })

  it('make them active again at once, with what they did', () => {
    const s = stage(log)
    s.command({ kind: 'touch' })
    s.passes(10 * DAY)
    s.happens('message.received', { text: 'hi' })
    expect(s.actor.contact).toMatchObject({ stage: 'active', lastSeenAt: s.now })
    s.happens('member.left')
    expect(s.actor.contact.stage).toBe('churned')
    s.happens('member.joined')
    expect(s.actor.contact.stage).toBe('new')
  })

  it('move no plan when somebody is active every day', () => {
    const s = stage()
    s.command({ kind: 'touch' })
    const planned = dueAt(s.actor, new Set(), 0)
    s.passes(DAY)
    s.happens('message.received', { text: 'hi' })
    expect(dueAt(s.actor, new Set(), 0)).toBe(planned)
  })
})

describe('activity', () => {
  it('counts days and streaks in the zone of the member, and closes a gap that was only late', () => {
    const s = stage()
    s.actor.contact.timezone = 'Asia/Shanghai'
    const turn = startTurn(s.actor, s.world())
    const at = [0, 1 * HOUR, 1 * DAY, 3 * DAY]
    for (const after of at) countActivity(turn, START + after)
    expect(s.actor.contact.facts.activity).toMatchObject({
      days: 3,
      streak: 1,
      day: '2026-01-08',
      recent: [1, 0, 1, 2],
    })
    countActivity(turn, START + 2 * DAY)
    expect(s.actor.contact.facts.activity).toMatchObject({ days: 4, streak: 4, recent: [1, 1, 1, 2] })
  })

  it.each([
    ['message.received', true],
    ['order.paid', true],
    ['custom.lesson_done', true],
    ['order.refunded', false],
    ['member.left', false],
  ])('%s is the doing of the member: %s', (type, isTheirs) => {
    const s = stage()
    s.happens(type)
    expect(s.actor.contact.lastSeenAt).toBe(isTheirs ? START : null)
  })
})

describe('risk', () => {
  const settings = stage().settings
  const judged = (change: object, at: number) =>
    riskOf({ ...newContact('c', START), ...change }, { settings, timezone: 'UTC', now: START + at * DAY })

  it('is nothing for who is here and rises with silence', () => {
    const active = {
      lastSeenAt: START,
      facts: { activity: { day: '2026-01-05', days: 20, streak: 9, recent: [3, 3, 3, 3, 3, 3, 3, 3, 3, 3] } },
    }
    const scores = [0, 7, 14, 21, 30].map((at) => judged(active, at).score)
    expect(scores[0]).toBe(0)
    expect([...scores].sort((a, b) => a - b)).toEqual(scores)
    expect(scores[3]).toBeGreaterThanOrEqual(60)
  })

  it('says what it comes from: the factors add up to it', () => {
    const { score, factors } = judged({ lastSeenAt: START, facts: { negative: [START, START + DAY] } }, 2)
    expect(factors.find(({ name }) => name === 'negative')).toMatchObject({
      weight: 30,
      value: 0.667,
      detail: { remarks: 2 },
    })
    expect(score).toBe(Math.round(factors.reduce((sum, { points }) => sum + points, 0)))
  })
})

describe('roles', () => {
  const at = { locale: 'en', timezone: 'UTC', settings: stage().settings, now: START }

  it('follow the rules until they are given by hand', () => {
    const contact = { ...newContact('c', START), stage: 'dormant', referrals: 12 }
    expect(rolesOf(contact, at)).toEqual(['kol', 'koc', 'silent'])
    expect(rolesOf({ ...contact, facts: { roles: ['core'] } }, at)).toEqual(['core'])
  })
})
