import {
  BroadcastAnswer,
  BroadcastDetail,
  BroadcastQuery,
  BroadcastVersionAnswer,
  PreviewAnswer,
  PreviewBody,
} from '../../../schema/api/broadcasts.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { ReasonBody } from '../../../schema/api/runs.ts'
import { BroadcastBody } from '../../../schema/broadcast.ts'
import { beginsAt } from '../../../workflows/broadcast/begins.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { previewBroadcast } from '../../run/broadcast-preview.ts'
import {
  cancelBroadcast,
  pauseBroadcast,
  resumeBroadcast,
  submitBroadcast,
  withdrawTask,
} from '../../run/broadcasts.ts'
import type { Deps } from '../../run/deps.ts'
import {
  addBroadcast,
  type BroadcastRow,
  type BroadcastStatus,
  deleteBroadcast,
  findBroadcast,
  listBroadcasts,
  listBroadcastVersions,
  moveBroadcast,
  rewriteBroadcast,
} from '../../store/broadcasts.ts'
import { failureOf } from '../../store/database.ts'
import { newId } from '../../store/id.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { readBroadcast } from './broadcast-check.ts'
import { broadcastDetail, broadcastJson } from './broadcast-json.ts'
import { type Operation, operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'

/** Messages to many: written, approved, sent, and what became of them. */
export const broadcasts = [
  operation({
    method: 'GET',
    path: '/broadcasts',
    summary: 'Messages to many, newest first',
    query: BroadcastQuery,
    answers: { 200: pageOf(BroadcastAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const rows = await listBroadcasts(deps.db, query, { before: textAt(page, 0), limit: page.limit })
      return c.json(pageAnswer(rows, page, broadcastJson, ({ id }) => [id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/broadcasts/:id',
    summary: 'One broadcast, with its approvals, its progress and what became of its messages',
    answers: { 200: BroadcastDetail },
    handle: ({ c, id }) => detail(c, id),
  }),
  operation({
    method: 'POST',
    path: '/broadcasts',
    summary: 'Write a broadcast. It goes nowhere before it is submitted and approved',
    body: BroadcastBody,
    answers: { 201: BroadcastDetail },
    handle: async ({ c, deps, body: written }) => {
      const read = await readBroadcast(c, written)
      if (read.kind === 'refused') return read.response
      const { body } = read
      const at = deps.clock.now()
      const id = newId(at)
      await deps.db.batch(addBroadcast({ id, body, beginsAt: beginsAt(body) ?? at, at, by: c.var.caller.id }))
      return detail(c, id, 201)
    },
  }),
  operation({
    method: 'PUT',
    path: '/broadcasts/:id',
    summary: 'Change a broadcast that has not begun. What is written is kept as a version, and approval begins again',
    body: BroadcastBody,
    answers: { 200: BroadcastDetail },
    handle: async ({ c, deps, id, body: written }) => {
      const row = await findBroadcast(deps.db, id)
      if (!row) return problem(c, 404)
      if (!BEFORE.includes(row.status)) return problem(c, 409, `the broadcast is ${row.status}`)
      const read = await readBroadcast(c, written)
      if (read.kind === 'refused') return read.response
      const { body } = read
      const now = deps.clock.now()
      const begun = { status: 'draft' as const, reason: null, endedAt: null, taskId: null, lookAt: null }
      try {
        await deps.db.batch([
          ...rewriteBroadcast({ id, version: row.version + 1, body, at: now, by: c.var.caller.id }),
          ...withdrawTask(row, now),
          moveBroadcast(row, { ...begun, beginsAt: beginsAt(body) ?? now }, now),
        ])
      } catch (error) {
        if (failureOf(error) === 'conflict') return problem(c, 409, 'somebody else has changed it')
        throw error
      }
      const changed = await findBroadcast(deps.db, id)
      if (changed?.version === row.version) return problem(c, 409, `the broadcast is ${changed.status}`)
      if (changed && SUBMITTED.includes(row.status)) await submitBroadcast(deps, changed)
      return detail(c, id)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/broadcasts/:id',
    summary: 'Delete a broadcast that is not under way. What was sent stays',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => {
      if (await deleteBroadcast(deps.db, id)) return c.body(null, 204)
      const row = await findBroadcast(deps.db, id)
      return row ? problem(c, 409, `the broadcast is ${row.status}`) : problem(c, 404)
    },
  }),
  operation({
    method: 'GET',
    path: '/broadcasts/:id/versions',
    summary: 'Everything that was written of a broadcast, newest first',
    query: PageQuery,
    answers: { 200: pageOf(BroadcastVersionAnswer) },
    handle: async ({ c, deps, id, page }) => {
      const rows = await listBroadcastVersions(deps.db, id, { before: numberAt(page, 0), limit: page.limit })
      if (rows.length === 0 && !(await findBroadcast(deps.db, id))) return problem(c, 404)
      const json = (row: (typeof rows)[number]) => ({
        version: row.version,
        broadcast: row.body,
        at: formatIso(row.at),
        by: row.by,
      })
      return c.json(pageAnswer(rows, page, json, ({ version }) => [version]))
    },
  }),
  operation({
    method: 'POST',
    path: '/broadcasts/:id/preview',
    reads: true,
    summary:
      'What one member would get, on each kind of channel; what the gate and the word lists say; how many it is for',
    needs: 'viewer',
    body: PreviewBody,
    answers: { 200: PreviewAnswer },
    handle: async ({ c, deps, id, body }) => {
      const row = await findBroadcast(deps.db, id)
      if (!row) return problem(c, 404)
      const shown = await previewBroadcast(deps, row, body.contact_id)
      if (shown.kind === 'shown') return c.json(shown.preview)
      return problem(c, 422, 'there is nobody to show it for', [{ path: 'contact_id', message: shown.why }])
    },
  }),
  change(
    'submit',
    'Ask for approval, or send it when none is needed',
    ['draft', 'rejected', 'expired'],
    submitBroadcast,
  ),
  change('pause', 'Let a sending stand still: nobody else is written to', ['sending'], pauseBroadcast),
  change('resume', 'Let a paused sending go on', ['paused'], resumeBroadcast),
  operation({
    method: 'POST',
    path: '/broadcasts/:id/cancel',
    summary: 'Do not send it, or send no more of it',
    body: ReasonBody,
    answers: { 200: BroadcastDetail },
    handle: ({ c, id, body }) =>
      changed(c, id, OPEN, (deps, row) => cancelBroadcast(deps, row, body.reason ?? 'cancelled by an operator')),
  }),
]

const BEFORE: readonly BroadcastStatus[] = ['draft', 'approving', 'scheduled', 'rejected', 'expired']
const SUBMITTED: readonly BroadcastStatus[] = ['approving', 'scheduled']
const OPEN: readonly BroadcastStatus[] = ['draft', 'approving', 'scheduled', 'sending', 'paused']

type Change = (deps: Deps, row: BroadcastRow) => Promise<void>

function change(verb: string, summary: string, from: readonly BroadcastStatus[], by: Change): Operation {
  return operation({
    method: 'POST',
    path: `/broadcasts/:id/${verb}`,
    summary,
    answers: { 200: BroadcastDetail },
    handle: ({ c, id }) => changed(c, id, from, by),
  })
}

async function changed(c: C, id: string, from: readonly BroadcastStatus[], by: Change): Promise<Response> {
  const { deps } = c.var.house
  const row = await findBroadcast(deps.db, id)
  if (!row) return problem(c, 404)
  if (!from.includes(row.status)) return problem(c, 409, `the broadcast is ${row.status}`)
  await by(deps, row)
  return detail(c, id)
}

async function detail(c: C, id: string, status: 200 | 201 = 200): Promise<Response> {
  const { deps } = c.var.house
  const row = await findBroadcast(deps.db, id)
  return row ? c.json(await broadcastDetail(deps, row), status) : problem(c, 404)
}
