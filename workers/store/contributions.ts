import type { Contribution } from '../../schema/contribution.ts'
import { insertAll } from './bulk.ts'
import { number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'

const COLUMNS = [
  'id', 'subject_id', 'kind', 'title', 'text', 'url', 'at', 'status', 'grade', 'featured_at', 'decided_at', 'decided_by', 'note',
] as const // biome-ignore format: one list, read at a glance

/** What a person decides may change; what was made stays, and so does whose it is. */
const OVER = `ON CONFLICT (id) DO UPDATE SET ${(
  ['status', 'grade', 'featured_at', 'decided_at', 'decided_by', 'note'] as const
)
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')}`

/** Write contributions as they now are. The fence of their contact is the fence. */
export function writeContributions(all: readonly Contribution[]): Statement {
  const rows = all.map(({ subjectId, featuredAt, decidedAt, decidedBy, ...rest }) => ({
    ...rest,
    ...{ subject_id: subjectId, featured_at: featuredAt, decided_at: decidedAt, decided_by: decidedBy },
  }))
  return insertAll('contributions', COLUMNS, rows, OVER)
}

export type ContributionFilter = {
  status: Contribution['status'] | undefined
  subjectId: string | undefined
  featured: boolean | undefined
}

/** The newest first. */
export async function listContributions(
  db: Database,
  { status, subjectId, featured }: ContributionFilter,
  { before, limit }: { before: { at: number; id: string } | null; limit: number },
): Promise<Contribution[]> {
  const conditions = [
    ...when(subjectId, 'subject_id = ?'),
    // Written out, what waits for a person is found by an index of its own.
    ...(status === 'waiting' ? [{ sql: "status = 'waiting'", params: [] }] : when(status, 'status = ?')),
    ...(featured === undefined ? [] : [{ sql: `featured_at IS ${featured ? 'NOT ' : ''}NULL`, params: [] }]),
    ...(before ? [{ sql: '(at, id) < (?, ?)', params: [before.at, before.id] }] : []),
  ]
  const { sql, params } = list('contributions', conditions, 'at DESC, id DESC', limit)
  return (await db.rows(sql, ...params)).map(toContribution)
}

export function contributionById(id: string): Statement {
  return { sql: 'SELECT * FROM contributions WHERE id = ?1', params: [id] }
}

export async function findContribution(db: Database, id: string): Promise<Contribution | undefined> {
  const [row] = await db.rows('SELECT * FROM contributions WHERE id = ?1', id)
  return row && toContribution(row)
}

export function toContribution(row: Row): Contribution {
  return {
    id: text(row.id),
    subjectId: text(row.subject_id),
    kind: text(row.kind),
    title: textOrNull(row.title),
    text: textOrNull(row.text),
    url: textOrNull(row.url),
    at: number(row.at),
    status: text(row.status) as Contribution['status'],
    grade: numberOrNull(row.grade),
    featuredAt: numberOrNull(row.featured_at),
    decidedAt: numberOrNull(row.decided_at),
    decidedBy: textOrNull(row.decided_by),
    note: textOrNull(row.note),
  }
}
