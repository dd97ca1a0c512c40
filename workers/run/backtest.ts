import type { Contact } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { SituationShape } from '../../schema/simulation.ts'
import type { Workflow } from '../../workflows/engine/world.ts'
import { formatIso } from '../../workflows/language/iso.ts'
import { startTally, type Tally, tallySimulated, tallyUnheard } from '../../workflows/simulate/backtest.ts'
import { contactJson } from '../../workflows/simulate/contact.ts'
import { listens } from '../../workflows/simulate/listens.ts'
import { reachable } from '../../workflows/simulate/prepare.ts'
import { simulate } from '../../workflows/simulate/simulate.ts'
import { findContacts } from '../store/contacts.ts'
import { type KnownEvent, pastEvents } from '../store/event-list.ts'
import { type Catalogue, worldOf } from './catalogue.ts'
import type { Deps } from './deps.ts'

const EVENTS_PAGE = 500
const CONTACTS_PAGE = 50
/** Worked off in this time, or told as incomplete. */
const WORK_MAX_MS = 15_000
const DATA_CHARS_MAX = 20_000_000
const ENTRIES_MAX = 2_000

export type Past = { from: number; until: number; limit: number }
export type Backtest = { tally: Tally; complete: boolean }

/** What a workflow would have done with past events: each contact's played again, with nothing kept and nothing sent. */
export async function backtest(deps: Deps, workflow: Workflow, past: Past): Promise<Backtest> {
  const endReal = deps.clock.real() + WORK_MAX_MS
  const tally = startTally(workflow.program)
  const { byContact, complete } = await gather(deps, workflow.id, past)
  const catalogue = await deps.catalogue.known()
  const play = player(catalogue, workflow, past)
  const ids = [...byContact.keys()]
  for (let i = 0; i < ids.length; i += CONTACTS_PAGE) {
    if (deps.clock.real() > endReal) return { tally, complete: false }
    for (const contact of await findContacts(deps.db, ids.slice(i, i + CONTACTS_PAGE)))
      play(tally, contact, byContact.get(contact.id) ?? [])
  }
  return { tally, complete }
}

type Gathered = { byContact: Map<string, KnownEvent[]>; complete: boolean }

async function gather(deps: Deps, workflowId: string, { from, until, limit }: Past): Promise<Gathered> {
  const byContact = new Map<string, KnownEvent[]>()
  let [after, seen, chars] = [0, 0, 0]
  while (seen < limit) {
    const asked = Math.min(EVENTS_PAGE, limit - seen)
    const page = await pastEvents(deps.db, { from, until }, { after, limit: asked })
    for (const event of page.flat()) {
      chars += JSON.stringify(event.data).length
      if (event.subjectId === null || isOurs(event, workflowId)) continue
      byContact.set(event.subjectId, [...(byContact.get(event.subjectId) ?? []), event])
    }
    seen += page.length
    after = page.at(-1)?.[0]?.seq ?? after
    if (page.length < asked) return { byContact, complete: true }
    if (chars > DATA_CHARS_MAX) return { byContact, complete: false }
  }
  const more = await pastEvents(deps.db, { from, until }, { after, limit: 1 })
  return { byContact, complete: more.length === 0 }
}

/** What this workflow did itself would come again, and what our own triggers say is said anew by the simulation. */
function isOurs({ type, channel, data, causes }: KnownEvent, workflowId: string): boolean {
  return causes.includes(workflowId) || (channel === null && OWN_TYPES.has(type) && 'workflow_id' in data)
}

const OWN_TYPES: ReadonlySet<string> = new Set([
  ...['schedule.tick', 'date.reached', 'segment.entered', 'segment.left', 'metric.crossed', 'manual'],
])

function player(catalogue: Catalogue, workflow: Workflow, { from, until }: Past) {
  const workflows: [Workflow, ...Workflow[]] = [workflow, ...reachable(workflow.program, catalogue.workflows)]
  const { channels, texts, words = [], rotas = new Map(), ...rest } = worldOf(catalogue, () => undefined, 0)
  const { locale, timezone, settings } = rest
  const heard = listens(workflows)
  const byEventsOnly = workflow.program.triggers.every(({ kind }) => kind === 'event' || kind === 'manual')
  const world = {
    surveys: rest.surveys ?? new Map(),
    workflows,
    channels,
    texts,
    words,
    rotas,
    segments: catalogue.segments,
  }
  const community = { ...world, locale, timezone, settings, entriesMax: ENTRIES_MAX }
  return (tally: Tally, contact: Contact, events: readonly KnownEvent[]): void => {
    if (byEventsOnly && !events.some(({ type }) => heard(type))) {
      tallyUnheard(tally, events.length)
      return
    }
    const { created_at: _, ...known } = contactJson(contact) as JsonObject & SituationShape['contact']
    const simulated = simulate({
      ...community,
      contact: { ...known, created_at: formatIso(contact.createdAt) },
      events: events.map(({ id, type, at, data, channel }) => {
        return { id, type, at: formatIso(at), data, ...(channel !== null && { channel }) }
      }),
      starts: [],
      replies: {},
      from: formatIso(from),
      until: formatIso(until),
    })
    tallySimulated(tally, contact.id, events.length, simulated)
  }
}
