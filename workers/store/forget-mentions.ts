import type { Contact } from '../../schema/actor.ts'
import { isObject, type Json } from '../../schema/json.ts'
import { jsonOrNull, number, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'

/** What stands where somebody's name stood. */
const NOBODY = '…'
const RUNS_AT_ONCE = 100
const EVENTS_AT_ONCE = 500

/**
 * What workflows have told others of a contact who is about to be erased: posted boards, events that were sent on, alerts
 * and whoever they paged. Rows stay where they are, and what says who it was goes out of their texts. Done again, it
 * finds nothing more. `ids` are all ids that the contact has had, `words` what says who it is.
 */
export async function forgetMentions(db: Database, ids: readonly string[], words: readonly string[]): Promise<void> {
  if (words.length === 0) return
  for (const id of ids) {
    await inPages((after) => runsPage(db, { id, words }, after))
    await inPages((after) => eventsPage(db, { id, words }, after))
    await forgetPages(db, { id, words })
  }
}

type Mentioned = { id: string; words: readonly string[] }

/** What says who a contact is, the longest first. One letter would be found everywhere. */
export function wordsOf({ name, email, phone, identities }: Contact): string[] {
  const all = [name, email, phone, ...identities.map(({ external_id }) => external_id)]
  const words = all.flatMap((word) => (typeof word === 'string' && word.trim().length > 1 ? [word.trim()] : []))
  return [...new Set(words)].sort((a, b) => b.length - a.length)
}

async function inPages(page: (after: number) => Promise<number | undefined>): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined; ) after = await page(after)
}

/** Series of alerts that are about them. */
const SERIES = `SELECT substr(id, 1, instr(id, '.') - 1) AS id FROM alerts WHERE contact_id = ?1`
/** Events that their runs sent to others are named after them. */
const SENT_ON = "id >= ?1 || '-' AND id < ?1 || '.' AND subject_id <> ?1"
const BOARDS = "SELECT DISTINCT workflow_id FROM versions WHERE instr(definition, 'leaderboard.top') > 0"
const RUNS = `WITH told AS (SELECT subject_id AS id FROM events WHERE ${SENT_ON} UNION ${SERIES})
  SELECT seq, id, subject_id, memory FROM runs WHERE seq > ?2 AND seq IN (
    SELECT r.seq FROM told t CROSS JOIN runs r ON r.id >= t.id || '-' AND r.id < t.id || '.' WHERE instr(r.memory, ?1) > 0
    UNION SELECT r.seq FROM runs r WHERE r.workflow_id IN (${BOARDS}) AND r.subject_id <> ?1 AND instr(r.memory, ?1) > 0)
  ORDER BY seq LIMIT ${RUNS_AT_ONCE}`

/** Runs of others that know of them, with what these wrote and their lines of the journal. */
async function runsPage(db: Database, { id, words }: Mentioned, after: number): Promise<number | undefined> {
  const runs = await db.rows(RUNS, id, after)
  if (runs.length === 0) return undefined
  const runIds = new Set(runs.map((row) => text(row.id)))
  const [written, lines] = await db.batch([
    {
      sql: `SELECT d.seq, d.body, d.content FROM json_each(?1) k
        CROSS JOIN deliveries d ON d.id >= k.value || ':' AND d.id < k.value || ';'`,
      params: [JSON.stringify([...runIds])],
    },
    {
      sql: `SELECT j.subject_id, j.version, j.entries FROM json_each(?1) k CROSS JOIN journal j ON j.subject_id = k.value
        WHERE EXISTS (SELECT 1 FROM json_each(?2) w WHERE instr(j.entries, w.value) > 0)`,
      params: [
        JSON.stringify([...new Set(runs.map((row) => text(row.subject_id)))]),
        JSON.stringify(words.map(inJson)),
      ],
    },
  ])
  const ofRun = (entry: Json) => isObject(entry) && typeof entry.run === 'string' && runIds.has(entry.run)
  await db.batch([
    ...without(RUN_TEXTS, runs, { words }),
    ...without(MESSAGE_TEXTS, written?.rows ?? [], { words }),
    ...without(JOURNAL_TEXTS, lines?.rows ?? [], { words, concerns: ofRun }),
  ])
  return runs.length < RUNS_AT_ONCE ? undefined : number(runs.at(-1)?.seq)
}

/** What is still to be handled keeps its data: points may rest on it. */
const EVENTS = `SELECT seq, data, raised FROM events WHERE seq > ?2 AND status <> 'pending' AND (
    seq IN (SELECT seq FROM events WHERE ${SENT_ON})
    OR seq IN (SELECT e.seq FROM (${SERIES}) s CROSS JOIN events e ON e.id >= s.id || '-v' AND e.id < s.id || '-w')
    OR seq IN (SELECT e.seq FROM (${SERIES}) s
      CROSS JOIN journal j ON j.subject_id = s.id, json_each(j.events) k CROSS JOIN events e ON e.id = k.value))
  ORDER BY seq LIMIT ${EVENTS_AT_ONCE}`

