import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../../../schema/ledger.ts'
import { Settings } from '../../../schema/settings.ts'
import type { CommandResult } from '../../../workflows/engine/command.ts'
import { joinFacts } from '../../../workflows/engine/merge-facts.ts'
import { newContact } from '../../../workflows/engine/new-contact.ts'
import { LOTS_MAX } from '../../../workflows/engine/points.ts'
import { DAY, HOUR, MINUTE, START, type Stage, stage } from './stage.ts'

/** The last point, the last instant, and what is set aside. */

const gives = (id: string, more: object = {}, points = 6) => ({
  ...{ id, triggers: [{ on: id }], entry: { mode: 'parallel', max: 1000 } },
  actions: [{ id: 's', do: 'points.award', with: { points, reason: 'r', ...more }, on_error: 'continue' }],
})
const takes = (what: { points?: number; item?: string }) => ({
  ...{ id: 'take', triggers: [{ on: 'take' }], entry: { mode: 'parallel' } },
  actions: [{ id: 's', do: 'points.redeem', with: { reason: 'r', ...what }, on_error: 'continue' }],
})
const ledger = (at: Stage) => at.turns.flatMap((turn) => turn.ledger)
const deltas = (at: Stage) => ledger(at).map(({ kind, delta }) => [kind, delta])
const points = (given: object): Settings => v.parse(Settings, { points: given })
const lastError = (at: Stage) => (at.runs().at(-1)?.memory.steps.s as { error?: { code: string } } | undefined)?.error?.code // biome-ignore format: one look
const resultOf = (reaction: ReturnType<Stage['command']>): CommandResult | undefined => reaction.settled[0]?.result

describe('awards', () => {
  it('come to as much as a step gives a day, to the point, and not to more', () => {
    const at = stage(gives('a', { limit_per_day: 12 }))
    for (let i = 0; i < 3; i++) at.happens('a')
    expect([at.actor.contact.points, lastError(at)]).toEqual([12, 'limit_reached'])
  })

  it('come to as much as a member gets a day, whichever steps give it', () => {
    const at = stage(gives('a'), gives('b'))
    at.settings = points({ daily_limit: 12 })
    for (const id of ['a', 'b', 'b', 'a']) at.happens(id)
    expect([at.actor.contact.points, lastError(at)]).toEqual([12, 'limit_reached'])
  })

  it('count the days of the member’s own clock', () => {
    const at = stage(gives('a', { limit_per_day: 6 }))
    at.actor.contact.timezone = 'Pacific/Auckland' // 22:00 there
    at.happens('a')
    at.passes(2 * HOUR)
    at.happens('a')
    expect(at.actor.contact.points).toBe(12)
  })

  it('ask for their part of a budget in the period that it is for', () => {
    const at = stage(gives('a', { budget: 'fund' }))
    at.settings = points({ budgets: { fund: { points: 9, per: 'day' } } })
    at.happens('a')
    at.passes(DAY)
    at.happens('a')
    const asked = at.turns.flatMap(({ asks }) => asks.map(({ resource }) => resource))
    expect(asked).toEqual(['budget:fund 2026-01-05', 'budget:fund 2026-01-06'])
  })

  it('that are found late expire counted from when they came free', () => {
    const at = stage(gives('a', { pending_for: '1d', expires_in: '9d' }))
    at.happens('a')
    at.now += 3 * DAY
    at.passes(0)
    expect(ledger(at)).toMatchObject([{ availableAt: START + DAY, expiresAt: START + 10 * DAY }])
  })
})

describe('redemptions', () => {
  it('take the last point, and no point that is not there', () => {
    const at = stage(gives('a'), takes({ points: 6 }))
    at.happens('a')
    at.happens('take')
    expect(at.actor.contact.points).toBe(0)
    at.happens('take')
    expect([at.actor.contact.points, lastError(at)]).toEqual([0, 'insufficient_points'])
  })

  it('of something that one gets once are refused to whoever had it', () => {
    const at = stage(gives('a'), takes({ item: 'mug' }))
    at.knows = { items: new Map([['mug', { points: 1, perMember: 1 }]]) }
    at.happens('a')
    at.actor.contact.facts = { ...at.actor.contact.facts, items: { mug: 1 } }
    at.happens('take')
    expect([lastError(at), at.turns.flatMap(({ asks }) => asks)]).toEqual(['limit_reached', []])
  })

  it('set points aside while they ask: nothing else spends them, and they do not expire meanwhile', () => {
    const at = stage(gives('a', { expires_in: '1h' }), takes({ points: 6, item: 'mug' }))
    at.happens('a')
    at.happens('take')
    expect(at.actor.contact.facts.points?.held).toEqual({ 'c1-00002:s:0': 6 })
    const byHand = { kind: 'points', delta: -1, reason: 'r', key: 'k' } as const
    expect(resultOf(at.command(byHand))).toMatchObject({ kind: 'refused', code: 'insufficient_points' })
    at.happens('take')
    expect(lastError(at)).toBe('insufficient_points')
    at.now += 2 * HOUR
    at.happens('else')
    expect(at.actor.contact.points).toBe(6)
  })
})

