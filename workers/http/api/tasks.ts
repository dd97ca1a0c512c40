import type * as v from 'valibot'
import { pageOf } from '../../../schema/api/page.ts'
import { NoteBody, TaskAnswer, TaskQuery } from '../../../schema/api/tasks.ts'
import { broadcastOf } from '../../../schema/broadcast.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { carryOnBroadcast } from '../../run/broadcasts.ts'
import { handle } from '../../run/handle.ts'
import { lookAtBroadcast } from '../../store/broadcasts.ts'
import { EVENT_LEASE_MS, eventIdOf, type InboxEvent } from '../../store/events.ts'
import { type Decision, decideTask, findTask, type KnownTask, listTasks } from '../../store/tasks.ts'
import { afterwards } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { contactIdOrNull } from './event-json.ts'
import { type Asked, type Operation, operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'

export const tasks = [
  operation({
    method: 'GET',
    path: '/tasks',
    summary: 'What waits for a person, and what was decided; newest first',
    query: TaskQuery,
    answers: { 200: pageOf(TaskAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const filter = { status: query.status, assignee: query.assignee, subjectId: query.contact_id }
      const [at, id] = [numberAt(page, 0), textAt(page, 1)]
      const before = page.after === null || at === null || id === null ? null : { at, id }
      const rows = await listTasks(deps.db, filter, { before, limit: page.limit })
      return c.json(pageAnswer(rows, page, taskJson, (task) => [task.createdAt, task.id]))
    },
  }),
  operation({
    method: 'GET',
    path: '/tasks/:id',
    summary: 'One task',
    answers: { 200: TaskAnswer },
    handle: async ({ c, deps, id }) => {
      const task = await findTask(deps.db, id)
      return task ? c.json(taskJson(task)) : problem(c, 404)
    },
  }),
  decision('approve', 'approved', 'Approve what a run asks for: it goes on with `then`'),
  decision('reject', 'rejected', 'Reject what a run asks for: it goes on with `else`'),
  decision('done', 'done', 'Say that a task is done'),
]

function decision(verb: string, status: Decision['status'], summary: string): Operation {
  return operation({
    method: 'POST',
    path: `/tasks/:id/${verb}`,
    summary,
    body: NoteBody,
    answers: { 200: TaskAnswer },
    handle: (asked) => decide(asked, status),
  })
}

/** One decision counts. What it leads to is carried out before this answers; should that fail, the sweep goes on with it. */
async function decide(
  { c, deps, id, body }: Asked<unknown, v.InferOutput<typeof NoteBody>>,
  status: Decision['status'],
) {
  const task = await findTask(deps.db, id)
  if (!task) return problem(c, 404)
  if ((task.kind === 'approval') === (status === 'done'))
    return problem(c, 409, task.kind === 'approval' ? 'it is to be approved or rejected' : 'it is to be done')
  const made = { id, status, at: deps.clock.now(), by: c.var.caller.id, note: body.note ?? null }
  const event = eventOf(task, made)
  const broadcast = broadcastOf(task.subjectId)
  const also = broadcast === undefined ? [] : [lookAtBroadcast(broadcast, made.at)]
  const decided = await decideTask(deps.db, { ...made, event, also, leaseUntil: deps.clock.real() + EVENT_LEASE_MS })
  if (!decided) {
    const present = await findTask(deps.db, id)
    if (!present) return problem(c, 404)
    return problem(c, 409, present.status === 'open' ? 'its time is over' : `the task is ${present.status}`)
  }
  const work = { who: { subjectId: task.subjectId }, events: [event], results: [], commands: [] }
  await afterwards(handle(deps, [work]))
  if (broadcast !== undefined) await afterwards(carryOnBroadcast(deps, broadcast))
  return c.json(taskJson(decided))
}

function eventOf(
  { id, title, subjectId }: KnownTask,
  { status, at, by, note }: Pick<Decision, 'status' | 'at' | 'by' | 'note'>,
): InboxEvent {
  return {
    id: eventIdOf('decided task', id),
    type: `task.${status}`,
    channel: null,
    externalId: null,
    subjectId,
    profile: null,
    at,
    receivedAt: at,
    data: { task_id: id, title, by, ...(note !== null && { note }) },
    causes: [],
  }
}

function taskJson(task: KnownTask): v.InferOutput<typeof TaskAnswer> {
  const { id, kind, title, detail, assignee, status, decidedBy, note } = task
  return {
    ...{ id, kind, title, detail, assignee, status },
    contact_id: contactIdOrNull(task.subjectId),
    run_id: task.runId === '' ? null : task.runId,
    workflow_id: task.workflowId,
    due_at: isoOrNull(task.dueAt),
    created_at: formatIso(task.createdAt),
    decided_at: isoOrNull(task.decidedAt),
    decided_by: decidedBy,
    note,
  }
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : formatIso(ms)
}
