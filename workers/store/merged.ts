import { text } from './cell.ts'
import type { Database, Statement } from './database.ts'
import { moveReferrals } from './referrals.ts'
import { moveSignUps } from './seats.ts'

/** An id of a contact, or of one that was merged into another, as the one who is. The id is the first parameter. */
export const WHO_IS = 'coalesce((SELECT into_id FROM merged WHERE from_id = ?1), ?1)'

export async function survivorOf(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db.rows('SELECT into_id FROM merged WHERE from_id = ?1', id)
  return row && text(row.into_id)
}

const FORMER_MAX = 50

/** All ids that a contact has had, by any of them: the one that it has now comes first. */
export async function idsOf(db: Database, id: string): Promise<string[]> {
  const is = (await survivorOf(db, id)) ?? id
  return [is, ...(await formerIds(db, is))]
}

/** Ids of those who were merged into a contact. */
export async function formerIds(db: Database, id: string): Promise<string[]> {
  const sql = `SELECT from_id FROM merged WHERE into_id = ?1 ORDER BY from_id LIMIT ${FORMER_MAX}`
  return (await db.rows(sql, id)).map((row) => text(row.from_id))
}

type Merged = { from: string; into: string; identities: readonly { channel: string; external_id: string }[] }

/**
 * What else of a contact goes over to the survivor, by the commit that merges them. Written before identities are: the
 * survivor takes them over as new ones of its own. Ids of messages, runs and the journal keep the old id.
 */
export function moveOver({ from, into, identities }: Merged, now: number): Statement[] {
  return [
    {
      sql: `DELETE FROM identities WHERE (channel, external_id) IN
        (SELECT value->>'channel', value->>'external_id' FROM json_each(?1))`,
      params: [JSON.stringify(identities)],
    },
    { sql: 'UPDATE codes SET subject_id = ?2 WHERE subject_id = ?1', params: [from, into] },
    ...moveSignUps(from, into, now),
    { sql: 'UPDATE contributions SET subject_id = ?2 WHERE subject_id = ?1', params: [from, into] },
    ...moveReferrals(from, into),
    { sql: 'UPDATE merged SET into_id = ?2 WHERE into_id = ?1', params: [from, into] },
    { sql: 'INSERT INTO merged (from_id, into_id, at) VALUES (?1, ?2, ?3)', params: [from, into, now] },
  ]
}

/** After its last row was written: it is nobody any more. */
export function bury({ from }: { from: string }): Statement {
  return { sql: 'DELETE FROM subjects WHERE id = ?1', params: [from] }
}
