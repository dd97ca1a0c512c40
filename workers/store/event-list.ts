import type { Json, JsonObject } from '../../schema/json.ts'
import { json, jsonOrNull, number, text, textOrNull } from './cell.ts'
import type { Database, Row } from './database.ts'
import type { InboxEvent } from './events.ts'
import { type Condition, type Found, listBySeq, listOfStatus, listRare, when } from './listing.ts'

/** An event with what came of it, as the API tells it. */
export type KnownEvent = InboxEvent & {
  seq: number
  status: 'pending' | 'handled' | 'failed'
  started: string[]
  reason: string | null
  refused: Refused[] | null
}

type Refused = { workflow: string; reason: string; warning?: string }
type Raised = Pick<KnownEvent, 'id' | 'type' | 'at' | 'channel' | 'data' | 'causes' | 'started' | 'reason'> & {
  refused: Refused[]
}

export type EventFilter = {
  /** Exactly this type, or every one that begins with `x.` for `x.*`. */
  type: string | undefined
  status: string | undefined
}

/** Rows of the inbox, newest first, each with the events that it raised. `upTo` is a seq to begin with. */
export async function listEvents(
  db: Database,
  { type, status }: EventFilter,
  { upTo, limit }: { upTo: number | null; limit: number },
): Promise<Found<KnownEvent[]>> {
  const asked = { conditions: ofType(type), before: upTo === null ? null : upTo + 1, limit }
  const { rows, below } = await listed(db, { type, status }, asked)
  return { rows: rows.map(withRaised), below }
}

function listed(
  db: Database,
  { type, status }: EventFilter,
  asked: { conditions: Condition[]; before: number | null; limit: number },
): Promise<Found<Row>> {
  if (status !== undefined) return listOfStatus(db, 'events', status, asked)
  if (type !== undefined) return listRare(db, 'events', asked)
  return listBySeq(db, 'events', asked)
}

/** Raised events lie inside the row of the one that raised them, as JSON that we wrote. */
function ofType(type: string | undefined): Condition[] {
  if (type === undefined) return []
  if (!type.endsWith('.*')) return when(type, 'type = ? OR instr(raised, ?) > 0', type, `"type":"${type}"`)
  const prefix = type.slice(0, -1)
  return when(type, 'substr(type, 1, ?) = ? OR instr(raised, ?) > 0', prefix.length, prefix, `"type":"${prefix}`)
}

/** A contact's events that are not handled, yet or for good. The contact is the first parameter. */
const UNHANDLED_OF = ['pending', 'failed']
  .map(
    (
      status,
    ) => `SELECT e.seq FROM events e INDEXED BY events_${status} WHERE e.status = '${status}' AND (e.subject_id = ?1
  OR EXISTS (SELECT 1 FROM subjects s, json_each(s.identities) i WHERE s.id = ?1
    AND i.value->>'channel' = e.channel AND i.value->>'external_id' = e.external_id))`,
  )
  .join(' UNION ')

/**
 * The numbers of a contact's events: through the journal, which says what each commit handled, so that no event pays for
 * an index. The contact is the first parameter.
 */
export const EVENTS_OF = `
  SELECT e.seq FROM journal j, json_each(j.events) k CROSS JOIN events e ON e.id = k.value WHERE j.subject_id = ?1
  UNION SELECT seq FROM events WHERE id >= ?1 || '-v' AND id < ?1 || '-w'
  UNION ${UNHANDLED_OF}`

/** Those of all ids of a contact that are not handled, the newest first. */
export async function unhandledEvents(db: Database, ids: readonly string[]): Promise<KnownEvent[][]> {
  const sql = `SELECT * FROM events WHERE seq IN (${UNHANDLED_OF}) ORDER BY seq DESC`
  const answers = await db.batch(ids.map((id) => ({ sql, params: [id] })))
  return answers.flatMap(({ rows }) => rows.map(withRaised))
}

export function isOfType({ type }: KnownEvent, wanted: string | undefined): boolean {
  if (wanted === undefined) return true
  return wanted.endsWith('.*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}

/** One event, also one that lies inside another's row: that is the one it is numbered under, or the first of its kin. */
export async function findEvent(db: Database, id: string): Promise<KnownEvent | undefined> {
  const root = id.includes('.') ? id.slice(0, id.lastIndexOf('.')) : id
  const rows = await db.rows('SELECT * FROM events WHERE id IN (?1, ?2, ?3)', id, root, `${root}.1`)
  return rows.flatMap(withRaised).find((event) => event.id === id)
}

/** What happened to contacts between two instants (in the events' own time), in the order in which it was kept. */
export async function pastEvents(
  db: Database,
  { from, until }: { from: number; until: number },
  { after, limit }: { after: number; limit: number },
): Promise<KnownEvent[][]> {
  const sql = `SELECT * FROM events WHERE seq > ?1 AND at >= ?2 AND at < ?3 AND status = 'handled'
    AND subject_id IS NOT NULL AND substr(subject_id, 1, 2) NOT IN ('s-', 'a-') AND substr(type, 1, 6) <> 'pager.' ORDER BY seq LIMIT ?4`
  return (await db.rows(sql, after, from, until, limit)).map(withRaised)
}

export async function findEvents(db: Database, ids: readonly string[]): Promise<KnownEvent[][]> {
  const sql = 'SELECT e.* FROM json_each(?1) k CROSS JOIN events e ON e.id = k.value'
  return (await db.rows(sql, JSON.stringify(ids))).map(withRaised)
}

/** An event, followed by those that it raised. */
function withRaised(row: Row): KnownEvent[] {
  const own = toKnownEvent(row)
  const raised = jsonOrNull<Raised[]>(row.raised) ?? []
  const { seq, subjectId, receivedAt, status } = own
  return [
    own,
    ...raised.map((event) => ({ ...event, seq, subjectId, receivedAt, status, externalId: null, profile: null })),
  ]
}

export function toKnownEvent(row: Row): KnownEvent {
  return {
    seq: number(row.seq),
    id: text(row.id),
    type: text(row.type),
    channel: textOrNull(row.channel),
    externalId: textOrNull(row.external_id),
    subjectId: textOrNull(row.subject_id),
    profile: jsonOrNull(row.profile),
    at: number(row.at),
    receivedAt: number(row.received_at),
    data: json<JsonObject & Json>(row.data),
    causes: json(row.causes),
    status: text(row.status) as KnownEvent['status'],
    started: jsonOrNull(row.started) ?? [],
    reason: textOrNull(row.reason),
    refused: jsonOrNull(row.refused),
  }
}
