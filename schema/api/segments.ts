import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Cel, Slug } from '../text.ts'
import { ContactAnswer } from './contacts.ts'

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))
const Condition = v.pipe(Cel, v.title('A condition over the contact, in CEL'))

export const SegmentBody = v.strictObject({ name: Name, if: Condition })
export const NewSegmentBody = v.strictObject({ id: Slug, name: Name, if: Condition })

export const SegmentAnswer = v.object({
  id: v.string(),
  name: v.string(),
  if: v.string(),
  count: v.pipe(v.nullable(v.number()), v.title('How many there were when it was last counted')),
  counted_at: v.nullable(Instant),
  created_at: Instant,
  updated_at: Instant,
})

export const CountQuery = v.strictObject({
  fresh: v.optional(v.pipe(v.picklist(['true', 'false']), v.title('Count anew, however lately it was counted'))),
})

export const CountAnswer = v.object({
  count: v.pipe(v.nullable(v.number()), v.title('Null while it is counted for the first time')),
  counted_at: v.nullable(Instant),
  job_id: v.pipe(v.nullable(v.string()), v.title('The job that counts, when that takes a while')),
})

export const PreviewBody = v.strictObject({ if: Condition })

export const PreviewAnswer = v.object({
  items: v.array(ContactAnswer),
  looked: v.pipe(v.number(), v.title('How many contacts were looked at, the newest')),
  matched: v.pipe(v.number(), v.title('How many of those are in it')),
  complete: v.pipe(v.boolean(), v.title('Whether those were all contacts there are')),
  in_sql: v.pipe(v.boolean(), v.title('Whether the database answers it alone')),
})
