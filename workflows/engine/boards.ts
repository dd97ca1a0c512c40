import type { BoardName, Score } from '../../schema/facts.ts'
import { localDay, periodOf } from '../language/day.ts'
import type { Turn } from './turn.ts'

const PERIODS = ['week', 'month', 'ever'] as const

/** A contact's place on a board moves from one score to another; 0 is no place. */
export type Standing = { board: BoardName; period: string; subjectId: string; from: number; to: number }

/**
 * Count for the boards of this week, this month and ever, in the community's calendar. The contact knows its own scores,
 * so a place is found by its key; the commit notes the move, and the boards follow before anybody looks. `at` is when it was earned: a correction of what was earned in a
 * period that is over changes only what still runs.
 */
export function score(turn: Turn, board: BoardName, delta: number, at: number = turn.world.now): void {
  const { contact } = turn.actor
  if (contact.kind !== 'contact' || delta === 0) return
  const { timezone, now } = turn.world
  const scores: Partial<Record<(typeof PERIODS)[number], Score>> = { ...contact.facts.boards?.[board] }
  for (const period of PERIODS) {
    const name = periodOf(localDay(now, timezone), period)
    if (periodOf(localDay(at, timezone), period) !== name) continue
    const known = scores[period]
    const from = known?.[0] === name ? known[1] : 0
    const to = Math.max(0, from + delta)
    scores[period] = [name, to]
    if (to !== from) move(turn, { board, period: name, subjectId: contact.id, from, to })
  }
  contact.facts = { ...contact.facts, boards: { ...contact.facts.boards, [board]: scores } }
}

/** One row a place, however often it moves in one turn. */
function move(turn: Turn, standing: Standing): void {
  const known = turn.standings.find(({ board, period }) => board === standing.board && period === standing.period)
  if (known) known.to = standing.to
  else turn.standings.push(standing)
}
