import { BOARDS, type BoardName, type Score } from '../../schema/facts.ts'
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

/** Give up all places. */
export function clearScores(turn: Turn): void {
  const { contact } = turn.actor
  for (const [board, period, score] of placesOf(contact.facts.boards))
    move(turn, { board, period, subjectId: contact.id, from: score, to: 0 })
}

/** Take over the scores of another, in the periods that run for both. */
export function joinScores(turn: Turn, boards: Boards): void {
  const { contact } = turn.actor
  for (const [board, period, score, kind] of placesOf(boards)) {
    const scores = contact.facts.boards?.[board] ?? {}
    const known = scores[kind]
    if (known && known[0] > period) continue
    const from = known?.[0] === period ? known[1] : 0
    const joined = { ...scores, [kind]: [period, from + score] as Score }
    contact.facts = { ...contact.facts, boards: { ...contact.facts.boards, [board]: joined } }
    move(turn, { board, period, subjectId: contact.id, from, to: from + score })
  }
}

type Boards = Turn['actor']['contact']['facts']['boards']

function placesOf(boards: Boards): [BoardName, string, number, (typeof PERIODS)[number]][] {
  return BOARDS.flatMap((board) =>
    PERIODS.flatMap((kind) => {
      const [period, score] = boards?.[board]?.[kind] ?? ['', 0]
      return score > 0 ? [[board, period, score, kind] as [BoardName, string, number, typeof kind]] : []
    }),
  )
}
