import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { JsonRecord } from './page.ts'

/** A channel as operators see it. What its secrets are is never said, only which of them are set. */
export const ChannelAnswer = v.object({
  id: v.string(),
  kind: v.string(),
  name: v.string(),
  config: JsonRecord,
  secrets_set: v.array(v.string()),
  api_base: v.nullable(v.string()),
  can_send: v.boolean(),
  missing: v.nullable(v.pipe(v.string(), v.title('What is missing before it can send'))),
  hook_path: v.pipe(v.string(), v.title('Where the platform posts to')),
  created_at: Instant,
  updated_at: Instant,
})

const Words = v.record(v.string(), v.string())

export const ChannelKindAnswer = v.object({
  kind: v.string(),
  title: Words,
  guide: v.pipe(v.nullable(Words), v.title('How to set it up, as Markdown')),
  config: v.pipe(JsonRecord, v.title('JSON Schema of the config')),
  secrets: v.pipe(JsonRecord, v.title('JSON Schema of the secrets')),
  can_receive: v.boolean(),
  can_send: v.boolean(),
  can: v.pipe(v.nullable(JsonRecord), v.title('What its messages can show')),
  limits: v.pipe(
    v.array(v.object({ per: v.string(), limit: v.number(), per_ms: v.number() })),
    v.title('How many messages it may send'),
  ),
  sample: v.pipe(
    v.nullable(v.object({ headers: Words, body: v.string() })),
    v.title('A recorded request, with everything personal replaced'),
  ),
})

/** `config` and `secrets` are checked against the shapes of the kind. */
export const ChannelBody = v.strictObject({
  kind: v.pipe(v.string(), v.maxLength(64)),
  name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  config: v.optional(JsonRecord, {}),
  secrets: v.optional(v.pipe(JsonRecord, v.title('Write-only. Left out, the present ones stay'))),
  keep_secrets: v.optional(
    v.pipe(v.boolean(), v.title('Secrets that are not given stay; the others are replaced')),
    false,
  ),
  api_base: v.nullish(v.pipe(v.string(), v.maxLength(500))),
})

/** Without `to` nothing is sent: the credentials are tried alone, where the platform allows it. */
export const ChannelTestBody = v.strictObject({
  to: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
  text: v.optional(v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(10_000))),
  recipient: v.optional(v.picklist(['contact', 'room']), 'contact'),
})

export const ChannelTestAnswer = v.object({
  ok: v.boolean(),
  status: v.picklist(['sent', 'queued', 'failed', 'unknown', 'credentials accepted', 'settings complete']),
  message_id: v.nullable(v.string()),
  fault: v.nullable(v.pipe(v.string(), v.title('What is wrong, in a word'))),
  reason: v.nullable(v.pipe(v.string(), v.title('As the platform said it, without any secret'))),
  explanation: v.pipe(v.record(v.string(), v.string()), v.title('What it means, by language')),
})
