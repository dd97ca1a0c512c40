import type * as v from 'valibot'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { SurveyAnswered, SurveyAnswerShape, SurveyResults, SurveyResultsQuery } from '../../../schema/api/surveys.ts'
import { NewSurvey, type Survey, type SurveyAnswer, SurveyBody } from '../../../schema/survey.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { groupOf } from '../../../workflows/surveys/clicked.ts'
import type { Deps } from '../../run/deps.ts'
import { listAnswers, type Tally, tallyScores } from '../../store/survey-answers.ts'
import { countSurveys, deleteSurvey, findSurvey, listSurveys, type SurveyRow, saveSurvey } from '../../store/surveys.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'
import { slugProblem } from './slug.ts'

const SURVEYS_MAX = 500

export const surveys = [
  operation({
    method: 'GET',
    path: '/surveys',
    summary: 'The surveys',
    query: PageQuery,
    answers: { 200: pageOf(SurveyAnswerShape) },
    handle: async ({ c, deps, page }) => {
      const rows = await listSurveys(deps.db, textAt(page, 0), page.limit)
      return c.json(pageAnswer(rows, page, surveyJson, ({ survey }) => [survey.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/surveys/:id',
    summary: 'One survey',
    answers: { 200: SurveyAnswerShape },
    handle: async ({ c, deps, id }) => {
      const row = await findSurvey(deps.db, id)
      return row ? c.json(surveyJson(row)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/surveys',
    summary: 'Make a survey',
    body: NewSurvey,
    answers: { 201: SurveyAnswerShape },
    handle: async ({ c, deps, body }) => {
      if (await findSurvey(deps.db, body.id)) return problem(c, 409, 'there is such a survey already')
      if ((await countSurveys(deps.db)) >= SURVEYS_MAX)
        return problem(c, 409, `there are at most ${SURVEYS_MAX} surveys`)
      return c.json(surveyJson(await write(deps, body)), 201)
    },
  }),
  operation({
    method: 'PUT',
    path: '/surveys/:id',
    summary: 'Write a survey, or change it: whoever is being asked hears the rest as it is now',
    body: SurveyBody,
    answers: { 200: SurveyAnswerShape, 201: SurveyAnswerShape },
    handle: async ({ c, deps, id, body }) => {
      const refused = slugProblem(c, id)
      if (refused) return refused
      const known = await findSurvey(deps.db, id)
      if (!known && (await countSurveys(deps.db)) >= SURVEYS_MAX)
        return problem(c, 409, `there are at most ${SURVEYS_MAX} surveys`)
      return c.json(surveyJson(await write(deps, { id, ...body }, known)), known ? 200 : 201)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/surveys/:id',
    summary: 'Remove a survey. Its answers stay; steps that name it fail from now on',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => {
      if (!(await deleteSurvey(deps.db, id))) return problem(c, 404)
      await deps.catalogue.refresh()
      return c.body(null, 204)
    },
  }),
  operation({
    method: 'GET',
    path: '/surveys/:id/answers',
    summary: 'What was answered, newest first',
    query: PageQuery,
    answers: { 200: pageOf(SurveyAnswered) },
    handle: async ({ c, deps, id, page }) => {
      const [at, last] = [numberAt(page, 0), textAt(page, 1)]
      const before = page.after === null || at === null || last === null ? null : { at, id: last }
      const rows = await listAnswers(deps.db, id, { before, limit: page.limit })
      return c.json(pageAnswer(rows, page, answerJson, (row) => [row.at, row.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/surveys/:id/results',
    summary: 'How a survey was answered between two instants: scores, and the net promoter score',
    query: SurveyResultsQuery,
    answers: { 200: SurveyResults },
    handle: async ({ c, deps, id, query }) => {
      const row = await findSurvey(deps.db, id)
      if (!row) return problem(c, 404)
      const from = query.from === undefined ? 0 : Date.parse(query.from)
      const to = query.to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(query.to)
      return c.json(resultsJson(row.survey, await tallyScores(deps.db, id, { from, to })))
    },
  }),
]

async function write(deps: Deps, survey: Survey, known?: SurveyRow): Promise<SurveyRow> {
  const now = deps.clock.now()
  const row = { survey, createdAt: known?.createdAt ?? now, updatedAt: now }
  await saveSurvey(deps.db, row)
  await deps.catalogue.refresh()
  return row
}

function surveyJson({ survey, createdAt, updatedAt }: SurveyRow): v.InferOutput<typeof SurveyAnswerShape> {
  return { ...survey, created_at: formatIso(createdAt), updated_at: formatIso(updatedAt) }
}

function answerJson({ id, surveyId, subjectId, score, answers, at }: SurveyAnswer) {
  return { id, survey_id: surveyId, contact_id: subjectId, score, answers, at: formatIso(at) }
}

/** The first question with a score is the one that counts. */
function resultsJson({ id, questions }: Survey, { byScore, ...tally }: Tally): v.InferOutput<typeof SurveyResults> {
  const graded = questions.find(({ type }) => type === 'nps' || type === 'rating')
  const groups = { promoter: 0, passive: 0, detractor: 0 }
  for (const [score, n] of Object.entries(byScore)) groups[groupOf(Number(score))] += n
  const { promoter: promoters, passive: passives, detractor: detractors } = groups
  const score = tally.scored === 0 ? null : (100 * (promoters - detractors)) / tally.scored
  const nps = graded?.type === 'nps' ? { promoters, passives, detractors, score } : null
  return { survey_id: id, ...tally, by_score: byScore, nps }
}
