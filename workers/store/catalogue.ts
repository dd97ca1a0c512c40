import * as v from 'valibot'
import type { JsonObject } from '../../schema/json.ts'
import type { Rota } from '../../schema/rota.ts'
import { SETTINGS_DEFAULT, Settings } from '../../schema/settings.ts'
import type { Survey } from '../../schema/survey.ts'
import { json, jsonOrNull, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row } from './database.ts'
import type { Recovery } from './epoch.ts'
import { surveyOf } from './surveys.ts'
import { type ListedWords, READ_WORD_LISTS, toListed } from './words.ts'

export type StoredVersion = { workflowId: string; version: number; definition: unknown; inputs: JsonObject }

export type StoredChannel = {
  id: string
  kind: string
  name: string
  config: JsonObject
  /** Sealed. */
  secrets: string
  apiBase?: string
}

export type Catalogue = {
  revision: number
  workflows: { id: string; version: number; paused: boolean }[]
  versions: StoredVersion[]
  channels: StoredChannel[]
  settings: Settings
  /** Without their words. */
  wordLists: ListedWords[]
  /** What our own webhooks are signed with, sealed; empty before the first. */
  webhookSecret: string
  /** What points can be redeemed for. */
  items: { id: string; points: number; perMember: number | null }[]
  /** Sealed. */
  secrets: { name: string; sealed: string }[]
  /** The shared library, by name and locale. */
  texts: { id: string; locales: Record<string, string> }[]
  badges: { id: string; rule: string | null }[]
  segments: { id: string; name: string; source: string }[]
  rotas: { id: string; rota: Rota }[]
  surveys: Survey[]
  recovering: Recovery | null
  /** What runs are named after that began since the last restore. */
  since: string | null
}

/** Everything that decides, in one read. */
export async function loadCatalogue(db: Database): Promise<Catalogue> {
  const answers = await db.batch([
    { sql: 'SELECT revision FROM catalogue', params: [] },
    {
      sql: "SELECT id, version, status FROM workflows WHERE status IN ('active', 'paused') ORDER BY created_at, id",
      params: [],
    },
    {
      sql: `SELECT v.* FROM workflows w JOIN versions v ON v.workflow_id = w.id AND v.version = w.version
        WHERE w.status IN ('active', 'paused')`,
      params: [],
    },
    { sql: 'SELECT * FROM channels', params: [] },
    { sql: "SELECT value FROM notes WHERE name = 'settings'", params: [] },
    READ_WORD_LISTS,
    { sql: "SELECT value FROM notes WHERE name = 'webhook_secret'", params: [] },
    { sql: 'SELECT id, points, per_member FROM items', params: [] },
    { sql: 'SELECT name, sealed FROM secrets', params: [] },
    { sql: 'SELECT id, locales FROM texts', params: [] },
    { sql: 'SELECT id, rule FROM badges', params: [] },
    { sql: 'SELECT id, name, source FROM segments', params: [] },
    { sql: 'SELECT id, rota FROM rotas', params: [] },
    { sql: 'SELECT id, body FROM surveys', params: [] },
    { sql: "SELECT name, value FROM notes WHERE name IN ('recovery', 'restored')", params: [] },
  ])
  const [revision, workflows, versions, channels, settings, wordLists, ...more] = answers
  const [webhookSecret, items, secrets, texts, badges, segments, rotas, surveys, notes] = more
  const noted = (name: string) => textOrNull(notes?.rows.find((row) => row.name === name)?.value ?? null)
  return {
    segments: (segments?.rows ?? []).map((row) => ({
      id: text(row.id),
      name: text(row.name),
      source: text(row.source),
    })),
    revision: Number(revision?.rows[0]?.revision ?? 0),
    workflows: (workflows?.rows ?? []).map((row) => ({
      id: text(row.id),
      version: number(row.version),
      paused: row.status === 'paused',
    })),
    versions: (versions?.rows ?? []).map(toVersion),
    channels: (channels?.rows ?? []).map(toChannel),
    settings: readSettings(jsonOrNull(settings?.rows[0]?.value)),
    wordLists: (wordLists?.rows ?? []).map(toListed),
    webhookSecret: jsonOrNull(webhookSecret?.rows[0]?.value) ?? '',
    items: (items?.rows ?? []).map((row) => ({
      id: text(row.id),
      points: number(row.points),
      perMember: numberOrNull(row.per_member),
    })),
    secrets: (secrets?.rows ?? []).map((row) => ({ name: text(row.name), sealed: text(row.sealed) })),
    texts: (texts?.rows ?? []).map((row) => ({ id: text(row.id), locales: json(row.locales) })),
    badges: (badges?.rows ?? []).map((row) => ({ id: text(row.id), rule: textOrNull(row.rule) })),
    rotas: (rotas?.rows ?? []).map((row) => ({ id: text(row.id), rota: json(row.rota) })),
    surveys: (surveys?.rows ?? []).map(surveyOf),
    recovering: jsonOrNull(noted('recovery')),
    since: noted('restored'),
  }
}

/** What is stored may be older than a section, or than what it now takes. */
function readSettings(stored: unknown): Settings {
  const parsed = v.safeParse(Settings, stored ?? {})
  return parsed.success ? parsed.output : SETTINGS_DEFAULT
}

/** Older versions that runs still follow. */
export async function loadVersions(
  db: Database,
  needed: readonly { workflowId: string; version: number }[],
): Promise<StoredVersion[]> {
  const rows = await db.rows(
    `SELECT v.* FROM json_each(?1) k CROSS JOIN versions v
      ON v.workflow_id = k.value->>'workflowId' AND v.version = k.value->>'version'`,
    JSON.stringify(needed),
  )
  return rows.map(toVersion)
}

function toVersion(row: Row): StoredVersion {
  return {
    workflowId: text(row.workflow_id),
    version: number(row.version),
    definition: json(row.definition),
    inputs: json(row.inputs),
  }
}

function toChannel(row: Row): StoredChannel {
  const apiBase = textOrNull(row.api_base)
  return {
    id: text(row.id),
    kind: text(row.kind),
    name: text(row.name),
    config: json(row.config),
    secrets: text(row.secrets),
    ...(apiBase !== null && { apiBase }),
  }
}
