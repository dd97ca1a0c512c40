import * as v from 'valibot'
import { isTypeName } from '../../../schema/event.ts'
import { isObject, type JsonObject } from '../../../schema/json.ts'
import { parseIsoTime } from '../iso-time.ts'

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const Detail = v.nullish(v.pipe(v.string(), v.maxLength(500)))

const User = v.object({
  id: Id,
  name: Detail,
  locale: Detail,
  timezone: Detail,
  phone: Detail,
  email: Detail,
})

/** An event as the sandbox takes it; `user` is absent for events about nobody. */
export const SandboxEvent = v.strictObject({
  id: Id,
  type: v.pipe(v.string(), v.check(isTypeName, 'an event type is 1 to 200 letters, digits and . _ : / -')),
  time: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => parseIsoTime(text) !== undefined, 'a time is ISO 8601 with a zone, like 2026-01-05T09:00:00Z'),
    ),
  ),
  user: v.nullish(User),
  data: v.optional(v.custom<JsonObject>(isObject, 'must be an object'), {}),
})

export type SandboxEvent = v.InferOutput<typeof SandboxEvent>
