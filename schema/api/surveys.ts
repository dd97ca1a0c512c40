import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { SurveyBody } from '../survey.ts'
import { JsonRecord } from './page.ts'

export const SurveyAnswerShape = v.object({
  id: v.string(),
  ...SurveyBody.entries,
  created_at: Instant,
  updated_at: Instant,
})

export const SurveyAnswered = v.object({
  id: v.string(),
  survey_id: v.string(),
  contact_id: v.nullable(v.string()),
  score: v.nullable(v.number()),
  answers: JsonRecord,
  at: Instant,
})

export const SurveyResultsQuery = v.strictObject({ from: v.optional(Instant), to: v.optional(Instant) })

export const SurveyResults = v.object({
  survey_id: v.string(),
  answers: v.number(),
  scored: v.number(),
  mean: v.nullable(v.number()),
  by_score: v.record(v.string(), v.number()),
  nps: v.pipe(
    v.nullable(
      v.object({ promoters: v.number(), passives: v.number(), detractors: v.number(), score: v.nullable(v.number()) }),
    ),
    v.title('Share of promoters less share of detractors, in percent; null for surveys without such a question'),
  ),
})
