import { createHash } from 'node:crypto'
import type { JsonObject } from '../../schema/json.ts'
import type { Profile } from '../../schema/profile.ts'
import { insertAll } from './bulk.ts'
import { json, jsonOrNull, number, text, textOrNull } from './cell.ts'
import type { Row, Statement } from './database.ts'

/** An event as it lies in the inbox. */
export type InboxEvent = {
  id: string
  type: string
  channel: string | null
  externalId: string | null
  subjectId: string | null
  /** Null for our own events: they tell nothing new about the person. */
  profile: Profile | null
  at: number
  receivedAt: number
  data: JsonObject
  causes: string[]
}

export const EVENT_LEASE_MS = 30_000

const COLUMNS = [
  'id', 'type', 'channel', 'external_id', 'subject_id', 'profile', 'at', 'received_at', 'data', 'causes', 'status',
  'lease_until',
] as const // biome-ignore format: one list, read at a glance

/**
 * Keep events. Answers the ids of those that were not there already. `only` is a condition under which alone they are
 * kept; its parameters are numbered from ?2.
 */
export function keepEvents(events: readonly InboxEvent[], leaseUntil: number, only?: Statement): Statement {
  const rows = events.map((event) => ({
    id: event.id,
    type: event.type,
    channel: event.channel,
    external_id: event.externalId,
    subject_id: event.subjectId,
    profile: event.profile && JSON.stringify(event.profile),
    at: event.at,
    received_at: event.receivedAt,
    data: JSON.stringify(event.data),
    causes: JSON.stringify(event.causes),
    status: 'pending',
    lease_until: leaseUntil,
  }))
  const then = `${only ? `AND ${only.sql} ` : ''}ON CONFLICT (id) DO NOTHING RETURNING id`
  const { sql, params } = insertAll('events', COLUMNS, rows, then)
  return { sql, params: [...params, ...(only?.params ?? [])] }
}

/** Take over events that nobody is at any more, oldest first. */
export function claimEvents(realNow: number, limit: number): Statement {
  return {
    sql: `UPDATE events SET lease_until = ?2, attempts = attempts + 1 WHERE seq IN (
      SELECT seq FROM events WHERE status = 'pending' AND lease_until <= ?1 ORDER BY lease_until, seq LIMIT ?3
    ) RETURNING *`,
    params: [realNow, realNow + EVENT_LEASE_MS, limit],
  }
}

export type SettledEvent = {
  id: string
  subjectId: string
  status: 'handled' | 'failed'
  started: string[]
  reason: string | null
  refused: string | null
  raised: string | null
}

/** Write what came of events. */
export function settleEvents(settled: readonly SettledEvent[]): Statement {
  return {
    sql: `UPDATE events SET status = e.value->>'status', subject_id = e.value->>'subjectId',
      started = e.value->>'started', reason = e.value->>'reason', refused = e.value->>'refused', raised = e.value->>'raised'
      FROM json_each(?1) e WHERE events.id = e.value->>'id'`,
    params: [JSON.stringify(settled.map((event) => ({ ...event, started: JSON.stringify(event.started) })))],
  }
}

/** Put events aside that cannot be handled, for a person to see. */
export function putAside(ids: readonly string[], reason: string): Statement {
  return {
    sql: `UPDATE events SET status = 'failed', reason = ?2 FROM json_each(?1) k
      WHERE events.id = k.value AND events.status = 'pending'`,
    params: [JSON.stringify(ids), reason],
  }
}

const RAISED_COLUMNS = [
  'id', 'type', 'channel', 'subject_id', 'at', 'received_at', 'data', 'causes', 'status', 'lease_until', 'started',
  'reason', 'refused', 'raised',
] as const // biome-ignore format: one list, read at a glance

/** Keep events that were raised and handled in one go, with no event from outside to hang them on. */
export function keepRaised(
  rows: readonly Record<(typeof RAISED_COLUMNS)[number], string | number | null>[],
): Statement {
  return insertAll('events', RAISED_COLUMNS, rows, 'ON CONFLICT (id) DO NOTHING')
}

export function toInboxEvent(row: Row): InboxEvent & { attempts: number } {
  return {
    id: text(row.id),
    type: text(row.type),
    channel: textOrNull(row.channel),
    externalId: textOrNull(row.external_id),
    subjectId: textOrNull(row.subject_id),
    profile: jsonOrNull(row.profile),
    at: number(row.at),
    receivedAt: number(row.received_at),
    data: json(row.data),
    causes: json(row.causes),
    attempts: number(row.attempts),
  }
}

/** The id under which an event from outside is kept: the same for every delivery of the same happening. */
export function eventIdOf(channel: string, externalId: string): string {
  return `e${createHash('sha256').update(`${channel}\n${externalId}`).digest('hex').slice(0, 32)}`
}
