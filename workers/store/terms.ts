import type { TermChange } from '../../schema/terms.ts'
import type { Statement } from './database.ts'

/** Of these notes, oldest first, what contacts are found by now, as statements that carry it over: the last word counts. */
export function rollTerms(page: string): Statement[] {
  return [GONE, COME].map((what) => ({ sql: `${page}, ${CHANGES} ${what}`, params: [] }))
}

const CHANGES = `changes AS (
  SELECT c.value->>0 AS term, c.value->>1 AS subject, c.value->>2 AS is_there, max(page.id * 100000 + c.key)
  FROM page, json_each(page.noted, '$.t') c GROUP BY 1, 2)`

const GONE = 'DELETE FROM terms WHERE (term, subject_id) IN (SELECT term, subject FROM changes WHERE is_there = 0)'

/** Nobody who was erased meanwhile comes back. */
const COME = `INSERT INTO terms (term, subject_id)
  SELECT c.term, c.subject FROM changes c CROSS JOIN subjects s ON s.id = c.subject WHERE c.is_there = 1
  ON CONFLICT (term, subject_id) DO NOTHING`

/** A contact is found by nothing any more. */
export function forgetTerms(subjectId: string, terms: readonly string[]): Statement {
  const sql = 'DELETE FROM terms WHERE subject_id = ?1 AND term IN (SELECT value FROM json_each(?2))'
  return { sql, params: [subjectId, JSON.stringify(terms)] }
}

/** The difference between what a contact was found by and what it is now. */
export function changedTerms(id: string, before: readonly string[], after: readonly string[]): TermChange[] {
  return [
    ...before.filter((term) => !after.includes(term)).map((term): TermChange => [term, id, 0]),
    ...after.filter((term) => !before.includes(term)).map((term): TermChange => [term, id, 1]),
  ]
}
