import * as v from 'valibot'
import { Locale } from './settings-locale.ts'
import { Slug } from './text.ts'

const Question = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))
const Answer = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4000))

export const FaqBody = v.strictObject({
  questions: v.pipe(
    v.array(Question),
    v.minLength(1),
    v.maxLength(50),
    v.title('The question in several ways, in any language'),
  ),
  answer: v.pipe(
    v.union([
      Answer,
      v.pipe(
        v.record(Locale, Answer),
        v.check((texts) => Object.keys(texts).length > 0 && Object.keys(texts).length <= 20, '1 to 20 locales'),
      ),
    ]),
    v.title('What is answered: one text, or one per locale'),
  ),
  tags: v.optional(v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))), v.maxLength(30)), []),
})

export const NewFaq = v.strictObject({ id: Slug, ...FaqBody.entries })
export type Faq = v.InferOutput<typeof NewFaq>

export const FaqSettings = v.strictObject({
  min_confidence: v.optional(
    v.pipe(v.number(), v.minValue(0), v.maxValue(1), v.title('How sure we must be to answer a question ourselves')),
  ),
  synonyms: v.optional(
    v.pipe(
      v.array(
        v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))), v.minLength(2), v.maxLength(30)),
      ),
      v.maxLength(200),
      v.title('Words that mean the same: lists of two or more'),
    ),
    [],
  ),
})
