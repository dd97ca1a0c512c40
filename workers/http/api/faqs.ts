import type * as v from 'valibot'
import { FaqAnswer, FaqAskBody, FaqAsked, FaqImport, FaqImported } from '../../../schema/api/faqs.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { type Faq, FaqBody, NewFaq } from '../../../schema/faq.ts'
import { findable } from '../../../workflows/faq/entry.ts'
import { CONFIDENCE_DEFAULT } from '../../../workflows/faq/rank.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { bestFaq, faqWordsOf } from '../../run/faq.ts'
import { countFaqs, deleteFaq, type FaqRow, findFaq, knownFaqs, listFaqs, saveFaqs } from '../../store/faqs.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'
import { slugProblem } from './slug.ts'

const FAQS_MAX = 5000
const TOO_MANY = `there are at most ${FAQS_MAX} questions`

/** What members often ask, and what they are answered. */
export const faqs = [
  operation({
    method: 'GET',
    path: '/faqs',
    summary: 'The questions that are often asked, with their answers',
    query: PageQuery,
    answers: { 200: pageOf(FaqAnswer) },
    handle: async ({ c, deps, page }) => {
      const rows = await listFaqs(deps.db, textAt(page, 0), page.limit)
      return c.json(pageAnswer(rows, page, faqJson, ({ faq }) => [faq.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/faqs/:id',
    summary: 'One of them',
    answers: { 200: FaqAnswer },
    handle: async ({ c, deps, id }) => {
      const row = await findFaq(deps.db, id)
      return row ? c.json(faqJson(row)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/faqs',
    summary: 'Add a question with its answer',
    body: NewFaq,
    answers: { 201: FaqAnswer },
    handle: async ({ c, deps, body }) => {
      if (await findFaq(deps.db, body.id)) return problem(c, 409, 'there is such a question already')
      if ((await countFaqs(deps.db)) >= FAQS_MAX) return problem(c, 409, TOO_MANY)
      return c.json(faqJson(await write(deps, body)), 201)
    },
  }),
  operation({
    method: 'PUT',
    path: '/faqs/:id',
    summary: 'Write a question with its answer, or change it',
    body: FaqBody,
    answers: { 200: FaqAnswer, 201: FaqAnswer },
    handle: async ({ c, deps, id, body }) => {
      const refused = slugProblem(c, id)
      if (refused) return refused
      const known = await findFaq(deps.db, id)
      if (!known && (await countFaqs(deps.db)) >= FAQS_MAX) return problem(c, 409, TOO_MANY)
      return c.json(faqJson(await write(deps, { id, ...body }, known)), known ? 200 : 201)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/faqs/:id',
    summary: 'Remove a question',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deleteFaq(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
  operation({
    method: 'POST',
    path: '/faqs/import',
    summary: 'Write many questions at once: those that are known by their id are replaced',
    body: FaqImport,
    answers: { 200: FaqImported },
    handle: async ({ c, deps, body }) => {
      const known = await knownFaqs(
        deps.db,
        body.faqs.map(({ id }) => id),
      )
      const created = body.faqs.length - known.length
      if ((await countFaqs(deps.db)) + created > FAQS_MAX) return problem(c, 409, TOO_MANY)
      await save(deps, body.faqs)
      return c.json({ created, updated: known.length })
    },
  }),
  operation({
    method: 'POST',
    path: '/faqs/ask',
    reads: true,
    summary: 'What a question would be answered with, without answering it',
    needs: 'viewer',
    body: FaqAskBody,
    answers: { 200: FaqAsked },
    handle: async ({ c, deps, body }) => {
      const { settings } = await deps.catalogue.refresh()
      const { faq_id: id = null, confidence = 0 } = await bestFaq(deps, body.question, settings)
      const sure = Math.round(Number(confidence) * 1000) / 1000
      const answered = id !== null && sure >= (settings.faqs.min_confidence ?? CONFIDENCE_DEFAULT)
      return c.json({ faq_id: id === null ? null : String(id), confidence: sure, answered })
    },
  }),
]

async function save(deps: Deps, all: readonly Faq[]): Promise<void> {
  const { settings } = await deps.catalogue.refresh()
  const words = await faqWordsOf(deps, settings)
  const found = all.map((faq) => ({ faq, terms: findable(faq, words) }))
  await saveFaqs(deps.db, found, deps.clock.now())
}

async function write(deps: Deps, faq: Faq, known?: FaqRow): Promise<FaqRow> {
  await save(deps, [faq])
  const now = deps.clock.now()
  return { faq, createdAt: known?.createdAt ?? now, updatedAt: now }
}

function faqJson({ faq, createdAt, updatedAt }: FaqRow): v.InferOutput<typeof FaqAnswer> {
  return { ...faq, created_at: formatIso(createdAt), updated_at: formatIso(updatedAt) }
}
