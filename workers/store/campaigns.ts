import type { CampaignShape, PhaseNow } from '../../schema/campaign.ts'
import { json, number, numberOrNull, text } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'

export type CampaignRow = {
  id: string
  body: CampaignShape
  version: number
  phase: PhaseNow['phase']
  lookAt: number | null
  createdAt: number
  updatedAt: number
}

/** Make a campaign, or change it. It is looked at now: the change may have brought it into another phase. */
export async function saveCampaign(db: Database, id: string, body: CampaignShape, now: number): Promise<void> {
  const sql = `INSERT INTO campaigns (id, body, version, phase, look_at, created_at, updated_at)
    VALUES (?1, ?2, 1, 'planned', ?3, ?3, ?3) ON CONFLICT (id) DO UPDATE SET body = excluded.body,
      version = version + 1, look_at = excluded.look_at, updated_at = excluded.updated_at`
  await db.batch([{ sql, params: [id, JSON.stringify(body), now] }])
}

export async function findCampaign(db: Database, id: string): Promise<CampaignRow | undefined> {
  const [row] = await db.rows('SELECT * FROM campaigns WHERE id = ?1', id)
  return row && toCampaign(row)
}

export async function listCampaigns(db: Database, after: string | null, limit: number): Promise<CampaignRow[]> {
  const { sql, params } = list('campaigns', when(after, 'id > ?'), 'id', limit)
  return (await db.rows(sql, ...params)).map(toCampaign)
}

export async function dueCampaigns(db: Database, now: number, limit: number): Promise<CampaignRow[]> {
  const sql = 'SELECT * FROM campaigns WHERE look_at <= ?1 ORDER BY look_at LIMIT ?2'
  return (await db.rows(sql, now, limit)).map(toCampaign)
}

/** The condition under which alone a phase is told of. Its parameters are numbered from ?2. */
export function campaignStands({ id, version, phase }: CampaignRow): Statement {
  const sql = 'EXISTS (SELECT 1 FROM campaigns WHERE id = ?2 AND version = ?3 AND phase = ?4)'
  return { sql, params: [id, version, phase] }
}

/** The last statement of its batch: those before it ask `campaignStands`. */
export function moveCampaign({ id, version, phase }: CampaignRow, next: PhaseNow): Statement {
  const sql = 'UPDATE campaigns SET phase = ?4, look_at = ?5 WHERE id = ?1 AND version = ?2 AND phase = ?3'
  return { sql, params: [id, version, phase, next.phase, next.endsAt] }
}

export async function deleteCampaign(db: Database, id: string): Promise<boolean> {
  const [gone] = await db.batch([{ sql: 'DELETE FROM campaigns WHERE id = ?1', params: [id] }])
  return (gone?.changes ?? 0) > 0
}

function toCampaign(row: Row): CampaignRow {
  return {
    id: text(row.id),
    body: json(row.body),
    version: number(row.version),
    phase: text(row.phase) as CampaignRow['phase'],
    lookAt: numberOrNull(row.look_at),
    createdAt: number(row.created_at),
    updatedAt: number(row.updated_at),
  }
}
