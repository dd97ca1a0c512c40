import { isActive, slotOf } from '../../schema/figure.ts'
import { dayAfter } from '../../workflows/language/day.ts'
import { rollAllNotes, type Window } from '../store/figures.ts'
import { alsoRaised, countFunnel, countReturned, readTypes, toCounts } from '../store/presence.ts'
import type { Deps } from './deps.ts'
import { rate } from './overview.ts'
import { membersOf, tallied } from './tallies.ts'
import { daysOf, type Range, windowOf } from './windows.ts'

const AFTER = [1, 7, 30, 90] as const
type Returned = { members: number; rate: number | null } | null
type ByDay = Record<'d1' | 'd7' | 'd30' | 'd90', Returned>
type Cohort = { day: string; joined: number } & ByDay

/** Of those who joined on each day: how many were active so many days later, on that very day. */
export async function retention(deps: Deps, range: Range): Promise<{ cohorts: Cohort[]; all: ByDay }> {
  await rollAllNotes(deps.db)
  const now = slotOf(deps.clock.now())
  const days = daysOf(range)
  const dayWindow = (day: string) => windowOf({ ...range, from: day, to: day })
  const joined = await membersOf(deps, days.map(dayWindow))
  const types = (await readTypes(deps.db)).filter(isActive)
  const asked = days.flatMap((day, i) =>
    (joined[i]?.joined ?? 0) === 0
      ? []
      : AFTER.map((n) => ({ day, n, cohort: dayWindow(day), window: dayWindow(dayAfter(day, n)) })).filter(
          ({ window }) => window[1] <= now,
        ),
  )
  const tallies = asked.map(({ cohort, window }) => ({ kind: `returned ${cohort[0]} ${cohort[1]}`, window }))
  const found = await tallied(deps, tallies, async (missing) => {
    const statements = missing.map(({ kind, window }) =>
      countReturned({ types: ['member.joined'], window: cohortOf(kind) }, { types, windows: [window] }),
    )
    return statements.length === 0 ? [] : (await deps.db.batch(statements)).map(({ rows }) => toCounts(rows, 1)[0] ?? 0)
  })
  const of = (day: string, n: number, size: number): Returned => {
    const place = asked.findIndex((one) => one.day === day && one.n === n)
    const members = place < 0 ? undefined : found[place]
    return members === undefined ? null : { members, rate: rate(members, size) }
  }
  const cohorts = days.map((day, i) => {
    const size = joined[i]?.joined ?? 0
    return {
      day,
      joined: size,
      d1: of(day, 1, size),
      d7: of(day, 7, size),
      d30: of(day, 30, size),
      d90: of(day, 90, size),
    }
  })
  return {
    cohorts,
    all: { d1: sum(cohorts, 'd1'), d7: sum(cohorts, 'd7'), d30: sum(cohorts, 'd30'), d90: sum(cohorts, 'd90') },
  }
}

function cohortOf(kind: string): Window {
  const [, from = 0, to = 0] = kind.split(' ').map(Number)
  return [from, to]
}

/** Together, of the cohorts for which that day is over. */
function sum(cohorts: readonly Cohort[], name: keyof ByDay): Returned {
  const known = cohorts.flatMap((cohort) =>
    cohort[name] ? [{ size: cohort.joined, members: cohort[name].members }] : [],
  )
  if (known.length === 0) return null
  const members = known.reduce((total, one) => total + one.members, 0)
  return {
    members,
    rate: rate(
      members,
      known.reduce((total, one) => total + one.size, 0),
    ),
  }
}

/** How many members come how far: each does every step, none before the one before it. */
export async function funnel(deps: Deps, range: Range, steps: readonly string[]): Promise<number[]> {
  await rollAllNotes(deps.db)
  const types = (await readTypes(deps.db)).filter(isActive)
  const asked = steps.map((step) =>
    step === 'active' ? types.filter((type) => type !== 'member.joined') : alsoRaised(step),
  )
  const tally = { kind: `funnel ${steps.join(',')}`, window: windowOf(range) }
  const [found = []] = await tallied(deps, [tally], async () => {
    const [answer] = await deps.db.batch([countFunnel(asked, tally.window)])
    return [toCounts(answer?.rows ?? [], steps.length)]
  })
  return found
}
