import type { Database, Row, Statement } from './database.ts'
import { EVENTS_OF } from './event-list.ts'
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
      `SELECT e.id, e.type, e.channel, e.at, e.received_at, e.data, e.profile, e.status, e.reason, e.raised FROM events e
        WHERE e.seq IN (${EVENTS_OF}) ORDER BY e.seq DESC`,
      id,
    ),
  notes: (id) => of('SELECT id, run_id, text, at FROM contact_notes WHERE subject_id = ? ORDER BY version DESC', id),
  coupons: (id) => of(`SELECT ${CODE} FROM codes WHERE subject_id = ?`, id),
  sign_ups: (id) => of(`SELECT ${SIGN_UP} FROM signups WHERE subject_id = ?`, id),
  referrals: (id) => of(REFERRALS, id),
  referral_codes: (id) => of('SELECT code, created_at, clicks FROM referral_codes WHERE subject_id = ?', id),
  contributions: (id) => of('SELECT * FROM contributions WHERE subject_id = ? ORDER BY at DESC', id),
  experiments: (id) =>
    of(
      `SELECT x.experiment, x.branch, x.at FROM subjects s, json_each(s.branches) b CROSS JOIN exposures x
        ON x.experiment = b.key AND x.subject_id = s.id WHERE s.id = ?`,
      id,
    ),
  changes: (id) =>
    of('SELECT at, operation, request, before, after FROM audit WHERE contact_id = ? ORDER BY id DESC', id),
  merged: (id) => of('SELECT from_id, at FROM merged WHERE into_id = ?', id),
  runs: (id) =>
    under('SELECT id, workflow_id, version, status, started_at, ended_at, reason, memory FROM runs WHERE', id),
  messages: (id) => under('SELECT * FROM deliveries WHERE', id),
  tasks: (id) => under('SELECT * FROM tasks WHERE', id),
  consents: (id) => under('SELECT * FROM consents WHERE', id),
  survey_answers: (id) => under('SELECT id, survey_id, score, answers, at FROM survey_answers WHERE', id),
}

const CODE = 'pool_id, code, issued_at, expires_at, used_at'
const SIGN_UP = 'gathering_id, status, at, changed_at, checked_in_at, score, feedback, feedback_at'

/** Who brought them, and whom they brought; of devices and addresses only whether any was noted. */
const REFERRALS = `SELECT invitee_id, referrer_id, code, at, status, score, signals, reason, decided_at, decided_by,
  device IS NOT NULL AS had_device, ip IS NOT NULL AS had_address FROM referrals WHERE n IN (
    SELECT n FROM referrals WHERE invitee_id = ?1 UNION SELECT n FROM referrals WHERE referrer_id = ?1)`

function of(sql: string, id: string): Statement {
  return { sql: `${sql} LIMIT ${ROWS_MAX}`, params: [id] }
}

function under(sql: string, id: string): Statement {
  const { sql: range, params } = idsUnder('id', id, '-')
  return { sql: `${sql} ${range} ORDER BY id DESC LIMIT ${ROWS_MAX}`, params: [...params] }
}

const JSON_CELLS: ReadonlySet<string> = new Set([
  ...['events', 'entries', 'data', 'profile', 'raised', 'memory', 'content', 'answers', 'signals'],
  ...['request', 'before', 'after'],
])

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
