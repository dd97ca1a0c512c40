import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { Id, JsonRecord, paging } from './page.ts'

const Status = v.picklist(['pending', 'handled', 'failed'])

export const EventAnswer = v.object({
  id: v.string(),
  type: v.string(),
  channel: v.nullable(v.string()),
  time: Instant,
  received_at: Instant,
  contact_id: v.nullable(v.string()),
  data: JsonRecord,
  status: Status,
  started: v.pipe(v.array(v.string()), v.title('Ids of the runs that it started')),
  reason: v.optional(v.pipe(v.string(), v.title('Why it started nothing'))),
  refused: v.optional(v.array(v.object({ workflow: v.string(), reason: v.string(), warning: v.optional(v.string()) }))),
})

export const EventQuery = v.strictObject({
  ...paging,
  type: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9._:/-]{1,200}(\.\*)?$/, 'an event type, or one that ends in .*')),
  ),
  contact_id: v.optional(Id),
  status: v.optional(Status),
})
