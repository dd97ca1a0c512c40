import type * as v from 'valibot'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import {
  CountAnswer,
  CountQuery,
  NewSegmentBody,
  PreviewAnswer,
  PreviewBody,
  SegmentAnswer,
  SegmentBody,
} from '../../../schema/api/segments.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { pageOfSegment } from '../../run/members.ts'
import { filterOf, segmentOf } from '../../run/segment.ts'
import { deleteSegment, findSegment, listSegments, type Segment, saveSegment } from '../../store/segments.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { communityOf, contactJson } from './contact-json.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'
import { countSegment, looksAgain, segmentProblems, usersOf } from './segment-rules.ts'
import { slugProblem } from './slug.ts'

const PREVIEW_ITEMS = 20

/** Named conditions over the contact. */
export const segments = [
  operation({
    method: 'GET',
    path: '/segments',
    summary: 'Segments: named conditions over the contact',
    query: PageQuery,
    answers: { 200: pageOf(SegmentAnswer) },
    handle: async ({ c, deps, page }) =>
      c.json(pageAnswer(await listSegments(deps.db, textAt(page, 0), page.limit), page, segmentJson, ({ id }) => [id])),
  }),
  operation({
    method: 'GET',
    path: '/segments/:id',
    summary: 'One segment',
    answers: { 200: SegmentAnswer },
    handle: async ({ c, deps, id }) => {
      const segment = await findSegment(deps.db, id)
      return segment ? c.json(segmentJson(segment)) : problem(c, 404)
    },
  }),
  operation({
    method: 'POST',
    path: '/segments',
    summary: 'Make a segment; expressions ask for it with `segment("name")`',
    body: NewSegmentBody,
    answers: { 201: SegmentAnswer },
    handle: async ({ c, deps, body: { id, ...body } }) =>
      (await findSegment(deps.db, id)) ? problem(c, 409, 'there is such a segment') : save(c, id, body, 201),
  }),
  operation({
    method: 'PUT',
    path: '/segments/:id',
    summary: 'Make a segment, or change it. Whoever asks for it sees the new condition at once',
    body: SegmentBody,
    answers: { 200: SegmentAnswer },
    handle: async ({ c, id, body }) => slugProblem(c, id) ?? save(c, id, body, 200),
  }),
  operation({
    method: 'DELETE',
    path: '/segments/:id',
    summary: 'Delete a segment that nobody asks for',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => {
      const segment = await findSegment(deps.db, id)
      if (!segment) return problem(c, 404)
      const users = await usersOf(deps, segment)
      if (users.length > 0) return problem(c, 409, `it is asked for by ${users.slice(0, 5).join(', ')}`)
      return (await deleteSegment(deps.db, id)) ? c.body(null, 204) : problem(c, 404)
    },
  }),
  operation({
    method: 'GET',
    path: '/segments/:id/count',
    summary: 'How many contacts are in a segment: at once when they are few, else by a job, with the time of the count',
    query: CountQuery,
    answers: { 200: CountAnswer },
    handle: async ({ c, deps, id, query }) => {
      const segment = await findSegment(deps.db, id)
      if (!segment) return problem(c, 404)
      const { count, at, jobId } = await countSegment(deps, segment, query.fresh === 'true' ? 'fresh' : 'recent')
      return c.json({ count, counted_at: at === null ? null : formatIso(at), job_id: jobId })
    },
  }),
  operation({
    method: 'POST',
    path: '/segments/preview',
    reads: true,
    summary: 'Whom a condition means, among the newest contacts',
    needs: 'viewer',
    body: PreviewBody,
    answers: { 200: PreviewAnswer },
    handle: async ({ c, deps, body }) => {
      const catalogue = await deps.catalogue.refresh()
      const meant = segmentOf(body.if, catalogue)
      if (meant.kind === 'problem')
        return problem(c, 400, 'the segment is not right', [{ path: 'if', ...meant.problem }])
      const found = await pageOfSegment(deps, meant, { after: null, limit: 200 })
      const community = await communityOf(deps)
      return c.json({
        items: found.contacts.slice(0, PREVIEW_ITEMS).map((contact) => contactJson(contact, community)),
        looked: found.looked,
        matched: found.contacts.length,
        complete: found.next === null,
        in_sql: filterOf(meant.source, catalogue, deps.clock.now()).exact,
      })
    },
  }),
]

async function save(c: C, id: string, body: v.InferOutput<typeof SegmentBody>, status: 200 | 201): Promise<Response> {
  const { deps } = c.var.house
  const wish = { id, name: body.name, source: body.if }
  const problems = await segmentProblems(deps, wish)
  if (problems.length > 0) return problem(c, 400, 'the segment is not right', problems)
  await saveSegment(deps.db, { ...wish, now: deps.clock.now() }, await looksAgain(deps))
  await deps.catalogue.refresh()
  const segment = await findSegment(deps.db, id)
  return segment ? c.json(segmentJson(segment), status) : problem(c, 404)
}

function segmentJson({
  id,
  name,
  source,
  count,
  countedAt,
  createdAt,
  updatedAt,
}: Segment): v.InferOutput<typeof SegmentAnswer> {
  return {
    ...{ id, name, if: source, count },
    counted_at: countedAt === null ? null : formatIso(countedAt),
    created_at: formatIso(createdAt),
    updated_at: formatIso(updatedAt),
  }
}
