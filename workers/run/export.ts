import { createHash } from 'node:crypto'
import type { Database, Row } from '../store/database.ts'
import {
  type Begun,
  beginsAt,
  DEFINITIONS,
  lastMigration,
  type PortableTable,
  pageOfSubjects,
  pageOfTable,
  portableTables,
  WITH_SUBJECTS,
} from '../store/portable.ts'
import type { Deps } from './deps.ts'

export type ExportWish = { only?: 'definitions' | undefined; secrets: 'sealed' | 'omitted' }

/** The first line of an export. `vault` tells the key that secrets are sealed under from another one. */
export type ExportHeader = {
  qunflow: 1
  id: string
  exported_at: string
  migration: string
  revision: number
  secrets: 'sealed' | 'omitted'
  vault: string
  tables: string[]
}

const FORMAT = 1
const PAGE_CHARS = 500_000
const ROWS_FIRST = 20
const ROWS_MAX = 500
const SUBJECTS_AT_ONCE = 50

/**
 * Everything, a line a row, page by page as fast as it is read. Each contact is as it was at one instant; what came in
 * after the beginning is not in it. The last line counts the others, so that a stream that was cut off is known,
 * and has their hash, so that one which was changed on its way is known too.
 */
export async function* exportLines(deps: Deps, wish: ExportWish, id: string): AsyncGenerator<string> {
  const tables = (await portableTables(deps.db)).filter(({ name }) => wish.only === undefined || DEFINITIONS.has(name))
  const begun = await beginsAt(deps.db, deps.clock.now())
  const carried =
    wish.secrets === 'omitted' ? tables.filter(({ name }) => name !== 'secrets' && name !== 'keys') : tables
  const { revision } = await deps.catalogue.refresh()
  const header: ExportHeader = {
    ...{ qunflow: FORMAT, id, exported_at: new Date(begun.at).toISOString(), migration: await lastMigration(deps.db) },
    ...{ revision, secrets: wish.secrets, vault: deps.vault.mark, tables: carried.map(({ name }) => name) },
  }
  const hash = createHash('sha256')
  const hashed = (lines: string) => {
    hash.update(lines)
    return lines
  }
  yield hashed(line(header))
  const counts: Record<string, number> = {}
  const told = (table: string, all: readonly Row[]) => {
    const rows = all.filter((row) => wish.secrets === 'sealed' || table !== 'notes' || row.name !== 'webhook_secret')
    counts[table] = (counts[table] ?? 0) + rows.length
    return rows.map((row) => line({ table, row: shown(table, row, wish) })).join('')
  }
  for await (const [table, rows] of pages(deps.db, carried, begun)) if (rows.length > 0) yield hashed(told(table, rows))
  yield line({ end: true, rows: counts, sha256: hash.digest('hex') })
}

/** So many rows that went with their subjects are remembered; of what is told twice, the first time counts. */
const REMEMBERED = 200_000

/** Subjects go first, with what changes of theirs. Each row is told once, as long as one isolate can remember it. */
async function* pages(db: Database, tables: readonly PortableTable[], begun: Begun): AsyncGenerator<[string, Row[]]> {
  const known = new Set<string>()
  const fresh = (name: string, rows: Row[]) => rows.filter(({ id }) => !known.has(`${name} ${id}`))
  if (tables.some(({ name }) => name === 'subjects'))
    for await (const [name, rows] of subjectPages(db, begun)) {
      yield [name, fresh(name, rows)]
      if (name !== 'subjects' && known.size < REMEMBERED) for (const { id } of rows) known.add(`${name} ${id}`)
    }
  for (const table of tables)
    if (table.name !== 'subjects')
      for await (const [name, rows] of tablePages(db, table, begun)) yield [name, fresh(name, rows)]
}

async function* subjectPages(db: Database, begun: Begun): AsyncGenerator<[string, Row[]]> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const answers = await db.batch(pageOfSubjects(after, { limit: SUBJECTS_AT_ONCE, begun }))
    for (const [i, name] of WITH_SUBJECTS.entries()) yield [name, answers[i]?.rows ?? []]
    const last = answers[0]?.rows.at(-1)
    after = last && String(last.id)
  }
}

/** As many rows at once as hold about as much as a page may. */
async function* tablePages(db: Database, table: PortableTable, begun: Begun): AsyncGenerator<[string, Row[]]> {
  let limit = ROWS_FIRST
  for (let after: (string | number)[] | null = null; ; ) {
    const [answer] = await db.batch([pageOfTable(table, after, { limit, begun })])
    const rows: Row[] = answer?.rows ?? []
    yield [table.name, rows]
    const last = rows.at(-1)
    if (rows.length < limit || !last) return
    after = table.key.map((column) => last[column] as string | number)
    const each = Math.max(1, JSON.stringify(rows).length / rows.length)
    limit = Math.min(ROWS_MAX, Math.max(1, Math.floor(PAGE_CHARS / each)))
  }
}

/** Sealed secrets are only good under the same MASTER_KEY; whoever wants none gets none. */
function shown(table: string, row: Row, { secrets }: ExportWish): Row {
  if (secrets === 'sealed') return row
  // Whoever takes it over must not take in what is not signed where something was.
  if (table === 'channels' && row.secrets !== '') return { ...row, secrets: 'omitted' }
  return row
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
