import type { Contact } from '../../schema/actor.ts'
import { insertAll } from './bulk.ts'
import { json, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Row, Statement } from './database.ts'

const COLUMNS = [
  'id', 'kind', 'version', 'due_at', 'name', 'locale', 'timezone', 'phone', 'email', 'tags', 'traits', 'points', 'tier',
  'stage', 'risk', 'owner', 'streak', 'referrals', 'consents', 'identities', 'last_channel', 'joined_at', 'left_at',
  'last_seen_at', 'created_at', 'active', 'entries', 'branches', 'dates', 'segments', 'bursts', 'throttles', 'facts', 'run_count', 'ledger_count',
] as const // biome-ignore format: one list, read at a glance

type SubjectRow = Record<(typeof COLUMNS)[number], string | number | null>

/** What an index holds, or asks for: left out of an update that does not change it, each index saves its written rows. */
const INDEXED: ReadonlySet<string> = new Set(['kind', 'due_at', 'stage', 'email', 'phone'])

const update = (columns: readonly string[]) =>
  `ON CONFLICT (id) DO UPDATE SET ${columns
    .filter((column) => column !== 'id')
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')} WHERE subjects.version = excluded.version - 1`

const UPDATE = update(COLUMNS)
const UPDATE_QUIETLY = update(COLUMNS.filter((column) => !INDEXED.has(column)))

/**
 * Write subjects, each over exactly the version before it. The fence itself is the journal's key. `quietly` says that
 * those which exist are due when they were due before, in the stage in which they were, and reached where they were.
 */
export function writeSubjects(rows: readonly SubjectRow[], how: 'quietly' | 'whole'): Statement {
  return insertAll('subjects', COLUMNS, rows, how === 'quietly' ? UPDATE_QUIETLY : UPDATE)
}

/** What indexes hold of a contact, beside when it is due. */
export function indexedOf({ stage, email, phone }: Contact): string {
  return JSON.stringify([stage, email, phone])
}

export function subjectRow(
  contact: Contact,
  written: { version: number; dueAt: number | null; active: string[] },
): SubjectRow {
  return {
    id: contact.id,
    kind: contact.kind,
    version: written.version,
    due_at: written.dueAt,
    name: contact.name,
    locale: contact.locale,
    timezone: contact.timezone,
    phone: contact.phone,
    email: contact.email,
    tags: JSON.stringify(contact.tags),
    traits: JSON.stringify(contact.traits),
    points: contact.points,
    tier: contact.tier,
    stage: contact.stage,
    risk: contact.risk,
    owner: contact.owner,
    streak: contact.streak,
    referrals: contact.referrals,
    consents: JSON.stringify(contact.consents),
    identities: JSON.stringify(contact.identities),
    last_channel: contact.lastChannel,
    joined_at: contact.joinedAt,
    left_at: contact.leftAt,
    last_seen_at: contact.lastSeenAt,
    created_at: contact.createdAt,
    active: JSON.stringify(written.active),
    entries: JSON.stringify(contact.entries),
    branches: JSON.stringify(contact.branches),
    dates: JSON.stringify(contact.dates),
    segments: JSON.stringify(contact.segments),
    bursts: JSON.stringify(contact.bursts),
    throttles: JSON.stringify(contact.throttles),
    facts: JSON.stringify(contact.facts),
    run_count: contact.runCount,
    ledger_count: contact.ledgerCount,
  }
}

export function toContact(row: Row): Contact {
  return {
    id: text(row.id),
    kind: row.kind === 'system' ? 'system' : 'contact',
    version: number(row.version),
    name: textOrNull(row.name),
    locale: textOrNull(row.locale),
    timezone: textOrNull(row.timezone),
    phone: textOrNull(row.phone),
    email: textOrNull(row.email),
    tags: json(row.tags),
    traits: json(row.traits),
    points: number(row.points),
    tier: textOrNull(row.tier),
    stage: text(row.stage),
    risk: number(row.risk),
    owner: textOrNull(row.owner),
    streak: number(row.streak),
    referrals: number(row.referrals),
    consents: json(row.consents),
    identities: json(row.identities),
    lastChannel: textOrNull(row.last_channel),
    joinedAt: numberOrNull(row.joined_at),
    leftAt: numberOrNull(row.left_at),
    lastSeenAt: numberOrNull(row.last_seen_at),
    createdAt: number(row.created_at),
    entries: json(row.entries),
    branches: json(row.branches),
    dates: json(row.dates),
    segments: json(row.segments),
    bursts: json(row.bursts),
    throttles: json(row.throttles),
    facts: json(row.facts),
    runCount: number(row.run_count),
    ledgerCount: number(row.ledger_count),
  }
}

/** Look at a subject again at this time, whatever was due before. */
export function lookLater(id: string, at: number): Statement {
  return { sql: 'UPDATE subjects SET due_at = ?2 WHERE id = ?1 AND due_at < ?2', params: [id, at] }
}

/**
 * Take out of what caps count of some subjects every message that was cancelled. They are chosen by SQL with one
 * parameter. A commit that was decided before leaves what it had read: that counts too much, never too little.
 */
export function freeCancelled(which: string, param: string): Statement {
  return {
    sql: `UPDATE subjects SET facts = json_set(facts, '$.sends', (SELECT json_group_array(json(s.value))
        FROM json_each(subjects.facts, '$.sends') s
        WHERE NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.id = s.value->>0 AND d.status = 'cancelled')))
      WHERE id IN (${which}) AND json_type(facts, '$.sends') = 'array'`,
    params: [param],
  }
}
