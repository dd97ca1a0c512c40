import type { Statement } from './database.ts'

/** What operators have planned for a time, and when somebody must look at it. */
const looks = (more: string): string =>
  ['broadcasts', 'campaigns']
    .map((table) => `SELECT look_at FROM ${table} WHERE look_at IS NOT NULL${more}`)
    .join(' UNION ALL ')

/** How much of it must be looked at now. */
export function plansDue(now: number): Statement {
  return { sql: `SELECT count(*) AS due FROM (${looks(' AND look_at <= ?1')})`, params: [now] }
}

/** When the next of it must be. */
export const nextPlan = `SELECT min(look_at) FROM (${looks('')})`
