import * as v from 'valibot'
import { SecretName } from './secret.ts'
import { Duration } from './text.ts'

const Most = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000))

export const AI_TOKENS_MAX = 8_000

/** Where `ai.complete` asks, and how much of it may be spent. Any address that speaks as OpenAI's chat completions does. */
export const AiSettings = v.strictObject({
  base_url: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^https?:\/\/[^\s/?#]+[^\s?#]*$/, 'an http(s) address such as https://api.example.com/v1'),
      v.maxLength(500),
      v.title('The address before `/chat/completions`; without it every answer is the fallback'),
    ),
  ),
  model: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200)), 'gpt-4o-mini'),
  secret: v.optional(v.pipe(SecretName, v.title('The secret that holds the key; without it none is sent'))),
  timeout: v.optional(v.pipe(Duration, v.title('How long to wait for an answer, at most 30s')), '20s'),
  max_tokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(AI_TOKENS_MAX)), 500),
  budget: v.optional(
    v.strictObject({
      per: v.optional(v.picklist(['day', 'month']), 'day'),
      count: v.optional(
        v.pipe(v.picklist(['calls', 'tokens']), v.title('Of tokens, each call takes as many as it may answer with')),
        'calls',
      ),
      limit: Most,
    }),
  ),
})
