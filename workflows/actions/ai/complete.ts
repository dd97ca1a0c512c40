import * as v from 'valibot'
import { AI_TOKENS_MAX } from '../../../schema/ai.ts'
import { resourceOf } from '../../../schema/ask.ts'
import { isObject, type JsonObject } from '../../../schema/json.ts'
import type { SecretPlaces } from '../../../schema/secret.ts'
import type { AttemptResult } from '../../engine/delivery.ts'
import { localDay, periodOf } from '../../language/day.ts'
import { parseDuration } from '../../language/duration.ts'
import { placeholder, placesOf } from '../../language/secrets.ts'
import { action, type Decision, type Facts } from '../action.ts'

const PROMPT_CHARS_MAX = 20_000
const TIMEOUT_MAX_MS = 30_000
/** A token is hardly ever longer than this: what is, was not what was asked for. */
const CHARS_A_TOKEN = 8
const CHARS_MAX = 16_000

const params = {
  prompt: v.pipe(v.string(), v.minLength(1), v.maxLength(PROMPT_CHARS_MAX)),
  system: v.optional(v.pipe(v.string(), v.maxLength(PROMPT_CHARS_MAX))),
  model: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  max_tokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(AI_TOKENS_MAX))),
  fallback: v.optional(v.pipe(v.string(), v.maxLength(CHARS_MAX))),
}

type Asked = v.InferOutput<v.StrictObjectSchema<typeof params, undefined>>

/**
 * Ask a language model, and go on with its text. With `fallback` the step never fails: that is the text when the model is
 * not set up, over its budget, too slow, wrong, silent, or longer than it may be. What members wrote belongs into
 * `prompt`, never into `system`, and the answer is text of theirs as much as of the model's: never decide by it alone.
 */
export const complete = action({
  name: 'ai.complete',
  params,
  result: { text: v.string(), used_fallback: v.boolean() },
  decide: (asked, facts) => notSetUp(asked, facts) ?? budgeted(asked, facts) ?? call(asked, facts),
  receive: (result, kept) => received(result, kept),
})

function notSetUp(asked: Asked, { world }: Facts): Decision | undefined {
  return world.settings.ai.base_url === undefined ? instead(asked, 'not_set_up', 'no model is set up') : undefined
}

/** The text that was given for this case; without one the step fails. */
function instead({ fallback }: Asked, code: string, message: string): Decision {
  if (fallback === undefined) return { kind: 'refused', code, message }
  return { kind: 'done', output: { text: fallback, used_fallback: true, why: code } }
}

/** What may be spent is shared by everybody, and asked for before anything is. */
function budgeted(asked: Asked, { world, now, answer }: Facts): Decision | undefined {
  const { budget, max_tokens } = world.settings.ai
  if (!budget) return undefined
  if (answer?.refused !== undefined)
    return instead(asked, 'budget_exhausted', `${budget.limit} ${budget.count} a ${budget.per} are spent`)
  if (answer) return undefined
  const amount = budget.count === 'calls' ? 1 : (asked.max_tokens ?? max_tokens)
  const period = periodOf(localDay(now, world.timezone), budget.per)
  const resource = resourceOf('budget', `ai.${budget.count} ${period}`)
  return { kind: 'ask', resource, wants: { kind: 'share', amount, capacity: budget.limit } }
}

function call(asked: Asked, facts: Facts): Decision {
  const { contact, run, key, retry, world } = facts
  const { base_url = '', model, max_tokens, timeout, secret } = world.settings.ai
  const most = asked.max_tokens ?? max_tokens
  const messages = [
    ...(asked.system === undefined ? [] : [{ role: 'system', content: asked.system }]),
    { role: 'user', content: asked.prompt },
  ]
  const places = placesIn(asked, facts, secret)
  const bearer: Record<string, string> =
    secret && places ? { authorization: `Bearer ${placeholder(secret, places.nonce)}` } : {}
  return {
    kind: 'send',
    keeps: { most, ...(asked.fallback !== undefined && { fallback: asked.fallback }) },
    delivery: {
      ...{ kind: 'request', id: key, subjectId: contact.id, runId: run.id, category: 'transactional', awaited: true },
      // With something to say instead, nobody is kept waiting for a second try.
      retry: retry ?? { attempts: asked.fallback === undefined ? 3 : 1, firstMs: 2_000, factor: 3, maxMs: 60_000 },
      onUnknown: 'resend',
      request: {
        method: 'POST',
        url: `${base_url.replace(/\/+$/, '')}/chat/completions`,
        headers: { 'content-type': 'application/json', ...bearer },
        body: JSON.stringify({ model: asked.model ?? model, messages, max_tokens: most }),
        timeoutMs: Math.min(parseDuration(timeout) ?? TIMEOUT_MAX_MS, TIMEOUT_MAX_MS),
        ...(places && { secrets: { ...places, json: true } }),
      },
    },
  }
}

/** The step's own secrets and the model's key, under placeholders that nothing in the prompt can imitate. */
function placesIn(asked: Asked, { secrets }: Facts, key: string | undefined): SecretPlaces | undefined {
  if (key === undefined) return secrets
  if (secrets) return { ...secrets, names: [...new Set([...secrets.names, key])] }
  return placesOf([key], { ...asked } as JsonObject)
}

function received(result: AttemptResult, { most, fallback }: JsonObject): AttemptResult {
  const charsMax = Math.min(CHARS_MAX, Number(most) * CHARS_A_TOKEN)
  const answer = result.kind === 'sent' ? textOf(result.output) : undefined
  const fits = answer?.text !== undefined && !answer.cut && answer.text.length <= charsMax
  if (result.kind === 'sent' && answer?.text !== undefined && (fits || typeof fallback !== 'string'))
    return { ...result, output: { text: answer.text.slice(0, charsMax), used_fallback: false } }
  const code = result.kind === 'failed' ? result.code : answer?.text === undefined ? 'no_text' : 'too_long'
  if (typeof fallback === 'string')
    return {
      id: result.id,
      attempts: result.attempts,
      kind: 'sent',
      output: { text: fallback, used_fallback: true, why: code },
    }
  return result.kind === 'failed'
    ? result
    : { ...result, kind: 'failed', code, message: 'the model has answered nothing' }
}

/** The text of a chat completion, and whether it was cut off; or what a simulation says it would be. */
function textOf({ text, body }: JsonObject): { text?: string; cut: boolean } {
  if (typeof text === 'string') return { text, cut: false }
  const choice = isObject(body) && Array.isArray(body.choices) ? body.choices[0] : undefined
  const message = isObject(choice) ? choice.message : undefined
  const content = isObject(message) && typeof message.content === 'string' ? message.content.trim() : ''
  return { ...(content !== '' && { text: content }), cut: isObject(choice) && choice.finish_reason === 'length' }
}
