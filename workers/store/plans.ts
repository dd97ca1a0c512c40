import type { Statement } from './database.ts'

/** What operators have planned for a time, and when somebody must look at it. */
const LOOKS = 'SELECT look_at FROM broadcasts WHERE look_at IS NOT NULL'

/** How much of it must be looked at now. */
export function plansDue(now: number): Statement {
  return { sql: `SELECT count(*) AS due FROM (${LOOKS} AND look_at <= ?1)`, params: [now] }
}

/** When the next of it must be. */
export const nextPlan = `SELECT min(look_at) FROM (${LOOKS})`
