import type { Contact } from '../../../schema/actor.ts'
import { LeaderboardAnswer, LeaderboardQuery } from '../../../schema/api/leaderboards.ts'
import { BOARDS, type BoardName } from '../../../schema/facts.ts'
import { localDay, periodOf } from '../../../workflows/language/day.ts'
import type { Deps } from '../../run/deps.ts'
import { findContact } from '../../store/contacts.ts'
import { rollAllNotes } from '../../store/figures.ts'
import { listStandings, rankOf } from '../../store/standings.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { encode, numberAt, type Page, textAt } from './page.ts'

export const leaderboards = [
  operation({
    method: 'GET',
    path: '/leaderboards/:id',
    summary:
      'Who earned most `points`, checked in most (`checkins`), or contributed most (`contributions`), in a week, a month, or ever',
    query: LeaderboardQuery,
    answers: { 200: LeaderboardAnswer },
    handle: async ({ c, deps, id, query, page }) => {
      const board = BOARDS.find((name) => name === id)
      if (!board) return problem(c, 404)
      const { timezone } = (await deps.catalogue.known()).settings
      const period = periodNamed(query.period, localDay(deps.clock.now(), timezone))
      await rollAllNotes(deps.db)
      const listed = await pageOf(deps, { board, period }, page)
      if (query.contact_id === undefined) return c.json({ board, period, ...listed })
      const contact = await findContact(deps.db, query.contact_id)
      if (!contact) return problem(c, 404, 'no such contact')
      return c.json({ board, period, ...listed, contact: await placeOf(deps, { board, period }, contact) })
    },
  }),
]

function periodNamed(period: string, today: string): string {
  if (period === 'all') return 'ever'
  return period === 'week' || period === 'month' ? periodOf(today, period) : period
}

type Of = { board: BoardName; period: string }

/** The cursor carries the place and the rank, so that a later page counts nothing. */
async function pageOf(deps: Deps, of: Of, page: Page) {
  const [score, subjectId] = [numberAt(page, 0), textAt(page, 1)]
  const after = score === null || subjectId === null ? null : { score, subjectId }
  const rows = await listStandings(deps.db, of, { after, limit: page.limit })
  let place = after ? (numberAt(page, 2) ?? 0) : 0
  let last = { score: after?.score ?? null, rank: after ? (numberAt(page, 3) ?? 0) : 0 }
  const items = rows.slice(0, page.limit).map((row) => {
    place += 1
    last = { score: row.score, rank: row.score === last.score ? last.rank : place }
    return { rank: last.rank, contact_id: row.subjectId, name: row.name, score: row.score }
  })
  const end = items.at(-1)
  const next = rows.length > page.limit && end ? encode([end.score, end.contact_id, place, last.rank]) : null
  return { items, next_cursor: next }
}

/** A contact knows its scores in the periods that run. */
async function placeOf(deps: Deps, { board, period }: Of, { id, facts }: Contact) {
  const scores = Object.values(facts.boards?.[board] ?? {})
  const score = scores.find(([name]) => name === period)?.[1] ?? 0
  const rank = score > 0 ? await rankOf(deps.db, board, period, score) : null
  return { contact_id: id, rank, score }
}
