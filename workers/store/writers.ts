import type { Contact } from '../../schema/actor.ts'
import { number, text, textOrNull } from './cell.ts'
import type { Database } from './database.ts'
import { toContact } from './subjects.ts'

/** Whom a message goes to as they are now, and which run wrote it, about what event. */
export type Writer = {
  contact: Contact
  workflowId: string | null
  event: { type: string; level: unknown }
}

const SQL = `SELECT k.value->>'id' AS k_id, r.workflow_id, r.memory->>'$.event.type' AS event_type,
    r.memory->>'$.event.data.level' AS event_level, s.*
  FROM json_each(?1) k LEFT JOIN merged m ON m.from_id = k.value->>'subjectId'
  CROSS JOIN subjects s ON s.id = coalesce(m.into_id, k.value->>'subjectId')
  LEFT JOIN runs r ON r.id = k.value->>'runId'`

/** By message, with the catalogue's revision at that instant. Messages that belong to nobody are left out. */
export async function readWriters(
  db: Database,
  messages: readonly { id: string; subjectId: string | null; runId: string | null }[],
): Promise<{ revision: number; writers: Map<string, Writer> }> {
  const asked = messages.map(({ id, subjectId, runId }) => ({ id, subjectId, runId }))
  const [revisions, found] = await db.batch([
    { sql: 'SELECT coalesce(max(revision), 0) AS revision FROM catalogue', params: [] },
    { sql: SQL, params: [JSON.stringify(asked)] },
  ])
  const writers = (found?.rows ?? []).map((row): [string, Writer] => {
    const event = { type: textOrNull(row.event_type) ?? '', level: row.event_level }
    return [text(row.k_id), { contact: toContact(row), workflowId: textOrNull(row.workflow_id), event }]
  })
  return { revision: number(revisions?.rows[0]?.revision ?? 0), writers: new Map(writers) }
}
