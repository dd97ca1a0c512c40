import * as v from 'valibot'
import { Category } from '../../../schema/definition.ts'
import type { Faq } from '../../../schema/faq.ts'
import { answerIn } from '../../faq/entry.ts'
import { CONFIDENCE_DEFAULT } from '../../faq/rank.ts'
import { action } from '../action.ts'
import { draftOf } from '../message/draft.ts'

const QUESTION_CHARS_MAX = 1000

/**
 * Answer a question from the operators' list, by a message to whoever asked, when it is sure enough which entry it is
 * about. What it may be about is looked up on the way; when no entry is near enough, nothing is sent.
 */
export const answer = action({
  name: 'faq.answer',
  params: {
    question: v.optional(v.string()),
    min_confidence: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
    channel: v.optional(v.string()),
    category: v.optional(Category),
  },
  result: {
    answered: v.boolean(),
    confidence: v.number(),
    faq_id: v.optional(v.string()),
    message_id: v.optional(v.string()),
    status: v.optional(v.string()),
    reason: v.optional(v.string()),
  },
  decide: ({ question, min_confidence: least, channel, category = 'transactional' }, facts) => {
    const said = facts.event.data.text
    const asked = (question ?? (typeof said === 'string' ? said : '')).trim().slice(0, QUESTION_CHARS_MAX)
    if (asked === '') return { kind: 'done', output: { answered: false, confidence: 0 } }
    if (!facts.answer) return { kind: 'ask', resource: 'faq', wants: { kind: 'look', question: asked } }
    const { faq_id: id, confidence = 0, answer: text } = facts.answer
    const line = least ?? facts.world.settings.faqs.min_confidence ?? CONFIDENCE_DEFAULT
    const sure = Math.round(Number(confidence) * 1000) / 1000
    if (typeof id !== 'string' || sure < line)
      return {
        kind: 'done',
        output: { answered: false, confidence: sure, ...(typeof id === 'string' && { faq_id: id }) },
      }
    const words = answerIn({ answer: text as Faq['answer'] }, asked, facts.contact.locale, facts.world.locale)
    if (words === '') return { kind: 'done', output: { answered: false, confidence: sure, faq_id: id } }
    const draft = draftOf({ channel, category }, words, facts)
    return { kind: 'message', draft: { ...draft, tells: { answered: true, faq_id: id, confidence: sure } } }
  },
})
