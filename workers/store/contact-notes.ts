import type { ContactNote } from '../../schema/contact-note.ts'
import { insertAll } from './bulk.ts'
import { number, text } from './cell.ts'
import type { Database, Statement } from './database.ts'

const COLUMNS = ['subject_id', 'version', 'id', 'run_id', 'text', 'at'] as const

export function writeContactNotes(notes: readonly ContactNote[]): Statement {
  const rows = notes.map(({ subjectId, runId, ...note }) => ({ ...note, subject_id: subjectId, run_id: runId }))
  return insertAll('contact_notes', COLUMNS, rows)
}

/** The notes that a contact's commits from one version to another have written. */
export async function findContactNotes(
  db: Database,
  subjectId: string,
  from: number,
  to: number,
): Promise<ContactNote[]> {
  const sql = 'SELECT * FROM contact_notes WHERE subject_id = ?1 AND version BETWEEN ?2 AND ?3 ORDER BY version, id'
  return (await db.rows(sql, subjectId, from, to)).map((row) => ({
    id: text(row.id),
    subjectId: text(row.subject_id),
    version: number(row.version),
    runId: text(row.run_id),
    text: text(row.text),
    at: number(row.at),
  }))
}
