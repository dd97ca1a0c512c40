import { jsonOrNull } from './cell.ts'
import type { Database, Statement } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

/** A restored database: it is as it was at `from`, and until `until` it had gone on. Both in real time. */
export type Recovery = { from: number; until: number }

export async function readEpoch(db: Database): Promise<{ pulse?: number; recovery: Recovery | null }> {
  const rows = await db.rows("SELECT name, value FROM notes WHERE name IN ('pulse', 'recovery')")
  const value = (name: string) => rows.find((row) => row.name === name)?.value
  const pulse = jsonOrNull<number>(value('pulse'))
  return { ...(pulse !== null && { pulse }), recovery: jsonOrNull(value('recovery')) }
}

/** The database says when it was last looked at; never an earlier time. */
export function writePulse(real: number): Statement {
  const sql = `INSERT INTO notes (name, value) VALUES ('pulse', ?1)
    ON CONFLICT (name) DO UPDATE SET value = max(value + 0, excluded.value + 0)`
  return { sql, params: [String(real)] }
}

const WHY = 'the database was restored: it may have gone out'

/** Whatever was to go out when the database was as it is now. */
export function holdOpenDeliveries(): Statement[] {
  return [
    {
      sql: `UPDATE deliveries SET status = 'unknown', reason = ?1, lease = NULL, lease_until = 0, line = NULL
        WHERE status IN ('queued', 'sending')`,
      params: [WHY],
    },
  ]
}

export function heldBecause(): string {
  return WHY
}

/**
 * Isolates know what the database said later: its revision goes past that. And the world outside knows messages of runs that
 * the database has forgotten: runs are named anew, so that no key stands for two messages.
 */
export function recovering(recovery: Recovery, knownRevision: number): Statement[] {
  const note =
    "INSERT INTO notes (name, value) VALUES ('recovery', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
  const raise = `INSERT INTO catalogue (id, revision) VALUES (1, ?1)
    ON CONFLICT (id) DO UPDATE SET revision = max(revision, excluded.revision) + ${AHEAD}`
  const since =
    "INSERT INTO notes (name, value) VALUES ('restored', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
  return [
    { sql: note, params: [JSON.stringify(recovery)] },
    { sql: since, params: [`r${Math.floor(recovery.until / 1000).toString(36)}`] },
    { sql: raise, params: [knownRevision] },
  ]
}

/** More changes of what decides than anybody makes in the time that a restore takes back. */
const AHEAD = 1_000_000

export function recovered(): Statement[] {
  return [{ sql: "DELETE FROM notes WHERE name = 'recovery'", params: [] }, RAISE_REVISION]
}
