import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { SECRET_CHARS_MAX } from '../secret.ts'

/** What a secret says is in no answer. */
export const SecretAnswer = v.object({ name: v.string(), created_at: Instant, updated_at: Instant })

export const SecretBody = v.strictObject({
  value: v.pipe(
    v.string('a text'),
    v.minLength(1, 'must not be empty'),
    v.maxLength(SECRET_CHARS_MAX, `at most ${SECRET_CHARS_MAX} characters`),
    v.title('Shown never again'),
  ),
})
