import type * as v from 'valibot'
import { TimelineAnswer } from '../../../schema/api/contacts.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import type { ContactNote } from '../../../schema/contact-note.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { findContactNotes } from '../../store/contact-notes.ts'
import { findContact } from '../../store/contacts.ts'
import type { Database } from '../../store/database.ts'
import { findEvents, type KnownEvent } from '../../store/event-list.ts'
import type { Commit } from '../../store/journal-read.ts'
import { findMessages, type Message } from '../../store/messages.ts'
import { problem } from '../problem.ts'
import { eventJson } from './event-json.ts'
import { eventIds, pageOfHistories } from './histories.ts'
import { operation } from './operation.ts'
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
      return c.json(await pageOfHistories(deps.db, { id: contact.id, page }, (commits) => linesOf(deps.db, commits)))
    },
  }),
]

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
