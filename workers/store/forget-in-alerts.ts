import type { AlertFacts } from '../../schema/alert.ts'
import type { JsonObject } from '../../schema/json.ts'
import { json, number, text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { said } from './forget-mentions.ts'

/** Whoever was erased stands in the history of alerts as this. */
const SOMEBODY = 'erased'

/**
 * Alerts that name a contact who is erased: who raised them, was paged or answered becomes nobody in particular, so that
 * response times stay what they were; what one says of its contact is blanked. The latest episode is remembered by its
 * subject too, whose fence makes that one change.
 */
export async function forgetInAlerts(
  db: Database,
  { id, words, now }: { id: string; words: readonly string[]; now: number },
): Promise<Statement[]> {
  const [rows, subjects] = await db.batch([
    { sql: `SELECT id FROM alerts WHERE ${NAMES_THEM}`, params: [id] },
    {
      sql: `SELECT s.id, s.version, s.facts FROM alerts a CROSS JOIN subjects s
        ON s.id = substr(a.id, 1, instr(a.id, '.') - 1) AND instr(s.facts, ?1) > 0 WHERE ${NAMES_THEM} GROUP BY s.id`,
      params: [id],
    },
  ])
  if (!rows?.rows.length) return []
  return [
    // What was said of it to workflows, and those that heard it; found while the alerts still name them.
    {
      sql: `UPDATE events SET data = replace(data, ?1, '${SOMEBODY}') WHERE id IN (${HEARD}) AND instr(data, ?1) > 0`,
      params: [id],
    },
    { sql: `UPDATE runs SET memory = replace(memory, ?1, '${SOMEBODY}') WHERE id IN (${LED_TO})`, params: [id] },
    {
      sql: `UPDATE alerts SET history = replace(history, ?1, '${SOMEBODY}'),
        acknowledged_by = replace(acknowledged_by, ?1, '${SOMEBODY}'), resolved_by = replace(resolved_by, ?1, '${SOMEBODY}'),
        title = iif(contact_id = ?1, name, title), detail = iif(contact_id = ?1, NULL, detail),
        contact_id = nullif(contact_id, ?1) WHERE ${NAMES_THEM}`,
      params: [id],
    },
    ...(subjects?.rows ?? []).flatMap((row) => forgetful(row, { id, words, now })),
  ]
}

const NAMES_THEM = '(contact_id = ?1 OR acknowledged_by = ?1 OR resolved_by = ?1 OR instr(history, ?1) > 0)'

const SERIES = `SELECT DISTINCT substr(id, 1, instr(id, '.') - 1) AS id FROM alerts WHERE ${NAMES_THEM}`
const HEARD = `SELECT k.value FROM journal j, json_each(j.events) k WHERE j.subject_id IN (${SERIES})`
/** Ids of runs begin with that of their subject. */
const LED_TO = `SELECT r.id FROM (${SERIES}) s
  CROSS JOIN runs r ON r.id >= s.id || '-' AND r.id < s.id || '.'`

/** As one more commit of the alert's subject: one that is under way fails, and decides again without them. */
function forgetful(row: Row, { id, words, now }: { id: string; words: readonly string[]; now: number }): Statement[] {
  const [subject, version] = [text(row.id), number(row.version)]
  const { alert, ...others } = json<{ alert?: AlertFacts }>(row.facts)
  const isTheirs = alert?.present.contactId === id
  const present = alert && {
    ...alert.present,
    ...(isTheirs && { contactId: null, title: alert.present.name, detail: null }),
  }
  const left = said({ ...others, ...(alert && { alert: { ...alert, present } }) } as JsonObject, words)
  const facts = JSON.stringify(left).replaceAll(id, SOMEBODY)
  return [
    {
      sql: "INSERT INTO journal (subject_id, version, at, events, entries) VALUES (?1, ?2, ?3, '[]', '[]')",
      params: [subject, version + 1, now],
    },
    { sql: 'UPDATE subjects SET facts = ?2, version = ?3 WHERE id = ?1', params: [subject, facts, version + 1] },
  ]
}
