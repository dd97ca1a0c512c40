import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LedgerEntry } from '../../../schema/ledger.ts'
import { LOTS_MAX, spendable } from '../../../workflows/engine/points.ts'
import { DAY, HOUR, type Stage, stage } from './stage.ts'

const points = { expr: 'event.data.points' }
const bench = () =>
  stage(
    {
      id: 'give',
      triggers: [{ on: 'give' }],
      actions: [{ id: 'g', do: 'points.award', with: { points, reason: 'r', expires_in: { expr: 'event.data.expires' }, pending_for: { expr: 'event.data.pending' }, ref: { expr: 'event.data.ref' } } }],
    },
    { id: 'take', triggers: [{ on: 'take' }], actions: [{ id: 't', do: 'points.redeem', with: { points, reason: 'r' }, on_error: 'continue' }] },
    { id: 'drop', triggers: [{ on: 'drop' }], actions: [{ do: 'points.expire', with: { points, reason: 'r' } }] },
    { id: 'back', triggers: [{ on: 'back' }], actions: [{ id: 'b', do: 'points.reverse', with: { ref: { expr: 'event.data.ref' }, reason: 'r' }, on_error: 'continue' }] },
  ) // biome-ignore format: one workflow, one line

const ledger = (at: Stage): LedgerEntry[] => at.turns.flatMap((turn) => turn.ledger)
const deltas = (at: Stage) => ledger(at).map(({ kind, delta, balance }) => [kind, delta, balance])
const give = (at: Stage, amount: number, more: object = {}) =>
  at.happens('give', { points: amount, expires: null, pending: null, ref: null, ...more })

it('spends first what expires first, and lets the rest expire when its time comes', () => {
  const at = bench()
  give(at, 10, { expires: '9d' })
  give(at, 10, { expires: '2d' })
  give(at, 10)
  at.happens('take', { points: 4 })
  at.passes(2 * DAY)
  at.happens('take', { points: 15 })
  at.passes(9 * DAY)
  expect(deltas(at)).toEqual([
    ['award', 10, 10],
    ['award', 10, 20],
    ['award', 10, 30],
    ['redeem', -4, 26],
    ['expire', -6, 20],
    ['redeem', -15, 5],
  ])
  expect(at.actor.contact.facts.points?.lots).toBeUndefined()
})

it('keeps a pending award out of the balance until its time, and expires it counted from then', () => {
  const at = bench()
  give(at, 10, { pending: '1d', expires: '1d' })
  expect(at.actor.contact.points).toBe(0)
  expect(deltas(at)).toEqual([])
  at.happens('take', { points: 1 })
  expect(at.runs().at(-1)?.memory.steps.t).toMatchObject({ error: { code: 'insufficient_points' } })
  at.passes(DAY)
  expect(at.actor.contact.points).toBe(10)
  expect(ledger(at)[0]).toMatchObject({ kind: 'award', availableAt: at.now, expiresAt: at.now + DAY })
  at.passes(DAY)
  expect(at.actor.contact.points).toBe(0)
})

it('takes back what was awarded for an order, as far as it is there, once, and what is pending never comes', () => {
  const at = bench()
  give(at, 10, { ref: 'o1', expires: '9d' })
  give(at, 5, { ref: 'o1', pending: '1d' })
  give(at, 7, { expires: '1d' })
  at.happens('take', { points: 9 })
  at.happens('back', { ref: 'o1' })
  expect(at.runs().at(-1)?.memory.steps.b).toEqual({ reversed: 13, short: 2, balance: 0 })
  at.happens('back', { ref: 'o1' })
  expect(at.runs().at(-1)?.memory.steps.b).toMatchObject({ error: { code: 'unknown_ref' } })
  at.passes(9 * DAY)
  expect(at.actor.contact.points).toBe(0)
})

it('gives back what a redemption took with the expiry that it had', () => {
  const at = bench()
  give(at, 10, { expires: '2d' })
  give(at, 10, { expires: '1d' })
  at.happens('take', { points: 15 })
  const entry = ledger(at).find(({ kind }) => kind === 'redeem') as LedgerEntry
  at.command({ kind: 'reverse', entry, reason: 'returned', seen: at.actor.contact.version })
  expect(at.actor.contact.points).toBe(20)
  at.passes(DAY)
  expect(at.actor.contact.points).toBe(10)
  at.passes(DAY)
  expect(at.actor.contact.points).toBe(0)
})

