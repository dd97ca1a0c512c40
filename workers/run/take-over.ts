import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Json } from '../../schema/json.ts'
import type { Row, Statement } from '../store/database.ts'
import { carryRows, firstUsed, misfit, type PortableTable, portableTables, settleCarried } from '../store/portable.ts'
import { findStandstill, GO_ON, standStill } from '../store/standstill.ts'
import type { Deps } from './deps.ts'
import { SCHEDULES } from './tick.ts'

const Header = v.looseObject({
  qunflow: v.literal(1),
  id: v.pipe(v.string(), v.maxLength(100)),
  migration: v.string(),
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  secrets: v.picklist(['sealed', 'omitted']),
  vault: v.string(),
})
const Line = v.union([
  v.strictObject({ table: v.string(), row: v.record(v.string(), v.union([v.string(), v.number(), v.null()])) }),
  v.strictObject({ end: v.literal(true), rows: v.record(v.string(), v.number()), sha256: v.optional(v.string()) }),
])

export type Taken =
  | { kind: 'taken'; rows: Record<string, number>; secrets: 'opened' | 'omitted' | 'sealed under another key' }
  | { kind: 'refused'; status: 400 | 409 | 422; why: string; line?: number }

const CHARS_AT_ONCE = 500_000
const ROWS_AT_ONCE = 1000

/**
 * Take over what another product has exported, into one that is empty. Until its last line is there nothing is carried
 * out; whatever breaks off may be sent again from the beginning, and goes on where it stood.
 */
export async function takeOver(deps: Deps, lines: AsyncIterable<string>): Promise<Taken> {
  const tables = new Map((await portableTables(deps.db)).map((table) => [table.name, table]))
  const taking: Taking = { deps, tables, rows: {}, held: [], chars: 0 }
  let header: v.InferOutput<typeof Header> | undefined
  const hash = createHash('sha256')
  let number = 0
  for await (const text of lines) {
    number += 1
    const parsed = parse(text)
    if (header === undefined) {
      const begun = await begin(deps, parsed)
      if (begun.kind === 'refused') return begun
      header = begun.header
      hash.update(hashed(text))
      continue
    }
    const read = v.safeParse(Line, parsed)
    if (!read.success) return { kind: 'refused', status: 400, why: 'is no line of an export', line: number }
    if ('end' in read.output)
      return finish(taking, header, {
        ...read.output,
        same: [undefined, hash.digest('hex')].includes(read.output.sha256),
      })
    hash.update(hashed(text))
    const why = await take(taking, read.output)
    if (why !== undefined) return { kind: 'refused', status: 400, why, line: number }
  }
  await flush(taking)
  const why = header ? 'the stream was cut off before its last line: send it again' : 'there is nothing to import'
  return { kind: 'refused', status: header ? 422 : 400, why }
}

type Taking = {
  deps: Deps
  tables: ReadonlyMap<string, PortableTable>
  rows: Record<string, number>
  held: { table: string; row: Row }[]
  chars: number
}

async function begin(
  deps: Deps,
  parsed: Json | undefined,
): Promise<{ kind: 'header'; header: v.InferOutput<typeof Header> } | Extract<Taken, { kind: 'refused' }>> {
  const read = v.safeParse(Header, parsed)
  if (!read.success)
    return { kind: 'refused', status: 400, why: 'is not the first line of an export of this version', line: 1 }
  const header = read.output
  const standing = await findStandstill(deps.db)
  if (standing?.spoiled) return SPOILED
  if (standing && standing.of !== header.id)
    return { kind: 'refused', status: 409, why: 'another import is not whole yet: send that one again' }
  const used = standing ? undefined : await firstUsed(deps.db)
  if (used !== undefined)
    return {
      kind: 'refused',
      status: 409,
      why: `only an empty product takes over another: there is something in ${used}`,
    }
  if (!standing) await deps.db.batch([standStill({ why: 'import', of: header.id })])
  return { kind: 'header', header }
}

async function take(taking: Taking, { table, row }: { table: string; row: Row }): Promise<string | undefined> {
  const known = taking.tables.get(table)
  if (!known) return `there is no table \`${table}\` here: it was exported by a newer version`
  const strange = Object.keys(row).find((column) => !known.columns.has(column))
  if (strange !== undefined) return `\`${table}\` has no column \`${strange}\`: it was exported by a newer version`
  if (table === 'notes' && row.name !== 'settings' && row.name !== 'webhook_secret') return 'a note of the machine'
  const wrong = misfit(known, row)
  if (wrong !== undefined) return wrong
  taking.held.push({ table, row })
  taking.chars += JSON.stringify(row).length
  taking.rows[table] = (taking.rows[table] ?? 0) + 1
  if (taking.chars > CHARS_AT_ONCE || taking.held.length >= ROWS_AT_ONCE) await flush(taking)
  return undefined
}

async function flush(taking: Taking): Promise<void> {
  const together = Map.groupBy(taking.held, ({ table, row }) => `${table} ${Object.keys(row).join(' ')}`)
  const statements: Statement[] = [...together.values()].flatMap((all) => {
    const [first] = all
    if (!first) return []
    const rows = all.map(({ row }) => row)
    return carryRows(first.table, Object.keys(first.row), rows)
  })
  taking.held = []
  taking.chars = 0
  if (statements.length > 0) await taking.deps.db.batch(statements)
}

/** All is there: make one whole of it, and let it run. */
async function finish(
  taking: Taking,
  header: v.InferOutput<typeof Header>,
  end: { rows: Record<string, number>; same: boolean },
): Promise<Taken> {
  const { deps, rows } = taking
  await flush(taking)
  const other = Object.entries(end.rows).find(([table, count]) => (rows[table] ?? 0) !== count)
  if (other) {
    const what = (rows[other[0]] ?? 0) < other[1] ? 'rows are missing' : 'there are more rows than were exported'
    return { kind: 'refused', status: 422, why: `of ${other[0]} ${what}: send it again, as it was exported` }
  }
  if (!end.same) {
    await deps.db.batch([standStill({ why: 'import', of: header.id, spoiled: true })])
    return SPOILED
  }
  await deps.db.batch([...settleCarried(header.revision + 1), GO_ON])
  await deps.catalogue.refresh()
  await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: deps.clock.now() }])
  const opens = header.vault === deps.vault.mark ? 'opened' : 'sealed under another key'
  return { kind: 'taken', rows, secrets: header.secrets === 'omitted' ? 'omitted' : opens }
}

/** What was taken of it cannot be told from what should have been. */
const SPOILED: Taken & { kind: 'refused' } = {
  ...{ kind: 'refused', status: 409 },
  why: 'what came is not what was exported: a line was changed on the way. Begin again, with an empty product and another copy',
}

/** As it was written: what carried it may have ended its lines in another way. */
function hashed(line: string): string {
  return `${line.replace(/\r$/, '')}\n`
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
