import type { Command } from '../../workflows/engine/command.ts'
import { text } from '../store/cell.ts'
import { dropParts, findKnown, type ImportError, keepErrors, readParts } from '../store/imports.ts'
import { advanceJob, endJob, JOB_LEASE_MS, type Job, leaveJob, type Task } from '../store/jobs.ts'
import type { Deps } from './deps.ts'
import { handleAll } from './handle.ts'
import { type Wanted, wantedOf } from './import-row.ts'
import type { Work } from './read.ts'
import { type Columns, type ReadRecords, readCsv, readHeader, readNdjson } from './read-import.ts'

const PAGE = 200
const SET = 100

type ImportTask = Extract<Task, { kind: 'import' }>
/** Where the next record begins: in which piece, at which byte of it, on which line. */
type Place = { part: number; byte: number; line: number }

/**
 * Carry on an import, page by page. A page's contacts are there before its place is noted, and meeting somebody twice
 * changes nothing: after a kill the page is done again, and nobody is doubled. Answers how many records it read.
 */
export async function carryOnImport(deps: Deps, given: Job, task: ImportTask, untilReal: number): Promise<number> {
  let job = given
  let looked = 0
  const header = task.format === 'csv' ? await headerOf(deps, job.id) : undefined
  while (deps.clock.real() < untilReal) {
    const place = placeOf(job.cursor, header)
    const found = await recordsAt(deps, job.id, { task, place, columns: header ?? { header: [], newline: '\n' } })
    const now = deps.clock.now()
    if (!found) {
      await deps.db.batch([endJob(job.id, 'done', now), dropParts(job.id)])
      return looked + 1
    }
    const read = found.records.map((record) => wantedOf(record, task))
    const wanted = read.flatMap((one) => (Array.isArray(one) ? [] : one))
    const refused = await keepAll(deps, wanted)
    const errors = [...read.flatMap((one) => (Array.isArray(one) ? one : [])), ...refused]
    const page = {
      cursor: found.cursor,
      done: found.records.length,
      matched: wanted.length - refused.length,
      now,
      leaseUntil: deps.clock.real() + JOB_LEASE_MS,
    }
    const [moved] = await deps.db.batch([advanceJob(job, page), ...keepErrors(job.id, errors)])
    looked += Math.max(1, found.records.length)
    if (!moved || moved.changes === 0) return looked
    job = { ...job, cursor: found.cursor }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await deps.db.batch([leaveJob(job.id)])
  return looked
}

type Header = ReturnType<typeof readHeader>

async function headerOf(deps: Deps, jobId: string): Promise<Header> {
  const bytes = Buffer.concat(await readParts(deps.db, jobId, 1, 1))
  const read = readHeader(bytes.toString())
  return { ...read, consumed: Buffer.byteLength(bytes.toString().slice(0, read.consumed)) }
}

function placeOf(cursor: string, header: Header | undefined): Place {
  if (cursor === '') return { part: 1, byte: header?.consumed ?? 0, line: header?.line ?? 1 }
  const [part = 1, byte = 0, line = 1] = cursor.split(':').map(Number)
  return { part, byte, line }
}

/** The next records. Two pieces are looked at together, so that one which lies across them is whole. */
async function recordsAt(
  deps: Deps,
  jobId: string,
  { task, place, columns }: { task: ImportTask; place: Place; columns: Columns },
): Promise<(ReadRecords & { cursor: string }) | undefined> {
  const parts = await readParts(deps.db, jobId, place.part, 2)
  const [first] = parts
  if (!first) return undefined
  const window = Buffer.concat(parts).subarray(place.byte).toString()
  if (window === '') return undefined
  const reading = { text: window, line: place.line, max: PAGE }
  const read = task.format === 'csv' ? readCsv(reading, columns) : readNdjson(reading)
  const byte = place.byte + Buffer.byteLength(window.slice(0, read.consumed))
  const isOver = byte >= first.length && parts.length > 1
  const next = isOver ? { part: place.part + 1, byte: byte - first.length } : { part: place.part, byte }
  return { ...read, cursor: `${next.part}:${next.byte}:${read.line}` }
}

/**
 * Meet or change the contacts of a page. Who stands on it twice is one, and both lines count in their order. Answers what a contact, as
 * it was when its line's turn came, had no room for.
 */
async function keepAll(deps: Deps, wanted: readonly Wanted[]): Promise<ImportError[]> {
  const refused: ImportError[] = []
  for (let i = 0; i < wanted.length; i += SET) {
    let rest = wanted.slice(i, i + SET)
    while (rest.length > 0) {
      const seen = new Set<string>()
      const [now, later]: [Wanted[], Wanted[]] = [[], []]
      for (const one of rest) {
        const names = namesOf(one)
        if (names.some((name) => seen.has(name))) later.push(one)
        else now.push(one)
        for (const name of names) seen.add(name)
      }
      refused.push(...(await keepSet(deps, now)))
      rest = later
    }
  }
  return refused
}

function namesOf({ identities, fields: { email, phone } }: Wanted): string[] {
  const ids = identities.map(({ channel, external_id }) => `${channel}\n${external_id}`)
  return [...ids, ...[email, phone].filter((one) => typeof one === 'string')]
}

async function keepSet(deps: Deps, wanted: readonly Wanted[]): Promise<ImportError[]> {
  const addresses = wanted.flatMap(({ fields: { email, phone } }) =>
    [email, phone].filter((one) => typeof one === 'string'),
  )
  const [byId, byAddress] = await deps.db.batch(
    findKnown(
      wanted.flatMap(({ identities }) => identities),
      addresses,
    ),
  )
  const known = new Map<string, string>()
  for (const row of byAddress?.rows ?? []) known.set(text(row.address), text(row.subject_id))
  for (const row of byId?.rows ?? []) known.set(`${text(row.channel)}\n${text(row.external_id)}`, text(row.subject_id))
  const lines = new Map<Command, number>()
  const works = wanted.flatMap((one): Work[] => {
    const subjectId = namesOf(one)
      .map((name) => known.get(name))
      .find((id) => id !== undefined)
    const [identity] = one.identities
    if (!identity) return []
    const { identities, fields, traits, tags } = one
    const none = { events: [], results: [] }
    if (subjectId === undefined) {
      const create: Command = { kind: 'create', identities, fields, traits, tags, source: 'import' }
      lines.set(create, one.line)
      return [{ who: { channel: identity.channel, externalId: identity.external_id }, ...none, commands: [create] }]
    }
    const isNew = !known.has(`${identity.channel}\n${identity.external_id}`) && identity.channel !== 'import'
    const change: Command = { kind: 'change', fields, traits, addTags: tags, removeTags: [] }
    lines.set(change, one.line)
    const identify: Command[] = isNew ? [{ kind: 'identify', identities }] : []
    return [{ who: { subjectId }, ...none, commands: [change, ...identify] }]
  })
  const refused = works.length > 0 ? await handleAll(deps, works) : new Map<Command, string>()
  return [...lines].flatMap(([command, line]) => {
    const reason = refused.get(command)
    return reason === undefined ? [] : [{ line, column: '', reason }]
  })
}
