import type { Extras } from '../../schema/content.ts'
import type { RetryPolicy } from '../../schema/message.ts'
import { json, jsonOrNull, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row } from './database.ts'
import type { DeliveryStatus } from './deliveries.ts'
import { type Condition, type Found, idsUnder, listBySeq, listOfStatus, listRare, under, when } from './listing.ts'

/** A delivery that is a message, as the API tells it. */
export type Message = {
  seq: number
  id: string
  runId: string | null
  subjectId: string | null
  channel: string | null
  recipient: string | null
  audience: 'contact' | 'room'
  body: string
  extras: Extras | null
  piecesSent: number
  category: string
  status: DeliveryStatus
  reason: string | null
  attempts: number
  awaited: boolean
  retry: RetryPolicy
  onUnknown: 'resend' | 'hold'
  providerId: string | null
  createdAt: number
  sendAfter: number
  sentAt: number | null
}

export type MessageFilter = Partial<Record<'runId' | 'status' | 'channel', string | undefined>> & {
  /** All ids of one contact. */
  subjects?: readonly string[] | undefined
}

/** Messages, newest first. Those of a contact or a run are found by their ids, which begin with its own. */
export async function listMessages(
  db: Database,
  { subjects, runId, status, channel }: MessageFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<Found<Message>> {
  const conditions = [
    { sql: "kind = 'message'", params: [] },
    ...(subjects ? [under('deliveries', 'seq', subjects)] : []),
    ...(runId === undefined ? [] : [idsUnder('id', runId, ':')]),
    ...when(channel, 'channel = ?'),
  ]
  const asked = { conditions, before, limit }
  const { rows, below } = await listed(db, { subjects, runId, status, channel }, asked)
  return { rows: rows.map(toMessage), below }
}

function listed(
  db: Database,
  { subjects, runId, status, channel }: MessageFilter,
  asked: { conditions: Condition[]; before: number | null; limit: number },
): Promise<Found<Row>> {
  const isOfOne = subjects !== undefined || runId !== undefined
  if (!isOfOne && status !== undefined) return listOfStatus(db, 'deliveries', status, asked)
  if (!isOfOne && channel !== undefined) return listRare(db, 'deliveries', asked)
  return listBySeq(db, 'deliveries', {
    ...asked,
    conditions: [...asked.conditions, ...when(status, 'status = ?')],
  })
}

export async function findMessage(db: Database, id: string): Promise<Message | undefined> {
  const [row] = await db.rows("SELECT * FROM deliveries WHERE id = ?1 AND kind = 'message'", id)
  return row && toMessage(row)
}

export async function findMessages(db: Database, ids: readonly string[]): Promise<Message[]> {
  const sql = `SELECT d.* FROM json_each(?1) k CROSS JOIN deliveries d ON d.id = k.value WHERE d.kind = 'message'`
  return (await db.rows(sql, JSON.stringify(ids))).map(toMessage)
}

/** So many of the newest deliveries are looked at, so that counting stays cheap however many there are. */
const COUNTED_MAX = 100_000

/** How many messages stand how, among the newest. */
export async function countMessages(
  db: Database,
  { channel, runsOf }: { channel?: string | undefined; runsOf?: string | undefined },
): Promise<Record<string, number>> {
  const conditions = [
    { sql: `kind = 'message' AND seq > (SELECT max(seq) FROM deliveries) - ${COUNTED_MAX}`, params: [] },
    ...when(channel, 'channel = ?'),
    ...when(runsOf, 'run_id IN (SELECT id FROM runs WHERE workflow_id = ?)'),
  ]
  const sql = `SELECT status, count(*) AS count FROM deliveries WHERE ${conditions.map((one) => one.sql).join(' AND ')}
    GROUP BY status ORDER BY status`
  const rows = await db.rows(sql, ...conditions.flatMap((one) => one.params))
  return Object.fromEntries(rows.map((row) => [text(row.status), number(row.count)]))
}

export function toMessage(row: Row): Message {
  return {
    seq: number(row.seq),
    id: text(row.id),
    runId: textOrNull(row.run_id),
    subjectId: textOrNull(row.subject_id),
    channel: textOrNull(row.channel),
    recipient: textOrNull(row.recipient),
    audience: row.audience === 'room' ? 'room' : 'contact',
    body: text(row.body),
    extras: jsonOrNull(row.content),
    piecesSent: number(row.pieces_sent),
    category: text(row.category),
    status: text(row.status) as DeliveryStatus,
    reason: textOrNull(row.reason),
    attempts: number(row.attempts),
    awaited: row.awaited === 1,
    retry: json(row.retry),
    onUnknown: row.on_unknown === 'resend' ? 'resend' : 'hold',
    providerId: textOrNull(row.provider_id),
    createdAt: number(row.created_at),
    sendAfter: number(row.send_after),
    sentAt: numberOrNull(row.sent_at),
  }
}
