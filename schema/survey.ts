import * as v from 'valibot'
import type { JsonObject } from './json.ts'
import { Duration, Free, Slug } from './text.ts'

const QUESTIONS_MAX = 20
const OPTIONS_MAX = 20

const Said = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most))
/** One text for everybody, or one per locale. */
const Text = (most: number) =>
  v.union(
    [
      Said(most),
      v.pipe(
        v.record(v.pipe(v.string(), v.minLength(1), v.maxLength(35)), Said(most)),
        v.check((texts) => Object.keys(texts).length > 0, 'at least one locale'),
        v.check((texts) => Object.keys(texts).length <= 20, 'at most 20 locales'),
      ),
    ],
    'a text, or one per locale',
  )

type OptionShape = string | { value: string; text: LocalText }

const Option: v.GenericSchema<unknown, OptionShape> = v.union(
  [Said(80), v.strictObject({ value: Said(80), text: Text(80) })],
  'an option is a text, or { value, text }',
)

const QUESTION_TYPES = ['nps', 'rating', 'choice', 'multi', 'text', 'yes_no'] as const

const Question = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,64}$/, 'an id is 1 to 64 of a-z, 0-9, _ and -'), Free),
    type: v.pipe(
      v.picklist(QUESTION_TYPES),
      v.title('nps: 0 to 10; rating: 1 to 5; choice: one of the options; multi: any of them; text; yes_no'),
    ),
    text: Text(1000),
    options: v.optional(v.pipe(v.array(Option), v.minLength(2), v.maxLength(OPTIONS_MAX))),
    /** Whether the page takes a submission without it. */
    required: v.optional(v.boolean(), true),
  }),
  v.check(
    ({ type, options }) => (type === 'choice' || type === 'multi') === (options !== undefined),
    '`choice` and `multi` have `options`, and only they',
  ),
  v.check(
    ({ options = [] }) => new Set(options.map(optionValue)).size === options.length,
    'every option has a value of its own',
  ),
)

export const SurveyBody = v.strictObject({
  name: v.optional(Text(200)),
  questions: v.pipe(
    v.array(Question),
    v.minLength(1),
    v.maxLength(QUESTIONS_MAX),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'every question has an id of its own'),
  ),
  intro: v.optional(v.pipe(Text(2000), v.title('Said on the page before the questions'))),
  thanks: v.optional(v.pipe(Text(1000), v.title('Said on the page after the answers'))),
  reminder: v.optional(v.pipe(Text(500), v.title('Said before the question when it is asked again'))),
  page: v.optional(v.pipe(v.boolean(), v.title('Whether messages carry a link to the page')), true),
  cooldown: v.optional(v.pipe(Duration, v.title('How long nobody is asked this survey again'))),
  anonymous: v.optional(
    v.pipe(v.boolean(), v.title('Answered on the page only, and kept without saying who answered')),
    false,
  ),
})

export const NewSurvey = v.strictObject({ id: Slug, ...SurveyBody.entries })

export type Question = v.InferOutput<typeof Question>
export type Survey = v.InferOutput<typeof NewSurvey>
export type LocalText = string | Record<string, string>

/** What an option is kept as. */
export function optionValue(option: OptionShape): string {
  return typeof option === 'string' ? option : option.value
}

export const SurveySettings = v.strictObject({
  cooldown: v.optional(v.pipe(Duration, v.title('How long nobody is asked any survey again'))),
})

/** What somebody answered. `id` is the key of the step that asked; a survey without names has neither it nor them. */
export type SurveyAnswer = {
  id: string
  surveyId: string
  subjectId: string | null
  score: number | null
  answers: JsonObject
  at: number
}

/** A question that a run waits for. Instants are milliseconds since the epoch. */
export type Asking = {
  step: string
  survey: string
  /** `run:step:iteration`, and the short form of it that buttons carry. */
  key: string
  code: string
  /** The question that is open. */
  index: number
  answers: JsonObject
  category: 'transactional' | 'lifecycle' | 'promotional'
  wanted?: string
  timeoutMs: number
  remindMs: number | null
  /** Where and when the first question went, and when it is over; unset while the gate holds it. */
  channel?: string
  askedAt?: number
  until?: number
  remindAt?: number | null
}

/** What a contact was asked, for cool-downs and for answers that come late. */
export type SurveyFacts = {
  /** When each survey was asked last. */
  last: Record<string, number>
  /** The newest last. */
  asked: { key: string; code: string; survey: string; done?: true }[]
}
