import type { JsonObject } from '../../schema/json.ts'
import { json, number, text, textOrNull } from './cell.ts'
import type { Database, Row } from './database.ts'
import { list, when } from './listing.ts'
import { RAISE_REVISION } from './revision.ts'

/** A channel as its row has it, secrets sealed. */
export type ChannelRow = {
  id: string
  kind: string
  name: string
  config: JsonObject
  secrets: string
  apiBase: string | null
  createdAt: number
  updatedAt: number
}

export async function listChannels(db: Database, after: string | null, limit: number): Promise<ChannelRow[]> {
  const { sql, params } = list('channels', when(after, 'id > ?'), 'id', limit)
  return (await db.rows(sql, ...params)).map(toChannelRow)
}

export async function findChannel(db: Database, id: string): Promise<ChannelRow | undefined> {
  const [row] = await db.rows('SELECT * FROM channels WHERE id = ?1', id)
  return row && toChannelRow(row)
}

export async function saveChannel(db: Database, channel: ChannelRow): Promise<void> {
  const { id, kind, name, config, secrets, apiBase, createdAt, updatedAt } = channel
  const sql = `INSERT INTO channels (id, kind, name, config, secrets, api_base, created_at, updated_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name,
    config = excluded.config, secrets = excluded.secrets, api_base = excluded.api_base, updated_at = excluded.updated_at`
  const params = [id, kind, name, JSON.stringify(config), secrets, apiBase, createdAt, updatedAt]
  await db.batch([{ sql, params }, RAISE_REVISION])
}

export async function deleteChannel(db: Database, id: string): Promise<boolean> {
  const sql = 'DELETE FROM channels WHERE id = ?1 RETURNING id'
  const refused = { sql: 'DELETE FROM refusals WHERE channel = ?1', params: [id] }
  const [deleted] = await db.batch([{ sql, params: [id] }, refused, RAISE_REVISION])
  return (deleted?.rows.length ?? 0) > 0
}

function toChannelRow(row: Row): ChannelRow {
  return {
    id: text(row.id),
    kind: text(row.kind),
    name: text(row.name),
    config: json(row.config),
    secrets: text(row.secrets),
    apiBase: textOrNull(row.api_base),
    createdAt: number(row.created_at),
    updatedAt: number(row.updated_at),
  }
}
