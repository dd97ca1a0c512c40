import type { JournalEntry, Run } from '../../schema/actor.ts'
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

type OfRun = Pick<Run, 'id' | 'firstVersion' | 'lastVersion' | 'memory'> & { subjectId: string }

/** The journal of one run, in order, under each contact that it went under. */
export async function journalOf(
  db: Database,
  { subjectId, id, firstVersion, lastVersion, memory }: OfRun,
): Promise<JournalEntry[]> {
  const parts = [...(memory.formerly ?? []), { subject: subjectId, from: firstVersion, to: lastVersion }]
  const sql = `SELECT e.value AS entry FROM json_each(?1) p CROSS JOIN journal j ON j.subject_id = p.value->>'subject'
    AND j.version BETWEEN p.value->>'from' AND p.value->>'to', json_each(j.entries) e
    WHERE e.value->>'run' = ?2 ORDER BY p.key, j.version, e.key`
  const rows = await db.rows(sql, JSON.stringify(parts), id)
  return rows.map((row, i) => numbered(json(row.entry), i))
}

/** What is told of a run that had gone on, or had ended, has no number of its own. */
function numbered(entry: JournalEntry, i: number): JournalEntry {
  return entry.seq === 0 ? { ...entry, seq: i + 1 } : entry
}
