import type { Waiting } from '../../schema/actor.ts'
import type { BoardWish } from '../../schema/ask.ts'
import type { JsonObject } from '../../schema/json.ts'
import { indexedFaq } from '../../workflows/faq/entry.ts'
import { rank } from '../../workflows/faq/rank.ts'
import { type Synonyms, termsOf } from '../../workflows/faq/terms.ts'
import { weeklyText } from '../../workflows/report/weekly.ts'
import { REPORT_LOCALES } from '../../workflows/report/words.ts'
import { findFaqs, holdingTerms } from '../store/faq-search.ts'
import { rollAllNotes } from '../store/figures.ts'
import { listStandings } from '../store/standings.ts'
import type { Deps } from './deps.ts'
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
  return bestFaq(deps, question, settings.faqs.synonyms)
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

/** The entry of the list that a question is most likely about, with its answer and how sure that is; empty for none. */
export async function bestFaq(deps: Deps, question: string, synonyms: Synonyms): Promise<JsonObject> {
  const asked = [...termsOf(question, synonyms).keys()]
  const near = await findFaqs(deps.db, asked)
  if (near.length === 0) return {}
  const entries = near.map((faq) => indexedFaq(faq, synonyms))
  const terms = new Set([...asked, ...entries.flatMap(({ variants }) => variants.flatMap((one) => [...one.keys()]))])
  const { total, holding } = await holdingTerms(deps.db, [...terms])
  const [best] = rank(question, entries, { total, holding: (term) => holding.get(term) ?? 0 }, synonyms)
  const faq = best && near.find(({ id }) => id === best.id)
  return best && faq ? { faq_id: faq.id, confidence: best.confidence, answer: faq.answer } : {}
}
