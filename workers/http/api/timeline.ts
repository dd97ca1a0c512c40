import type * as v from 'valibot'
import { TimelineAnswer } from '../../../schema/api/contacts.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import type { ContactNote } from '../../../schema/contact-note.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { findContactNotes } from '../../store/contact-notes.ts'
import { findContact } from '../../store/contacts.ts'
import type { Database } from '../../store/database.ts'
import { findEvents, type KnownEvent } from '../../store/event-list.ts'
import { type Commit, listCommits } from '../../store/journal-read.ts'
import { formerIds } from '../../store/merged.ts'
import { findMessages, type Message } from '../../store/messages.ts'
import { problem } from '../problem.ts'
import { eventJson } from './event-json.ts'
import { operation } from './operation.ts'
import { encode, numberAt, type Page } from './page.ts'
import { deliveryOf, journalJson } from './run-json.ts'

type Line = v.InferOutput<typeof TimelineAnswer>

export const timeline = [
  operation({
    method: 'GET',
    path: '/contacts/:id/timeline',
    summary:
      'What happened to a contact and what runs did about it, newest first; with what those were told who were merged into it',
    query: PageQuery,
    answers: { 200: pageOf(TimelineAnswer) },
    handle: async ({ c, deps, id, page }) => {
      const contact = await findContact(deps.db, id)
      if (!contact) return problem(c, 404)
      const histories = await historiesOf(deps.db, contact.id, page)
      const commits = histories.flatMap((one) => one.commits).sort(newestFirst)
      const told = await linesOf(deps.db, commits.slice(0, page.limit + 1))
      return c.json(pageOfLines(commits, histories, { page, told }))
    },
  }),
]

/** Of one id that the contact has had: its commits, newest first, from where the page before has come to. */
type History = { id: string; commits: Commit[]; isAll: boolean }

/** A cursor says how much of the next commit was shown, and at which version each id's history goes on. */
async function historiesOf(db: Database, id: string, page: Page): Promise<History[]> {
  const ids = [id, ...(await formerIds(db, id))]
  return Promise.all(
    ids.map(async (one, i): Promise<History> => {
      const commits = await listCommits(db, one, numberAt(page, i + 1), page.limit)
      return { id: one, commits, isAll: commits.length <= page.limit }
    }),
  )
}

function newestFirst(a: Commit, b: Commit): number {
  return b.at - a.at || (a.subjectId < b.subjectId ? -1 : a.subjectId > b.subjectId ? 1 : b.version - a.version)
}

type Shown = { page: Page; told: (commit: Commit) => Line[] }

function pageOfLines(commits: readonly Commit[], histories: readonly History[], { page, told }: Shown) {
  const items: Line[] = []
  const skipped = numberAt(page, 0) ?? 0
  for (const [place, commit] of commits.entries()) {
    const lines = told(commit)
    for (let i = place === 0 ? skipped : 0; i < lines.length; i++) {
      if (items.length === page.limit) return { items, next_cursor: cursorAt(commits, histories, [place, i]) }
      items.push(lines[i] as Line)
    }
    if (place === page.limit) return { items, next_cursor: cursorAt(commits, histories, [place, lines.length]) }
  }
  return { items, next_cursor: null }
}

/** Each history goes on at its first commit that was not shown whole; 0 where there is none any more. */
function cursorAt(
  commits: readonly Commit[],
  histories: readonly History[],
  [place, shown]: readonly [number, number],
): string {
  const rest = commits.slice(place)
  const versions = histories.map(({ id, commits: own, isAll }) => {
    const next = rest.find(({ subjectId }) => subjectId === id)
    return next?.version ?? (isAll ? 0 : (own.at(-1)?.version ?? 1) - 1)
  })
  return encode([shown, ...versions])
}

/** What each of these commits has to tell. */
async function linesOf(db: Database, commits: readonly Commit[]): Promise<(commit: Commit) => Line[]> {
  const [kin, messages, notes] = await Promise.all([
    findEvents(db, commits.flatMap(eventIds)),
    findMessages(
      db,
      commits.flatMap(({ entries }) => entries.flatMap((entry) => deliveryOf(entry) ?? [])),
    ),
    notesIn(db, commits),
  ])
  const events = new Map(kin.map((some) => [some[0]?.id ?? '', some]))
  const sent = new Map(messages.map((message) => [message.id, message]))
  return (commit) => [
    ...notes
      .filter(({ subjectId, version }) => subjectId === commit.subjectId && version === commit.version)
      .map(noteLine),
    ...happened(
      commit,
      eventIds(commit).flatMap((id) => events.get(id) ?? []),
      sent,
    ),
  ]
}

async function notesIn(db: Database, commits: readonly Commit[]): Promise<ContactNote[]> {
  const ids = [...new Set(commits.map(({ subjectId }) => subjectId))]
  const found = await Promise.all(
    ids.map((id) => {
      const versions = commits.filter(({ subjectId }) => subjectId === id).map(({ version }) => version)
      return findContactNotes(db, id, Math.min(...versions), Math.max(...versions))
    }),
  )
  return found.flat()
}

function noteLine({ id, runId, text, at }: ContactNote): Line {
  return { at: formatIso(at), kind: 'note', run_id: runId, note: { id, text } }
}

/** The events that a commit handled, and the first of those that it raised on its own: see `childId` of the engine. */
function eventIds({ subjectId, version, events }: Commit): string[] {
  return [...events, `${subjectId}-v${version}.1`]
}

/** One commit, the last thing first: what runs did stands above the events that made them do it. */
function happened({ entries }: Commit, events: readonly KnownEvent[], sent: ReadonlyMap<string, Message>): Line[] {
  const steps = entries.map((entry): Line => {
    const message = sent.get(deliveryOf(entry) ?? '')
    return {
      at: formatIso(entry.at),
      kind: 'step',
      run_id: entry.run,
      entry: journalJson(entry, sent),
      ...(message && { message: { id: message.id, channel: message.channel, text: message.body } }),
    }
  })
  const came = events.map((event): Line => ({ at: formatIso(event.at), kind: 'event', event: eventJson(event) }))
  return [...came, ...steps].reverse()
}