describe('lots', () => {
  it('that become one expire with the later of them', () => {
    const at = stage(gives('a'))
    const lots = Array.from({ length: LOTS_MAX }, (_, i): [number, number] => [START + (40 + i) * DAY, 1])
    Object.assign(at.actor.contact, { points: LOTS_MAX, facts: { points: { lots } } })
    const more = { kind: 'points', delta: 5, reason: 'r', key: 'k', expiresAt: START + 40 * DAY + MINUTE } as const
    at.command(more)
    expect(at.actor.contact.facts.points?.lots).toHaveLength(LOTS_MAX)
    at.passes(40 * DAY)
    expect(at.actor.contact.points).toBe(LOTS_MAX + 5)
    at.passes(MINUTE)
    expect(at.actor.contact.points).toBe(LOTS_MAX - 1)
  })

  it('expire each under a key of its own', () => {
    const at = stage(gives('a', { expires_in: '1h' }))
    for (let i = 0; i < 3; i++, at.passes(MINUTE)) at.happens('a')
    at.passes(DAY)
    const keys = ledger(at).map(({ key }) => key)
    expect([keys.length, new Set(keys).size]).toEqual([6, 6])
  })
})

const entry = (more: Partial<LedgerEntry>): LedgerEntry => ({
  ...{ subjectId: 'c1', seq: 3, delta: 5, kind: 'award', reason: 'r', key: 'k', at: START, availableAt: null },
  ...{ expiresAt: null, balance: 5, item: null, took: [], ...more },
})
const undo = (at: Stage, more: Partial<LedgerEntry>) =>
  resultOf(at.command({ kind: 'reverse', entry: entry(more), reason: 'r', seen: at.actor.contact.version }))

describe('reversals', () => {
  const rich = () => {
    const at = stage(gives('a', { ref: 'order', expires_in: '1d' }))
    at.actor.contact.points = 20
    return at
  }

  it('take nothing for an award that expires at this instant', () => {
    const at = rich()
    at.happens('a')
    at.passes(DAY)
    expect(at.actor.contact.points).toBe(20)
    expect(undo(at, { expiresAt: at.now })).toMatchObject({ kind: 'refused', code: 'expired' })
    expect(at.actor.contact.points).toBe(20)
  })

  it('are kept under the number of an own entry, and under the key of one that came with a merge', () => {
    const at = rich()
    undo(at, {})
    undo(at, { subjectId: 'gone' })
    expect(ledger(at).map(({ key, delta }) => [key, delta])).toEqual([['reverse:3', -5], ['reverse:k', -5]]) // biome-ignore format: one fact
  })

  it('put what was redeemed back on its shelf, once, with the expiry that its points had', () => {
    const at = rich()
    undo(at, { kind: 'redeem', delta: -5, item: 'mug', took: [[START + DAY, 4]] })
    expect(at.turns.flatMap(({ returned }) => returned)).toEqual([{ kind: 'share', resource: 'item:mug', amount: 1 }])
    expect(at.actor.contact).toMatchObject({ points: 25, facts: { points: { lots: [[START + DAY, 4]] } } })
  })

  it('of what has expired give points that do not expire again', () => {
    const at = rich()
    undo(at, { kind: 'expire', delta: -5, took: [[START - 1, 5]] })
    at.passes(DAY)
    expect(deltas(at)).toEqual([['reverse', 5]])
  })

  it.each(['merge', 'reverse'] as const)('of a %s are none', (kind) => {
    const at = rich()
    expect(undo(at, { kind })).toMatchObject({ kind: 'refused', code: 'not_reversible' })
    expect(ledger(at)).toEqual([])
  })

  it.each([
    ['an entry by hand', { kind: 'points', delta: 5, reason: 'r', key: 'k' }],
    ['a reversal', { kind: 'reverse', entry: entry({}), reason: 'r' }],
  ] as const)('and %s that were decided on what has changed since change nothing', (_what, command) => {
    const at = rich()
    for (const seen of [at.actor.contact.version - 1, at.actor.contact.version + 5])
      expect(resultOf(at.command({ ...command, seen }))).toMatchObject({ kind: 'refused', code: 'stale' })
    expect(ledger(at)).toEqual([])
  })
})

it('keeps what another ledger awarded for an order apart from what this one did, once both are one', () => {
  const with_ = (id: string, ref: object) => ({ ...newContact(id, 0), facts: { points: { refs: [{ ref: 'o', points: 1, at: 0, key: id, ...ref }] } } }) as Parameters<typeof joinFacts>[0] // biome-ignore format: one shape
  const facts = joinFacts(with_('into', { seq: 3 }), with_('from', { seq: 3 }), 9)
  expect(facts.points?.refs?.map(({ seq, key }) => [seq, key])).toEqual([[-3, 'from'], [3, 'into']]) // biome-ignore format: one fact
})

describe('a tier', () => {
  const levels = [
    { id: 'silver', points: 0 },
    { id: 'gold', points: 10 },
  ]
  const member = () => {
    const at = stage(gives('a', {}, 10))
    at.settings = v.parse(Settings, { tiers: { levels, grace: '1d' } })
    at.happens('else')
    return at
  }

  it('that was given until an instant is over at that instant', () => {
    const at = member()
    at.command({ kind: 'tier', tier: 'gold', until: START + DAY })
    at.passes(DAY - 1)
    expect(at.actor.contact.tier).toBe('gold')
    at.passes(1)
    expect(at.actor.contact.tier).toBe('silver')
  })

  it('falls when its grace is over, not before', () => {
    const at = member()
    at.happens('a')
    at.command({ kind: 'points', delta: -5, reason: 'r', key: 'k' })
    at.passes(DAY - 1)
    expect(at.actor.contact.tier).toBe('gold')
    at.passes(1)
    expect(at.actor.contact.tier).toBe('silver')
  })
})
