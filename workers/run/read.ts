import type { Actor, Contact, Run } from '../../schema/actor.ts'
import { resourceOf } from '../../schema/ask.ts'
import { termsOf } from '../../schema/terms.ts'
import type { Command } from '../../workflows/engine/command.ts'
import type { DeliveryResult } from '../../workflows/engine/delivery.ts'
import { newContact } from '../../workflows/engine/new-contact.ts'
import { json, numberOrNull, text } from '../store/cell.ts'
import type { Row, Rows, Statement } from '../store/database.ts'
import { EVENT_LEASE_MS, type InboxEvent, keepEvents } from '../store/events.ts'
import { readGrants, toGrants } from '../store/grants.ts'
import { newId } from '../store/id.ts'
import { RUN_COLUMNS, toRun } from '../store/runs.ts'
import { indexedOf, toContact } from '../store/subjects.ts'
import { hearDecisions } from './decisions.ts'
import type { Deps } from './deps.ts'
import { lookUp } from './look-up.ts'

/** Whom some work concerns: a subject that is known, or whoever has this id on this channel. */
export type Who = { subjectId: string } | { channel: string; externalId: string }

/** What there is to do for one subject. */
export type Work = {
  who: Who
  events: InboxEvent[]
  results: DeliveryResult[]
  commands: Command[]
  /** What it has asked for, whose answers are read along. */
  asked?: Asked[]
}

export type Asked = { resource: string; grant: string }

/** A subject with what there is to do for it, as of one instant. */
export type Loaded = {
  work: Work
  actor: Actor
  /** How many identities were there already: later ones are new. */
  identitiesKnown: number
  /** When something of it falls due, as far as its row says. */
  dueAt: number | null
  /** What indexes hold of it, beside when it is due. */
  indexed: string
  /** What it is found by. */
  terms: string[]
  /** The instant as of which it is decided; now, unless said. */
  at?: number
}

export type Read = {
  loaded: Loaded[]
  /** The catalogue's revision at that instant. */
  revision: number
  /** How many of the events were new. */
  kept: number
  /** Events for a subject that nobody is. */
  lost: string[]
  /** What the statements answered that were sent along. */
  along: Rows[]
}

/** New events, the condition under which alone they are kept, and what else belongs in the same transaction. */
export type Keeping = { events: readonly InboxEvent[]; only?: Statement; along?: readonly Statement[] }

/**
 * One batch: keep new events, and load every subject that the work concerns. Work for the same subject is joined, and
 * events that are handled already, or were kept before, are left out. A contact that nobody has met yet is made up
 * here and exists from its first commit on.
 */
export async function read(
  deps: Deps,
  works: readonly Work[],
  { events: keep, only, along = [] }: Keeping = { events: [] },
): Promise<Read> {
  const asked = questions(works)
  const open = keep.length > 0 ? keepEvents(keep, deps.clock.real() + EVENT_LEASE_MS, only) : stillPending(works)
  const grants = works.flatMap((work) => work.asked ?? [])
  const granting = grants.length > 0 ? [readGrants(grants)] : []
  const [opened, ...answers] = await deps.db.batch([open, ...asked.statements, ...granting, ...along])
  const pending = new Set(rowsOf(opened).map((row) => text(row.id)))
  const kept = pending.size
  const told = answers.splice(answers.length - along.length)
  const { loaded, nobody } = assemble(deps, works, asked.kinds, answers)
  if (grants.length > 0) for (const { actor } of loaded) actor.granted = toGrants(rowsOf(answers.at(-1)))
  await readForgotten(deps, loaded, grants)
  await lookUp(deps, loaded)
  for (const { work } of loaded) work.events = work.events.filter((event) => pending.delete(event.id))
  await hearDecisions(deps, loaded)
  const lost = nobody.flatMap((work) => work.events.filter((event) => pending.has(event.id)).map((event) => event.id))
  return { loaded, revision: Number(rowsOf(answers[0])[0]?.revision ?? 0), kept, lost, along: told }
}

