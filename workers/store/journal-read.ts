import type { JournalEntry } from '../../schema/actor.ts'
import { json, number } from './cell.ts'
import type { Database } from './database.ts'
import { list, when } from './listing.ts'

/** One commit of a subject. */
export type Commit = { subjectId: string; version: number; at: number; events: string[]; entries: JournalEntry[] }

/** A subject's commits, newest first. */
export async function listCommits(
  db: Database,
  subjectId: string,
  upTo: number | null,
  limit: number,
): Promise<Commit[]> {
  const of = { sql: 'subject_id = ?', params: [subjectId] }
  const { sql, params } = list('journal', [of, ...when(upTo, 'version <= ?')], 'version DESC', limit)
  const rows = await db.rows(sql, ...params)
  return rows.map((row) => ({
    ...{ subjectId, version: number(row.version), at: number(row.at) },
    events: json(row.events),
    entries: json(row.entries),
  }))
}

type OfRun = { subjectId: string; runId: string; firstVersion: number; lastVersion: number }

/** The journal of one run, in order. */
export async function journalOf(
  db: Database,
  { subjectId, runId, firstVersion, lastVersion }: OfRun,
): Promise<JournalEntry[]> {
  const sql = `SELECT e.value AS entry FROM journal j, json_each(j.entries) e
    WHERE j.subject_id = ?1 AND j.version BETWEEN ?2 AND ?3 AND e.value->>'run' = ?4 ORDER BY j.version, e.key`
  const rows = await db.rows(sql, subjectId, firstVersion, lastVersion, runId)
  return rows.map((row, i) => numbered(json(row.entry), i))
}

/** What is told of a run that had gone on, or had ended, has no number of its own. */
function numbered(entry: JournalEntry, i: number): JournalEntry {
  return entry.seq === 0 ? { ...entry, seq: i + 1 } : entry
}
