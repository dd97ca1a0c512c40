import * as v from 'valibot'
import { Instant } from '../instant.ts'
import { paging } from './page.ts'

const Kind = v.picklist(['for_each', 'start', 'touch', 'count', 'stop', 'tell', 'import'])
const Status = v.picklist(['running', 'paused', 'done', 'cancelled', 'failed'])

export const JobAnswer = v.object({
  id: v.string(),
  kind: Kind,
  workflow_id: v.nullable(v.string()),
  status: Status,
  done: v.pipe(v.number(), v.title('Contacts it has looked at')),
  matched: v.pipe(v.number(), v.title('Contacts it had something to do for')),
  total: v.pipe(v.nullable(v.number()), v.title('Contacts there were to look at when it began')),
  error: v.optional(v.string()),
  created_at: Instant,
  updated_at: Instant,
})

export const JobQuery = v.strictObject({ ...paging, kind: v.optional(Kind), status: v.optional(Status) })
