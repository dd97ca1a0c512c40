import * as v from 'valibot'
import { CONTRIBUTED, Grade } from '../contribution.ts'
import { Instant } from '../instant.ts'
import { Id, paging } from './page.ts'

const Status = v.picklist(['waiting', 'graded', 'rejected'])

const Note = v.optional(v.pipe(v.string(), v.maxLength(2000), v.title('Why; the event of it says so')))

export const ContributionQuery = v.strictObject({
  ...paging,
  status: v.optional(Status),
  contact_id: v.optional(Id),
  featured: v.optional(v.picklist(['true', 'false'])),
})

export const ContributionBody = v.strictObject({ contact_id: Id, ...CONTRIBUTED })

export const GradeBody = v.strictObject({
  grade: v.pipe(Grade, v.title('1 to 5; it counts on the board `contributions`')),
  featured: v.optional(v.pipe(v.boolean(), v.title('Whether it is shown to everybody')), false),
  note: Note,
})

export const VerdictBody = v.strictObject({ note: Note })

export const ContributionAnswer = v.object({
  id: v.string(),
  contact_id: v.string(),
  kind: v.string(),
  title: v.nullable(v.string()),
  text: v.nullable(v.string()),
  url: v.nullable(v.string()),
  at: Instant,
  status: Status,
  grade: v.nullable(v.number()),
  featured_at: v.nullable(Instant),
  decided_at: v.nullable(Instant),
  decided_by: v.nullable(v.string()),
  note: v.nullable(v.string()),
})
