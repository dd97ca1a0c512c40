import * as v from 'valibot'
import { Category } from '../../../schema/definition.ts'
import { Duration, Slug } from '../../../schema/text.ts'
import { WAIT_MAX_MS } from '../../engine/limits.ts'
import { parseDuration } from '../../language/duration.ts'
import { codeOf } from '../../surveys/clicked.ts'
import { cooldownOf, surveyNamed } from '../../surveys/known.ts'
import { action, type Decision } from '../action.ts'

const Timeout = v.pipe(
  Duration,
  v.check((text) => (parseDuration(text) ?? 0) > 0, 'longer than nothing'),
  v.check((text) => (parseDuration(text) ?? 0) <= WAIT_MAX_MS, 'at most 366 days'),
)

/**
 * Ask a survey, one question after the other, and wait for the answers: until `timeout` after the first question went.
 * `remind` asks the open question once more after that time; `true` is half of the time-out.
 */
export const ask = action({
  name: 'survey.ask',
  params: {
    survey: Slug,
    timeout: Timeout,
    remind: v.optional(v.union([Timeout, v.boolean()])),
    channel: v.optional(v.string()),
    category: v.optional(Category),
  },
  result: {
    answered: v.boolean(),
    complete: v.optional(v.boolean()),
    answer: v.optional(v.any()),
    score: v.optional(v.number()),
    group: v.optional(v.string()),
    answers: v.optional(v.record(v.string(), v.any())),
    reason: v.optional(v.string()),
  },
  decide: ({ survey: id, timeout, remind, channel, category }, facts): Decision => {
    const survey = surveyNamed(facts.world, id)
    if (!survey) return { kind: 'refused', code: 'unknown_survey', message: `there is no survey ${id}` }
    const cooldown = cooldownOf(facts.world, survey, facts.contact)
    if (cooldown) return { kind: 'done', output: { answered: false, reason: cooldown } }
    const timeoutMs = parseDuration(timeout) ?? 0
    const remindMs = remind === true ? timeoutMs / 2 : typeof remind === 'string' ? (parseDuration(remind) ?? 0) : null
    return {
      kind: 'survey',
      asking: {
        ...{ step: '', survey: id, key: facts.key, code: codeOf(facts.key), index: 0, answers: {}, timeoutMs },
        remindMs: remindMs !== null && remindMs < timeoutMs ? remindMs : null,
        category: category ?? facts.program.settings.category ?? 'promotional',
        ...(channel !== undefined && { wanted: channel }),
      },
    }
  },
})
