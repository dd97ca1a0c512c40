import * as v from 'valibot'
import { Id, paging } from './page.ts'

export const LeaderboardQuery = v.strictObject({
  ...paging,
  period: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^(week|month|all|\d{4}-W\d{2}|\d{4}-\d{2})$/,
        'week, month, all, or one of them such as 2026-W02 or 2026-01',
      ),
      v.title('`week` unless said'),
    ),
    'week',
  ),
  contact_id: v.optional(v.pipe(Id, v.title('Also say where this contact stands'))),
})

const rank = v.pipe(
  v.nullable(v.number()),
  v.title('Null behind the ranks that are counted; those with the same score share one'),
)

export const LeaderboardAnswer = v.object({
  board: v.string(),
  period: v.string(),
  items: v.array(v.object({ rank, contact_id: v.string(), name: v.nullable(v.string()), score: v.number() })),
  next_cursor: v.nullable(v.string()),
  contact: v.optional(v.object({ contact_id: v.string(), rank, score: v.number() })),
})
