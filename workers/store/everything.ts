import type { Database, Row, Statement } from './database.ts'
import { idsUnder } from './listing.ts'

/** Of each kind, at most so many, the newest. */
const ROWS_MAX = 10_000

/** Everything that is kept about a contact, under its id and those of contacts that were merged into it, by table. */
export async function readEverything(db: Database, id: string): Promise<Record<string, unknown[]>> {
  const former = await db.rows('SELECT from_id FROM merged WHERE into_id = ?1', id)
  const ids = [id, ...former.map((row) => String(row.from_id))]
  const all: Record<string, unknown[]> = {}
  for (const one of ids) {
    const tables = Object.entries(STATEMENTS)
    const answers = await db.batch(tables.map(([, statement]) => statement(one)))
    for (const [i, [table]] of tables.entries())
      all[table] = [...(all[table] ?? []), ...(answers[i]?.rows ?? []).map(readable)]
  }
  return all
}

const STATEMENTS: Record<string, (id: string) => Statement> = {
  points: (id) => of('SELECT * FROM ledger WHERE subject_id = ? ORDER BY seq DESC', id),
  history: (id) =>
    of('SELECT version, at, events, entries FROM journal WHERE subject_id = ? ORDER BY version DESC', id),
  events: (id) =>
    of(
      `SELECT e.id, e.type, e.channel, e.at, e.received_at, e.data, e.profile, e.status, e.reason, e.raised
        FROM journal j, json_each(j.events) k CROSS JOIN events e ON e.id = k.value WHERE j.subject_id = ? ORDER BY j.version DESC`,
      id,
    ),
  notes: (id) => of('SELECT id, run_id, text, at FROM contact_notes WHERE subject_id = ? ORDER BY version DESC', id),
  contributions: (id) => of('SELECT * FROM contributions WHERE subject_id = ? ORDER BY at DESC', id),
  coupons: (id) => of('SELECT * FROM codes WHERE subject_id = ?', id),
  runs: (id) =>
    under('SELECT id, workflow_id, version, status, started_at, ended_at, reason, memory FROM runs WHERE', id),
  messages: (id) => under('SELECT * FROM deliveries WHERE', id),
  tasks: (id) => under('SELECT * FROM tasks WHERE', id),
  consents: (id) => under('SELECT * FROM consents WHERE', id),
}

function of(sql: string, id: string): Statement {
  return { sql: `${sql} LIMIT ${ROWS_MAX}`, params: [id] }
}

function under(sql: string, id: string): Statement {
  const { sql: range, params } = idsUnder('id', id, '-')
  return { sql: `${sql} ${range} ORDER BY id DESC LIMIT ${ROWS_MAX}`, params: [...params] }
}

const JSON_CELLS: ReadonlySet<string> = new Set(['events', 'entries', 'data', 'profile', 'raised', 'memory', 'content'])

/** Cells that hold JSON as what they hold; how a message is handed over is nobody's data. */
function readable(row: Row): Record<string, unknown> {
  const { lease: _, line: __, ticket: ___, ...shown } = row
  return Object.fromEntries(
    Object.entries(shown).map(([name, cell]) => [
      name,
      typeof cell === 'string' && JSON_CELLS.has(name) ? parsed(cell) : cell,
    ]),
  )
}

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}
