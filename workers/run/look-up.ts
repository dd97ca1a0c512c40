import type { Waiting } from '../../schema/actor.ts'
import type { BoardWish } from '../../schema/ask.ts'
import type { JsonObject } from '../../schema/json.ts'
import { weeklyText } from '../../workflows/report/weekly.ts'
import { REPORT_LOCALES } from '../../workflows/report/words.ts'
import { rollAllNotes } from '../store/figures.ts'
import { listStandings } from '../store/standings.ts'
import type { Deps } from './deps.ts'
import { bestFaq } from './faq.ts'
import type { Loaded } from './read.ts'
import { weekly } from './week.ts'

/** Answer runs that wait for something to be looked up. Costs round trips of its own, and only for them. */
export async function lookUp(deps: Deps, loaded: readonly Loaded[]): Promise<void> {
  for (const { actor } of loaded)
    for (const { waiting } of actor.runs) {
      if (waiting?.for !== 'grant') continue
      const found = await foundFor(deps, waiting)
      if (found) actor.granted = new Map([...(actor.granted ?? []), [waiting.grant, found]])
    }
}

type Sought = Pick<Extract<Waiting, { for: 'grant' }>, 'question' | 'board' | 'report'>

/** What was looked up for somebody who waits; undefined when they wait for something else. */
async function foundFor(deps: Deps, { question, board, report }: Sought): Promise<JsonObject | undefined> {
  if (board) return topOf(deps, board)
  if (report !== undefined) return reported(deps, report)
  if (question === undefined) return undefined
  const { settings } = await deps.catalogue.known()
  return bestFaq(deps, question, settings)
}

/** A week in figures and, in each language, in words. */
async function reported(deps: Deps, monday: string): Promise<JsonObject> {
  const report = await weekly(deps, monday)
  const texts = Object.fromEntries(REPORT_LOCALES.map((locale) => [locale, weeklyText(report, locale)]))
  return { texts, now: report.now, before: report.before }
}

/** The first of a board, as it is at this instant. */
async function topOf({ db }: Deps, { board, period, limit }: BoardWish): Promise<JsonObject> {
  await rollAllNotes(db)
  const rows = (await listStandings(db, { board, period }, { after: null, limit })).slice(0, limit)
  const rankOf = (score: number) => 1 + rows.filter((other) => other.score > score).length
  return {
    top: rows.map(({ subjectId, name, score }) => ({ rank: rankOf(score), contact_id: subjectId, name, score })),
  }
}