/** Who is due first, up to an instant, in that order: each with nothing else to do. One batch, and `along` with it. */
export async function readDue(
  deps: Deps,
  { until, limit, along }: { until: number; limit: number; along: readonly Statement[] },
): Promise<Pick<Read, 'loaded' | 'revision' | 'along'>> {
  const [due, ...told] = await deps.db.batch([{ sql: BY_DUE, params: [until, limit] }, ...along])
  const rows = rowsOf(due)
  const works = rows.flatMap((row): Work[] =>
    row.id === null ? [] : [{ who: { subjectId: text(row.id) }, events: [], results: [], commands: [] }],
  )
  const { loaded } = assemble(deps, works, ['id'], due ? [due] : [])
  return { loaded, revision: Number(rows[0]?.revision ?? 0), along: told }
}

/** Whether answers that it waits for must be read before anything of it is decided. */
export function isAsking(actor: Actor): boolean {
  return askedFor(actor).length > 0
}

/** Grants that somebody waits for and whoever asked for them did not come back for: the one read that costs a round trip more. */
async function readForgotten(deps: Deps, loaded: readonly Loaded[], known: readonly Asked[]): Promise<void> {
  const waiting = loaded.filter(({ actor }) =>
    askedFor(actor).some(({ grant: asked }) => !known.some(({ grant }) => grant === asked)),
  )
  if (waiting.length === 0) return
  const [granted] = await deps.db.batch([readGrants(waiting.flatMap(({ actor }) => askedFor(actor)))])
  for (const { actor } of waiting) actor.granted = toGrants(rowsOf(granted))
}

/** What its runs wait for, and the contact itself. */
function askedFor({ contact, runs }: Actor): Asked[] {
  const { asking, weighing, by } = contact.facts.referral ?? {}
  return [
    ...runs.flatMap(({ waiting }) => (waiting?.for === 'grant' ? [waiting] : [])),
    ...(asking ? [{ resource: resourceOf('referral', contact.id), grant: asking.id }] : []),
    ...(weighing ? [{ resource: resourceOf('referral', by?.referrer ?? ''), grant: weighing.id }] : []),
  ]
}

function stillPending(works: readonly Work[]): Statement {
  const ids = works.flatMap((work) => work.events.map((event) => event.id))
  const sql = "SELECT e.id FROM json_each(?1) k CROSS JOIN events e ON e.id = k.value WHERE e.status = 'pending'"
  return { sql, params: [JSON.stringify(ids)] }
}

/** The open runs of a subject as JSON, so that one statement loads it whole. */
const RUNS = `(SELECT json_group_array(json_object(${RUN_COLUMNS.map((column) => `'${column}', r.${column}`).join(', ')}))
  FROM json_each(s.active) a CROSS JOIN runs r ON r.id = a.value) AS open_runs`

/** The catalogue's revision comes along, also when no subject is found. */
const BY_IDENTITY = `SELECT c.revision, x.* FROM (SELECT coalesce(max(revision), 0) AS revision FROM catalogue) c LEFT JOIN (
  SELECT i.channel AS k_channel, i.external_id AS k_external, s.*, ${RUNS}
  FROM json_each(?1) k CROSS JOIN identities i ON i.channel = k.value->>0 AND i.external_id = k.value->>1
  CROSS JOIN subjects s ON s.id = i.subject_id) x`
const BY_ID = `SELECT c.revision, x.* FROM (SELECT coalesce(max(revision), 0) AS revision FROM catalogue) c LEFT JOIN (
  SELECT k.value AS k_id, s.*, ${RUNS} FROM json_each(?1) k LEFT JOIN merged m ON m.from_id = k.value
  CROSS JOIN subjects s ON s.id = coalesce(m.into_id, k.value)) x`
const BY_DUE = `SELECT c.revision, x.* FROM (SELECT coalesce(max(revision), 0) AS revision FROM catalogue) c LEFT JOIN (
  SELECT s.id AS k_id, s.*, ${RUNS} FROM subjects s WHERE s.due_at <= ?1 ORDER BY s.due_at, s.id LIMIT ?2) x
  ORDER BY x.due_at, x.id`

function questions(works: readonly Work[]): { statements: Statement[]; kinds: ('identity' | 'id')[] } {
  const everybody = [...new Map(works.map(({ who }) => [whoKey(who), who])).values()]
  const identities = everybody.flatMap((who) => ('channel' in who ? [[who.channel, who.externalId]] : []))
  const ids = everybody.flatMap((who) => ('subjectId' in who ? [who.subjectId] : []))
  const statements: Statement[] = []
  const kinds: ('identity' | 'id')[] = []
  if (identities.length > 0) {
    statements.push({ sql: BY_IDENTITY, params: [JSON.stringify(identities)] })
    kinds.push('identity')
  }
  if (ids.length > 0) {
    statements.push({ sql: BY_ID, params: [JSON.stringify(ids)] })
    kinds.push('id')
  }
  return { statements, kinds }
}

