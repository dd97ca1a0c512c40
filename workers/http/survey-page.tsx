import { type Context, Hono } from 'hono'
import type { JsonObject } from '../../schema/json.ts'
import type { Survey } from '../../schema/survey.ts'
import { answeredData } from '../../workflows/engine/surveys.ts'
import { summary } from '../../workflows/surveys/clicked.ts'
import type { Speaking } from '../../workflows/surveys/put-question.ts'
import { readForm } from '../../workflows/surveys/read-form.ts'
import { bytesOf } from '../body.ts'
import type { Deps } from '../run/deps.ts'
import { carryOut, keep } from '../run/handle.ts'
import type { Asked } from '../run/survey-pages.ts'
import { findContact } from '../store/contacts.ts'
import { eventIdOf, type InboxEvent } from '../store/events.ts'
import { newId } from '../store/id.ts'
import { isAnswered, keepNameless } from '../store/survey-answers.ts'
import { findSurvey } from '../store/surveys.ts'
import { later } from './afterwards.ts'
import type { App } from './context.ts'
import { framed } from './frame.tsx'
import { problem } from './problem.ts'
import { Said, SurveyForm } from './survey-form.tsx'

const BODY_BYTES_MAX = 256 * 1024
const DAY_MS = 86_400_000

/** The page of a survey, for whoever has the link to it. Looking changes nothing; the first submission counts. */
export const surveyPage = new Hono<App>()
  .get('/:token', async (c) => {
    const found = await find(c)
    if (!found) return problem(c, 404)
    const { survey, speaking } = found
    if (!survey) return framed(c, <Said what="gone" speaking={speaking} />, 410)
    if (found.answered) return framed(c, <Said what="counted" survey={survey} speaking={speaking} />)
    return framed(c, <SurveyForm survey={survey} speaking={speaking} />)
  })
  .post('/:token', async (c) => {
    const found = await find(c)
    if (!found) return problem(c, 404)
    const { survey, speaking, asked } = found
    if (!survey) return framed(c, <Said what="gone" speaking={speaking} />, 410)
    if (found.answered) return framed(c, <Said what="counted" survey={survey} speaking={speaking} />)
    const fields = await readFields(c)
    if (!fields) return problem(c, 413)
    const { answers, missing } = readForm(survey, fields)
    if (missing.length > 0 || Object.keys(answers).length === 0) {
      const wanted = missing.length > 0 ? missing : survey.questions.map(({ id }) => id)
      return framed(c, <SurveyForm survey={survey} speaking={speaking} missing={wanted} given={answers} />, 422)
    }
    const counted = await submit(c.var.house.deps, { asked, survey, answers }, later(c))
    return framed(c, <Said what={counted ? 'thanks' : 'counted'} survey={survey} speaking={speaking} />)
  })

type C = Context<App, '/:token'>

type Found = { asked: Asked; survey: Survey | undefined; speaking: Speaking; answered: boolean }

/** Undefined for a token that is none of ours, and for somebody who is not there any more. */
async function find(c: C): Promise<Found | undefined> {
  const { deps } = c.var.house
  const asked = deps.surveyPages?.read(c.req.param('token'))
  if (!asked) return undefined
  const [known, row, answered, { settings }] = await Promise.all([
    findContact(deps.db, asked.subjectId),
    findSurvey(deps.db, asked.survey),
    isAnswered(deps.db, asked.ask, eventId(asked)),
    deps.catalogue.known(),
  ])
  if (!known) return undefined
  const speaking = { locale: known.locale, community: settings.locale }
  return { asked, survey: row?.survey, speaking, answered }
}

/** The fields of the form; undefined when there is too much of it. */
async function readFields(c: C): Promise<Map<string, string[]> | undefined> {
  const bytes = await bytesOf(c, BODY_BYTES_MAX)
  if (!bytes) return undefined
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(bytes)))
    if (!fields.get(name)?.push(value)) fields.set(name, [value])
  return fields
}

type Submission = { asked: Asked; survey: Survey; answers: JsonObject }

function eventId({ ask }: Asked): string {
  return eventIdOf('survey page', ask)
}

/** Keep the answers as an event of the contact, which there is only once. Answers whether this was the first time. */
async function submit(
  deps: Deps,
  { asked, survey, answers }: Submission,
  rest: (work: Promise<unknown>) => void,
): Promise<boolean> {
  const now = deps.clock.now()
  const data: JsonObject = survey.anonymous
    ? { survey_id: survey.id, ask_id: asked.ask, anonymous: true }
    : answeredData(survey, asked.ask, answers)
  const event: InboxEvent = {
    ...{ id: eventId(asked), type: 'survey.answered', channel: null, externalId: null, subjectId: asked.subjectId },
    ...{ profile: null, at: now, receivedAt: now, data, causes: [] },
  }
  const { score = null } = summary(survey, answers)
  // Whoever answers without a name leaves neither their id nor the minute behind.
  const row = { id: `anonymous-${newId(Math.floor(now / DAY_MS) * DAY_MS)}`, surveyId: survey.id, subjectId: null }
  const nameless = { ...row, score, answers, at: Math.floor(now / DAY_MS) * DAY_MS }
  const along = survey.anonymous ? [keepNameless(nameless)] : []
  const found = await keep(deps, [event], { along })
  rest(carryOut(deps, found))
  return found.kept > 0
}