it('remembers a bounded number of lots, and lets nobody lose points before their time', () => {
  const at = bench()
  for (let i = 0; i < LOTS_MAX + 50; i++) give(at, 1, { expires: `${30 + (i % 7)}d${i}m` })
  expect(at.actor.contact.facts.points?.lots).toHaveLength(LOTS_MAX)
  at.passes(30 * DAY - HOUR)
  expect(at.actor.contact.points).toBe(LOTS_MAX + 50)
  at.passes(20 * DAY)
  expect(at.actor.contact.points).toBe(0)
})

type Move = {
  do: 'give' | 'take' | 'drop' | 'back' | 'undo' | 'hand'
  points: number
  days: number
  ref: number
  pending: number
}
const moves = fc.array(
  fc.record<Move>({
    do: fc.constantFrom('give', 'give', 'take', 'drop', 'back', 'undo', 'hand'),
    points: fc.integer({ min: 1, max: 50 }),
    days: fc.integer({ min: 0, max: 6 }),
    ref: fc.integer({ min: 0, max: 3 }),
    pending: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 40 },
)

/** What is true of a ledger, whatever happened. */
function isTrue(at: Stage): void {
  let sum = 0
  for (const [i, entry] of ledger(at).entries()) {
    sum += entry.delta
    expect([entry.seq, entry.balance]).toEqual([i + 1, sum])
    expect(sum).toBeGreaterThanOrEqual(0)
  }
  const { contact } = at.actor
  expect(contact.points).toBe(sum)
  expect(spendable(contact)).toBe(sum)
  const lots = contact.facts.points?.lots ?? []
  expect(lots.reduce((all, [, left]) => all + left, 0)).toBeLessThanOrEqual(sum)
  expect(lots).toEqual([...lots].sort(([a], [b]) => a - b))
  expect(lots.every(([expiresAt, left]) => left > 0 && expiresAt > at.now)).toBe(true)
}

/** An entry takes from no lot while one that expires sooner has something left. */
function isFirstInFirstOut(at: Stage): void {
  const lots = new Map<number, number>()
  for (const { delta, kind, expiresAt, took } of ledger(at)) {
    if (delta > 0 && kind === 'award' && expiresAt !== null) lots.set(expiresAt, (lots.get(expiresAt) ?? 0) + delta)
    for (const [expires, taken] of took) {
      if (kind === 'redeem') for (const [other, left] of lots) if (other < expires) expect(left).toBe(0)
      lots.set(expires, (lots.get(expires) ?? 0) - taken)
    }
  }
}

function play(at: Stage, move: Move): void {
  at.passes(move.days * DAY)
  if (move.do === 'undo') {
    const entries = ledger(at)
    const entry = entries[move.points % Math.max(1, entries.length)]
    const isReversed = entries.some(({ key }) => key === `reverse:${entry?.seq}`)
    if (entry && !isReversed) at.command({ kind: 'reverse', entry, reason: 'r', seen: at.actor.contact.version })
    at.passes(0)
  } else if (move.do === 'hand')
    at.command({ kind: 'points', delta: move.ref - 1 || 1, reason: 'r', key: `h${at.turns.length}` })
  else if (move.do === 'give')
    give(at, move.points, {
      expires: move.ref === 0 ? null : `${move.ref * 3}d`,
      pending: move.pending === 0 ? null : `${move.pending}d`,
      ref: `o${move.ref}`,
    })
  else at.happens(move.do, { points: move.points, ref: `o${move.ref}` })
  isTrue(at)
}

it('holds for any awards, redemptions, expiries, pendings, reversals and jumps in time: the balance is the sum of the entries, and never negative', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const at = bench()
      for (const move of all) play(at, move)
    }),
    { numRuns: 150 },
  )
})

it('takes from the lot that expires first, whatever was awarded and redeemed', () => {
  const given = moves.map((all) => all.filter((move) => move.do === 'give' || move.do === 'take'))
  fc.assert(
    fc.property(given, (all) => {
      const at = bench()
      for (const move of all) play(at, move)
      isFirstInFirstOut(at)
    }),
    { numRuns: 100 },
  )
})
