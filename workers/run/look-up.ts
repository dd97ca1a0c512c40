import type { JsonObject } from '../../schema/json.ts'
import { indexedFaq } from '../../workflows/faq/entry.ts'
import { rank } from '../../workflows/faq/rank.ts'
import { type Synonyms, termsOf } from '../../workflows/faq/terms.ts'
import { findFaqs, holdingTerms } from '../store/faq-search.ts'
import type { Deps } from './deps.ts'
import type { Loaded } from './read.ts'

/** Answer runs that wait for something to be looked up. Costs two round trips, and only those. */
export async function lookUp(deps: Deps, loaded: readonly Loaded[]): Promise<void> {
  for (const { actor } of loaded)
    for (const { waiting } of actor.runs) {
      if (waiting?.for !== 'grant' || waiting.question === undefined) continue
      const { settings } = await deps.catalogue.known()
      const found = await bestFaq(deps, waiting.question, settings.faqs.synonyms)
      actor.granted = new Map([...(actor.granted ?? []), [waiting.grant, found]])
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
