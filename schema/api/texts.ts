import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Locale } from '../settings-locale.ts'
import { TEMPLATE_CHARS_MAX } from '../text.ts'

const Source = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(TEMPLATE_CHARS_MAX, `at most ${TEMPLATE_CHARS_MAX} characters`),
)
const Locales = v.pipe(
  v.record(Locale, Source),
  v.check((locales) => Object.keys(locales).length > 0, 'at least one locale'),
  v.check((locales) => Object.keys(locales).length <= 50, 'at most 50 locales'),
)

/** One text for everybody, or one per locale: Handlebars, as in the `texts` of a workflow. */
export const TextBody = v.strictObject({
  text: v.pipe(v.union([Source, Locales]), v.title('A text, or one per locale')),
})

export const TextAnswer = v.object({
  id: v.string(),
  text: v.union([v.string(), v.record(v.string(), v.string())]),
  created_at: Instant,
  updated_at: Instant,
})
