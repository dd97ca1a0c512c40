import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { PerMinute } from '../limits.ts'
import { Duration } from '../text.ts'

const Role = v.picklist(['viewer', 'operator', 'admin'])

const summary = {
  id: v.string(),
  name: v.string(),
  role: Role,
  prefix: v.pipe(v.string(), v.title('How the key begins')),
  created_at: Instant,
  expires_at: v.pipe(v.nullable(Instant), v.title('From then on it opens nothing; null when it never ends')),
  last_used_at: v.pipe(v.nullable(Instant), v.title('To the hour')),
  requests_per_minute: v.pipe(v.nullable(v.number()), v.title('null for what the settings say')),
}

export const KeyAnswer = v.object(summary)

/** The only answer that ever holds the key. */
export const NewKeyAnswer = v.object({ ...summary, key: v.pipe(v.string(), v.title('Shown once')) })

export const KeyBody = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    role: Role,
    expires_at: v.optional(Instant),
    expires_in: v.optional(Duration),
    requests_per_minute: v.optional(PerMinute),
  }),
  v.check((body) => body.expires_at === undefined || body.expires_in === undefined, 'either expires_at or expires_in'),
)