async function eventsPage(db: Database, { id, words }: Mentioned, after: number): Promise<number | undefined> {
  const rows = await db.rows(EVENTS, id, after)
  if (rows.length > 0) await db.batch(without(EVENT_TEXTS, rows, { words }))
  return rows.length < EVENTS_AT_ONCE ? undefined : number(rows.at(-1)?.seq)
}

/** What alerts about them said, and to whom. */
async function forgetPages(db: Database, { id, words }: Mentioned): Promise<void> {
  const [alerts, pages] = await db.batch([
    { sql: 'SELECT id, title, detail, note, history FROM alerts WHERE contact_id = ?1', params: [id] },
    {
      sql: `SELECT d.seq, d.body, d.content FROM (SELECT DISTINCT id FROM (${SERIES})) s
        CROSS JOIN deliveries d ON d.id >= s.id || '-' AND d.id < s.id || '.'`,
      params: [id],
    },
  ])
  await db.batch([
    ...without(ALERT_TEXTS, alerts?.rows ?? [], { words }),
    ...without(MESSAGE_TEXTS, pages?.rows ?? [], { words }),
  ])
}

/** Where texts stand, and by what a row is found. */
type Texts = { table: string; key: readonly string[]; columns: readonly string[] }

const RUN_TEXTS: Texts = { table: 'runs', key: ['seq'], columns: ['memory'] }
const MESSAGE_TEXTS: Texts = { table: 'deliveries', key: ['seq'], columns: ['body', 'content'] }
const JOURNAL_TEXTS: Texts = { table: 'journal', key: ['subject_id', 'version'], columns: ['entries'] }
const EVENT_TEXTS: Texts = { table: 'events', key: ['seq'], columns: ['data', 'raised'] }
const ALERT_TEXTS: Texts = { table: 'alerts', key: ['id'], columns: ['title', 'detail', 'note', 'history'] }

/** Of JSON with several entries, only those that `concerns` says. */
type Told = { words: readonly string[]; concerns?: (entry: Json) => boolean }

/** Write these rows again without the words, as far as they hold any. */
function without({ table, key, columns }: Texts, rows: readonly Row[], told: Told): Statement[] {
  const changed = rows.flatMap((row) => {
    const cells = columns.map((column) => forgetful(textOrNull(row[column] ?? null), told))
    return cells.some((cell, i) => cell !== row[columns[i] ?? '']) ? [[...key.map((name) => row[name]), ...cells]] : []
  })
  if (changed.length === 0) return []
  const at = (name: string, i: number) => `${name} = u.value->>${i}`
  const set = columns.map((name, i) => at(name, key.length + i)).join(', ')
  const where = key.map((name, i) => `${table}.${at(name, i)}`).join(' AND ')
  return [{ sql: `UPDATE ${table} SET ${set} FROM json_each(?1) u WHERE ${where}`, params: [JSON.stringify(changed)] }]
}

/** A text, or JSON, of whose entries only some may concern them. */
function forgetful(cell: string | null, { words, concerns = () => true }: Told): string | null {
  if (cell === null || !/^[[{]/.test(cell)) return cell === null ? null : withoutWords(cell, words)
  const json = jsonOrFail(cell)
  if (json === undefined) return withoutWords(cell, words)
  const of = (entry: Json) => (concerns(entry) ? said(entry, words) : entry)
  const left = JSON.stringify(Array.isArray(json) ? json.map(of) : of(json))
  return left === JSON.stringify(json) ? cell : left
}

function jsonOrFail(cell: string): Json | undefined {
  try {
    return jsonOrNull<Json>(cell) ?? undefined
  } catch {
    return undefined
  }
}

/** The same JSON, in whose texts nobody is named. Names of fields stay. */
export function said<J extends Json>(json: J, words: readonly string[]): J
export function said(json: Json, words: readonly string[]): Json {
  if (typeof json === 'string') return withoutWords(json, words)
  if (Array.isArray(json)) return json.map((one) => said(one, words))
  if (!isObject(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, said(value as Json, words)]))
}

/** Whole words only, where letters part words: of somebody called May the maybe stays. */
function withoutWords(of: string, words: readonly string[]): string {
  return words.reduce((left, word) => {
    if (!left.includes(word)) return left
    const bound = (letter: string | undefined, sign: string) => (/[a-z0-9]/i.test(letter ?? '') ? sign : '')
    const safe = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const pattern = `${bound(word.at(0), '(?<![\\p{L}\\p{N}])')}${safe}${bound(word.at(-1), '(?![\\p{L}\\p{N}])')}`
    return left.replace(new RegExp(pattern, 'gu'), NOBODY)
  }, of)
}

function inJson(word: string): string {
  return JSON.stringify(word).slice(1, -1)
}
