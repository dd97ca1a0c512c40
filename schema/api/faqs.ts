import * as v from 'valibot'
import { FaqBody, NewFaq } from '../faq.ts'
import { Instant } from '../instant.ts'

export const FaqAnswer = v.object({ id: v.string(), ...FaqBody.entries, created_at: Instant, updated_at: Instant })

export const FaqImport = v.strictObject({
  faqs: v.pipe(
    v.array(NewFaq),
    v.minLength(1),
    v.maxLength(500),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'every entry has an id of its own'),
  ),
})
export const FaqImported = v.object({ created: v.number(), updated: v.number() })

export const FaqAskBody = v.strictObject({ question: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)) })
export const FaqAsked = v.object({
  faq_id: v.nullable(v.string()),
  confidence: v.number(),
  answered: v.pipe(v.boolean(), v.title('Whether `faq.answer` would answer')),
})
