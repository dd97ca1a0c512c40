import { EventAnswer, EventQuery } from '../../../schema/api/events.ts'
import { pageOf } from '../../../schema/api/page.ts'
import { carryOutNow, keep } from '../../run/handle.ts'
import { findContact } from '../../store/contacts.ts'
import { findEvent, isOfType, type KnownEvent, listEvents } from '../../store/event-list.ts'
import type { InboxEvent } from '../../store/events.ts'
import { newId } from '../../store/id.ts'
import { later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { pageOfContactEvents } from './contact-events.ts'
import { contactIdOrNull, eventJson } from './event-json.ts'
import { operation } from './operation.ts'
import { encode, flatPageAnswer, numberAt } from './page.ts'

export const events = [
  operation({
    method: 'GET',
    path: '/events',
    summary: 'What happened, newest first; each event is followed by those that it raised',
    query: EventQuery,
    answers: { 200: pageOf(EventAnswer) },
    handle: async ({ c, deps, query, page }) => {
      if (query.contact_id !== undefined)
        return c.json(await pageOfContactEvents(deps.db, query.contact_id, query, page))
      const filter = { type: query.type, status: query.status }
      const { rows, below } = await listEvents(deps.db, filter, { upTo: numberAt(page, 0), limit: page.limit })
      const wanted = (kin: KnownEvent[]) => kin.filter((event) => isOfType(event, query.type)).map(eventJson)
      const answer = flatPageAnswer(rows, page, ([own]) => own?.seq ?? 0, wanted)
      const goesOn = answer.next_cursor === null && below !== null
      return c.json(goesOn ? { ...answer, next_cursor: encode([below - 1, 0]) } : answer)
    },
  }),
  operation({
    method: 'GET',
    path: '/events/:id',
    summary: 'One event, with what it started, or why nothing',
    answers: { 200: EventAnswer },
    handle: async ({ c, deps, id }) => {
      const event = await findEvent(deps.db, id)
      return event ? c.json(eventJson(event)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/events/:id/replay',
    summary: 'Let it happen again, as a new event, and say what that started',
    answers: { 202: EventAnswer },
    handle: async ({ c, deps, id }) => {
      const event = await findEvent(deps.db, id)
      if (!event) return problem(c, 404)
      const contactId = event.externalId === null ? contactIdOrNull(event.subjectId) : null
      if (contactId !== null && !(await findContact(deps.db, contactId))) return problem(c, 422, 'its contact is gone')
      const again = replayed(event, deps.clock.now())
      await carryOutNow(deps, await keep(deps, [again]), later(c))
      const came = await findEvent(deps.db, again.id)
      return came ? c.json(eventJson(came), 202) : problem(c, 500)
    },
  }),
]

/** The same happening under a new id. A dot parts an event from its children, so the new id has none of its own. */
function replayed(event: KnownEvent, now: number): InboxEvent {
  const { id, type, channel, externalId, subjectId, profile, at, data, causes } = event
  return {
    id: `${id.replaceAll('.', '-')}-r${newId(now)}`,
    ...{ type, channel, externalId, at, data, causes },
    subjectId: externalId === null ? subjectId : null,
    profile: externalId === null ? null : profile,
    receivedAt: now,
  }
}
