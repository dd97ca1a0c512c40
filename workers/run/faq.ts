import type { Faq } from '../../schema/faq.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Settings } from '../../schema/settings.ts'
import type { Indexed } from '../../workflows/faq/compare.ts'
import { findable, indexedFaq, sought } from '../../workflows/faq/entry.ts'
import { rank } from '../../workflows/faq/rank.ts'
import { type Words, withSynonyms } from '../../workflows/faq/words.ts'
import { findFaqs, staleFaqs } from '../store/faq-search.ts'
import { reindexFaqs } from '../store/faqs.ts'
import type { Deps } from './deps.ts'

/** The words by which this community's questions are found. */
export async function faqWordsOf(deps: Deps, { faqs }: Pick<Settings, 'faqs'>): Promise<Words> {
  return withSynonyms(await deps.words(), faqs.synonyms)
}

/**
 * The entry of the list that a question is most likely about, with its answer and how sure that is; empty for none. One
 * batch, and two more for entries that were written with other words than ours are now.
 */
export async function bestFaq(deps: Deps, question: string, settings: Pick<Settings, 'faqs'>): Promise<JsonObject> {
  const words = await faqWordsOf(deps, settings)
  const terms = sought(question, words)
  if (terms.length === 0) return {}
  let { near, stale } = await findFaqs(deps.db, terms, words.mark)
  if (stale > 0) {
    await renew(deps, words)
    near = (await findFaqs(deps.db, terms, words.mark)).near
  }
  const entries = near.map((faq) => indexedOnce(faq, words))
  const [best] = rank(question, entries, words)
  const faq = best && near.find(({ id }) => id === best.id)
  return best && faq ? { faq_id: faq.id, confidence: best.confidence, answer: faq.answer } : {}
}

const indexes = new WeakMap<Words, Map<string, Indexed>>()
const INDEXES_MAX = 500

/** Entries that are asked for again are not compared from scratch: what was made of them is kept while there is room. */
function indexedOnce(faq: Faq, words: Words): Indexed {
  const kept = indexes.get(words) ?? new Map<string, Indexed>()
  const key = JSON.stringify(faq)
  const found = kept.get(key)
  if (found) return found
  if (kept.size >= INDEXES_MAX) kept.clear()
  const made = indexedFaq(faq, words)
  indexes.set(words, kept.set(key, made))
  return made
}

/** A longer list is renewed by several questions: none of them has to wait for all of it. */
const RENEWED_AT_ONCE = 400

async function renew({ db }: Deps, words: Words): Promise<void> {
  const stale = await staleFaqs(db, words.mark, RENEWED_AT_ONCE)
  await reindexFaqs(
    db,
    stale.map((faq) => ({ faq, terms: findable(faq, words) })),
  )
}
