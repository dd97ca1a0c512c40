import type * as v from 'valibot'
import {
  GatheringAnswer,
  GatheringBody,
  GatheringDetail,
  GatheringQuery,
  SeatAnswer,
  SeatBody,
} from '../../../schema/api/gatherings.ts'
import { pageOf } from '../../../schema/api/page.ts'
import type { GatheringShape, SeatWish } from '../../../schema/gathering.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { askSeat } from '../../run/seats.ts'
import { SCHEDULES } from '../../run/tick.ts'
import { findContact } from '../../store/contacts.ts'
import type { Statement } from '../../store/database.ts'
import {
  cancelGathering,
  deleteGathering,
  findGathering,
  type Gathering,
  gatheringFigures,
  listGatherings,
  saveGathering,
} from '../../store/gatherings.ts'
import { newId } from '../../store/id.ts'
import { keepJob } from '../../store/jobs.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { type Operation, operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'
import { slugProblem } from './slug.ts'

/** Meetings that members sign up for. */
export const gatherings = [
  operation({
    method: 'GET',
    path: '/gatherings',
    summary: 'Gatherings, the soonest first',
    query: GatheringQuery,
    answers: { 200: pageOf(GatheringAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const range = { from: Date.parse(query.from ?? '1970-01-01'), to: Date.parse(query.to ?? '9999-01-01') }
      const [at, id] = [numberAt(page, 0), textAt(page, 1)]
      const after = page.after === null || at === null || id === null ? null : { at, id }
      const rows = await listGatherings(deps.db, range, { after, limit: page.limit })
      return c.json(pageAnswer(rows, page, gatheringJson, (one) => [one.startsAt, one.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/gatherings/:id',
    summary: 'One gathering, with how many signed up, came, and said something',
    answers: { 200: GatheringDetail },
    handle: ({ c, id }) => detail(c, id),
  }),
  operation({
    method: 'PUT',
    path: '/gatherings/:id',
    summary: 'Make a gathering, or change it. Those who signed up hear of another time or place',
    body: GatheringBody,
    answers: { 200: GatheringDetail, 201: GatheringDetail },
    handle: async ({ c, deps, id, body }) => {
      const refused = slugProblem(c, id)
      if (refused) return refused
      const before = await findGathering(deps.db, id)
      const now = deps.clock.now()
      const wish = wishOf(id, body, before)
      const told =
        before && hasMoved(before, wish) ? [tellAll(id, 'gathering.changed', { ...wish, status: 'open' }, now)] : []
      await deps.db.batch([...saveGathering(wish, now), ...told])
      await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
      return detail(c, id, before ? 200 : 201)
    },
  }),
  operation({
    method: 'POST',
    path: '/gatherings/:id/cancel',
    summary: 'It does not take place. Those who signed up hear of it',
    answers: { 200: GatheringDetail },
    handle: async ({ c, deps, id }) => {
      const before = await findGathering(deps.db, id)
      if (!before) return problem(c, 404)
      if (before.status === 'cancelled') return problem(c, 409, 'the gathering is cancelled already')
      const now = deps.clock.now()
      await deps.db.batch([cancelGathering(id, now), tellAll(id, 'gathering.cancelled', before, now)])
      await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
      return detail(c, id)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/gatherings/:id',
    summary: 'Delete a gathering with all of its sign-ups',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deleteGathering(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
  seat('signup', 'add', 'Sign a member up: a seat while there are any, else a place in the line'),
  seat('withdraw', 'cancel', 'Give a member’s seat back. Whoever waited longest moves up'),
  seat('checkin', 'checkin', 'Say that a member has come; with `code` only when it is the right one'),
]

function seat(verb: string, wish: SeatWish, summary: string): Operation {
  return operation({
    method: 'POST',
    path: `/gatherings/:id/${verb}`,
    summary,
    body: SeatBody,
    answers: { 200: SeatAnswer },
    handle: async ({ c, deps, id, body }) => {
      if (!(await findGathering(deps.db, id))) return problem(c, 404)
      const subjectId = body.contact_id
      if (!(await findContact(deps.db, subjectId)))
        return problem(c, 422, 'no such contact', [
          { path: 'contact_id', message: `there is no contact \`${subjectId}\`` },
        ])
      const answer = await askSeat(deps, { gathering: id, subjectId, wish, code: body.code })
      if (typeof answer.refused === 'string') return problem(c, 409, answer.refused)
      return c.json(seatJson(answer))
    },
  })
}

function seatJson({ status, changed, position }: JsonObject): v.InferOutput<typeof SeatAnswer> {
  const answer = { status: status as v.InferOutput<typeof SeatAnswer>['status'], changed: changed === true }
  return typeof position === 'number' ? { ...answer, position } : answer
}

function wishOf(id: string, body: GatheringShape, before: Gathering | undefined) {
  const { name, description, place, capacity, waitlist } = body
  return {
    ...{ id, name, description, place, capacity, waitlist },
    startsAt: Date.parse(body.starts_at),
    endsAt: body.ends_at === null ? null : Date.parse(body.ends_at),
    code: body.code ?? before?.code ?? newId(0).slice(-6),
  }
}

type Told = Pick<Gathering, 'startsAt' | 'endsAt' | 'place' | 'name' | 'status'>

function hasMoved(before: Gathering, after: Omit<Told, 'status'>): boolean {
  return before.startsAt !== after.startsAt || before.endsAt !== after.endsAt || before.place !== after.place
}

/** An event for everybody who has a seat or waits for one, page by page. */
function tellAll(gathering: string, type: string, { startsAt, endsAt, place, name }: Told, now: number): Statement {
  const data = {
    ...{ gathering_id: gathering, name, place, starts_at: formatIso(startsAt) },
    ends_at: endsAt === null ? null : formatIso(endsAt),
  }
  return keepJob(`j${newId(now)}`, { kind: 'tell', type, data, of: { gathering } }, now)
}

async function detail(c: C, id: string, status: 200 | 201 = 200): Promise<Response> {
  const { deps } = c.var.house
  const found = await findGathering(deps.db, id)
  return found ? c.json(await detailJson(deps, found), status) : problem(c, 404)
}

async function detailJson(deps: Deps, found: Gathering): Promise<v.InferOutput<typeof GatheringDetail>> {
  const { confirmed, attended, waitlisted, cancelled, promoted, feedback, score } = await gatheringFigures(
    deps.db,
    found.id,
  )
  return {
    ...gatheringJson(found),
    figures: {
      signed_up: confirmed + attended,
      came: attended,
      ...{ waitlisted, cancelled, promoted },
      feedback: { count: feedback, average: score },
    },
  }
}

function gatheringJson(found: Gathering): v.InferOutput<typeof GatheringAnswer> {
  const { id, name, description, place, capacity, taken, waitlist, code, status } = found
  return {
    ...{ id, name, description, place, capacity, taken, waitlist, code, status },
    starts_at: formatIso(found.startsAt),
    ends_at: found.endsAt === null ? null : formatIso(found.endsAt),
    created_at: formatIso(found.createdAt),
    updated_at: formatIso(found.updatedAt),
  }
}
