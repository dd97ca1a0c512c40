import type * as v from 'valibot'
import { TimelineAnswer } from '../../../schema/api/contacts.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import type { ContactNote } from '../../../schema/contact-note.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { findContactNotes } from '../../store/contact-notes.ts'
import { findContact } from '../../store/contacts.ts'
import { findEvents, type KnownEvent } from '../../store/event-list.ts'
import { type Commit, listCommits } from '../../store/journal-read.ts'
import { problem } from '../problem.ts'
import { eventJson } from './event-json.ts'
import { operation } from './operation.ts'
import { flatPageAnswer, numberAt } from './page.ts'
import { journalJson } from './run-json.ts'

type Line = v.InferOutput<typeof TimelineAnswer>

export const timeline = [
  operation({
    method: 'GET',
    path: '/contacts/:id/timeline',
    summary: 'What happened to a contact and what runs did about it, newest first',
    query: PageQuery,
    answers: { 200: pageOf(TimelineAnswer) },
    handle: async ({ c, deps, id, page }) => {
      if (!(await findContact(deps.db, id))) return problem(c, 404)
      const commits = await listCommits(deps.db, id, numberAt(page, 0), page.limit)
      const ids = commits.flatMap((commit) => eventIds(id, commit))
      const kin = new Map((await findEvents(deps.db, ids)).map((events) => [events[0]?.id ?? '', events]))
      const [last, first] = [commits[0]?.version ?? 0, commits.at(-1)?.version ?? 0]
      const notes = await findContactNotes(deps.db, id, first, last)
      const lines = (commit: Commit) => [
        ...notes.filter(({ version }) => version === commit.version).map(noteLine),
        ...linesOf(
          commit,
          eventIds(id, commit).flatMap((one) => kin.get(one) ?? []),
        ),
      ]
      return c.json(flatPageAnswer(commits, page, (commit) => commit.version, lines))
    },
  }),
]

function noteLine({ id, runId, text, at }: ContactNote): Line {
  return { at: formatIso(at), kind: 'note', run_id: runId, note: { id, text } }
}

/** The events that a commit handled, and the first of those that it raised on its own: see `childId` of the engine. */
function eventIds(contactId: string, { version, events }: Commit): string[] {
  return [...events, `${contactId}-v${version}.1`]
}

/** One commit, the last thing first: what runs did stands above the events that made them do it. */
function linesOf({ entries }: Commit, events: readonly KnownEvent[]): Line[] {
  const steps = entries.map(
    (entry): Line => ({
      at: formatIso(entry.at),
      kind: 'step',
      run_id: entry.run,
      entry: journalJson(entry),
    }),
  )
  const happened = events.map((event): Line => ({ at: formatIso(event.at), kind: 'event', event: eventJson(event) }))
  return [...happened, ...steps].reverse()
}