type Found = { contacts: Map<string, Contact>; runs: Map<string, Run[]>; due: Map<string, number | null> }

type Assembled = { loaded: Loaded[]; nobody: Work[] }

function assemble(deps: Deps, works: readonly Work[], kinds: ('identity' | 'id')[], answers: Rows[]): Assembled {
  const found: Found = { contacts: new Map(), runs: new Map(), due: new Map() }
  for (const [i, kind] of kinds.entries()) collect(found, kind, rowsOf(answers[i]))
  const bySubject = new Map<string, Loaded>()
  const nobody: Work[] = []
  for (const work of works) {
    const contact = found.contacts.get(whoKey(work.who)) ?? unmet(deps, found, work.who)
    const known = contact && bySubject.get(contact.id)
    if (!contact) nobody.push(work)
    else if (known) join(known.work, work)
    else {
      const known = { contact, runs: found.runs.get(contact.id) ?? [], due: found.due.get(contact.id) ?? null }
      bySubject.set(contact.id, loadedAs(known, { ...work, events: [...work.events] }))
    }
  }
  return { loaded: [...bySubject.values()], nobody }
}

function collect(found: Found, kind: 'identity' | 'id', rows: Row[]): void {
  const byId = new Map<string, Contact>()
  for (const row of rows) {
    if (row.id === null) continue
    const id = text(row.id)
    const contact = byId.get(id) ?? toContact(row)
    byId.set(id, contact)
    found.due.set(id, numberOrNull(row.due_at))
    found.runs.set(id, json<Row[]>(row.open_runs).map(toRun))
    const who: Who =
      kind === 'id' ? { subjectId: text(row.k_id) } : { channel: text(row.k_channel), externalId: text(row.k_external) }
    found.contacts.set(whoKey(who), contact)
  }
}

/** Whoever is known only by an id on a channel is met now. A subject's own id that leads nowhere is nobody. */
function unmet(deps: Deps, found: Found, who: Who): Contact | undefined {
  const now = deps.clock.now()
  let contact: Contact
  if ('channel' in who) {
    contact = newContact(`c${newId(now)}`, now)
    contact.identities = [{ channel: who.channel, external_id: who.externalId }]
  } else if (isSystem(who.subjectId)) contact = { ...newContact(who.subjectId, now), kind: 'system' }
  else return undefined
  found.contacts.set(whoKey(who), contact)
  return contact
}

type Stored = { contact: Contact; runs: readonly Run[]; due: number | null }

export function loadedAs({ contact, runs: stored, due }: Stored, work: Work): Loaded {
  const runs = [...stored]
  runs.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  return {
    work,
    actor: { contact, runs },
    identitiesKnown: contact.version === 0 ? 0 : contact.identities.length,
    dueAt: due,
    indexed: indexedOf(contact),
    terms: contact.version === 0 ? [] : termsOf(contact),
  }
}

function join(work: Work, more: Work): void {
  work.events.push(...more.events)
  work.results.push(...more.results)
  work.commands.push(...more.commands)
}

/** Events about nobody in particular concern the channel itself: a system subject that exists from its first commit on. */
const SYSTEM_PREFIX = 's-'

/** Channels, workflows and the community, and alerts: each exists from its first commit on. */
export function isSystem(subjectId: string): boolean {
  return subjectId.startsWith(SYSTEM_PREFIX) || /^a-(?:drill-)?[0-9a-f]{16}$/.test(subjectId)
}

export function whoOf(event: InboxEvent): Who {
  if (event.subjectId !== null) return { subjectId: event.subjectId }
  if (event.channel !== null && event.externalId !== null)
    return { channel: event.channel, externalId: event.externalId }
  return { subjectId: `${SYSTEM_PREFIX}${event.channel ?? 'community'}` }
}

export function whoKey(who: Who): string {
  return 'subjectId' in who ? who.subjectId : `${who.channel}\n${who.externalId}`
}

function rowsOf(answer: Rows | undefined): Row[] {
  return answer?.rows ?? []
}
