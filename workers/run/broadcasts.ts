import { broadcastWorkflow } from '../../schema/broadcast.ts'
import { beginsAt } from '../../workflows/broadcast/begins.ts'
import { parseDuration } from '../../workflows/language/duration.ts'
import { formatIso } from '../../workflows/language/iso.ts'
import { cancelReady, figuresOf, retireWorkflow, setWorkflow, standingOf } from '../store/broadcast-sending.ts'
import {
  type BroadcastPatch,
  type BroadcastRow,
  dueBroadcasts,
  findBroadcast,
  moveBroadcast,
  standsStill,
} from '../store/broadcasts.ts'
import { failureOf, type Statement } from '../store/database.ts'
import { endJob, keepJob, pauseJob, resumeJob } from '../store/jobs.ts'
import { closeTasks, findTask, writeTasks } from '../store/tasks.ts'
import { bringForward } from '../store/workflows.ts'
import { DELIVERIES } from '../timers/port.ts'
import { approvalTask } from './approval-task.ts'
import type { Deps } from './deps.ts'
import { launch } from './launch.ts'
import { SCHEDULES } from './tick.ts'

const PAGE = 20
const LOOK_MIN_MS = 15_000

/** Carry on broadcasts that somebody must look at: approvals that were decided or are over, times that have come, ends. */
export async function carryOnBroadcasts(deps: Deps): Promise<number> {
  const due = await dueBroadcasts(deps.db, deps.clock.now(), PAGE)
  for (const row of due) await carryOn(deps, row)
  return due.length
}

/** The same for one, now: a decision of its approval was made. */
export async function carryOnBroadcast(deps: Deps, id: string): Promise<void> {
  const row = await findBroadcast(deps.db, id)
  if (row && row.lookAt !== null) await carryOn(deps, row)
}

/** Each case writes only if the broadcast still stands as it was read, so it may be carried on twice at once. */
async function carryOn(deps: Deps, row: BroadcastRow): Promise<void> {
  switch (row.status) {
    case 'approving':
      return decide(deps, row)
    case 'scheduled':
      return row.beginsAt <= deps.clock.now() ? launch(deps, row) : move(deps, row, { lookAt: row.beginsAt })
    case 'sending':
    case 'cancelled':
      return lookForEnd(deps, row)
    default:
      return move(deps, row, { lookAt: null })
  }
}

async function move(
  deps: Deps,
  row: BroadcastRow,
  patch: BroadcastPatch,
  also: readonly Statement[] = [],
): Promise<void> {
  try {
    await deps.db.batch([...also, moveBroadcast(row, patch, deps.clock.now())])
  } catch (error) {
    if (failureOf(error) !== 'conflict') throw error
    return
  }
  if (patch.lookAt != null) await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: patch.lookAt }])
}

/** What came of the step that is being asked. */
async function decide(deps: Deps, row: BroadcastRow): Promise<void> {
  const task = row.taskId === null ? undefined : await findTask(deps.db, row.taskId)
  const now = deps.clock.now()
  const name = row.steps[row.step]?.id ?? ''
  if (task?.status === 'approved') return askNext(deps, row, row.step + 1)
  if (task?.status === 'rejected') {
    const reason = `rejected by ${name}${task.note === null ? '' : `: ${task.note}`}`
    return move(deps, row, { status: 'rejected', reason, lookAt: null, endedAt: now })
  }
  if (task?.status === 'open' && (task.dueAt === null || task.dueAt > now))
    return move(deps, row, { lookAt: task.dueAt })
  const over = { id: row.taskId ?? '', status: 'expired' as const, at: now, by: null, note: null }
  const reason = `not approved by ${name} until ${formatIso(task?.dueAt ?? now)}`
  await move(deps, row, { status: 'expired', reason, lookAt: null, endedAt: now }, [closeTasks([over])])
}

/** Ask for the approval that a broadcast needs, from its first step on. Without any step it is approved. */
export async function submitBroadcast(deps: Deps, row: BroadcastRow): Promise<void> {
  const { settings } = await deps.catalogue.refresh()
  const begins = beginsAt(row.body)
  await askNext(deps, { ...row, steps: settings.approvals.steps, beginsAt: begins ?? deps.clock.now() }, 0, row)
}

/** `from` is the row as it was read, when this begins the approval. */
async function askNext(deps: Deps, row: BroadcastRow, step: number, from?: BroadcastRow): Promise<void> {
  const now = deps.clock.now()
  const round = from ? row.round + 1 : row.round
  const begun = from ? { steps: row.steps, beginsAt: row.beginsAt, reason: null, endedAt: null } : {}
  const asked = row.steps[step]
  if (!asked) {
    const begins = beginsAt(row.body) ?? now
    const patch = {
      ...begun,
      status: 'scheduled' as const,
      step,
      round,
      taskId: null,
      beginsAt: begins,
      lookAt: Math.max(begins, now),
    }
    return move(deps, from ?? row, patch)
  }
  const { settings } = await deps.catalogue.known()
  const patience = now + (parseDuration(settings.approvals.timeout) ?? 0)
  const begins = beginsAt(row.body)
  const dueAt = begins !== null && begins > now ? Math.min(begins, patience) : patience
  const task = approvalTask({ ...row, step, round }, asked, { locale: settings.locale, now, dueAt })
  const patch = { ...begun, status: 'approving' as const, step, round, taskId: task.id, lookAt: dueAt }
  // Two who ask for the same approval write the same task: the second finds its key taken, and writes nothing at all.
  await move(deps, from ?? row, patch, [writeTasks([task])])
}

/** How long after it began it is looked at again: the longer it lasts, the less often. */
function nextLook({ startedAt, endedAt }: BroadcastRow, now: number): number {
  const since = now - (endedAt ?? startedAt ?? now)
  return now + Math.max(LOOK_MIN_MS, Math.ceil(since / 4))
}

/** Whether everything of it is done: then what came of it is kept, and nothing decides by it any more. */
async function lookForEnd(deps: Deps, row: BroadcastRow): Promise<void> {
  const now = deps.clock.now()
  const workflowId = broadcastWorkflow(row.id)
  const standing = await standingOf(deps.db, { workflowId, jobId: row.jobId })
  const starting = standing.job === 'running' || standing.job === 'paused'
  if (starting || standing.open) {
    const lookAt = nextLook(row, now)
    if (row.status !== 'cancelled' || standing.stopping) return move(deps, row, { lookAt })
    return move(deps, row, { lookAt }, [stopAll(row, now)])
  }
  const figures = await figuresOf(deps.db, workflowId)
  const cancelled = row.status === 'cancelled' || standing.job === 'cancelled'
  const reason = row.reason ?? (cancelled ? 'its job was cancelled' : null)
  const patch = { status: cancelled ? ('cancelled' as const) : ('done' as const), reason, figures, lookAt: null }
  await move(deps, row, { ...patch, endedAt: row.endedAt ?? now }, retireWorkflow(workflowId))
  await deps.catalogue.refresh()
}

function stopAll({ id, reason }: BroadcastRow, now: number): Statement {
  const task = {
    kind: 'stop' as const,
    workflowId: broadcastWorkflow(id),
    reason: reason ?? 'the broadcast was cancelled',
  }
  return keepJob(`stop-${id}-${now}`, task, now)
}

/** Nothing more goes out from now on: nobody else is started, runs stand still, messages are held. */
export async function pauseBroadcast(deps: Deps, row: BroadcastRow): Promise<void> {
  const now = deps.clock.now()
  const job = row.jobId === null ? [] : [pauseJob(row.jobId, now)]
  await move(deps, row, { status: 'paused', lookAt: null }, [
    ...job,
    ...setWorkflow(broadcastWorkflow(row.id), 'paused', now),
  ])
  await deps.catalogue.refresh()
}

export async function resumeBroadcast(deps: Deps, row: BroadcastRow): Promise<void> {
  const now = deps.clock.now()
  const workflowId = broadcastWorkflow(row.id)
  const job = row.jobId === null ? [] : [resumeJob(row.jobId, now)]
  await move(deps, row, { status: 'sending', lookAt: now + LOOK_MIN_MS }, [
    ...job,
    // Somebody may have cancelled it since it was read: then what stands with it goes to nobody.
    ...setWorkflow(workflowId, 'active', now, standsStill(row)),
  ])
  await deps.catalogue.refresh()
  await bringForward(deps.db, workflowId, now)
  await deps.timers.arm([{ subjectId: DELIVERIES, dueAtMs: now }])
}

/** What was not sent yet is not sent. What stands with its contact is taken back by a job, and held until then. */
export async function cancelBroadcast(deps: Deps, row: BroadcastRow, reason: string): Promise<void> {
  const now = deps.clock.now()
  const workflowId = broadcastWorkflow(row.id)
  const began = row.status === 'sending' || row.status === 'paused'
  const open =
    row.taskId === null ? [] : [{ id: row.taskId, status: 'cancelled' as const, at: now, by: null, note: reason }]
  const also = began
    ? [
        ...(row.jobId === null ? [] : [endJob(row.jobId, 'cancelled', now)]),
        ...setWorkflow(workflowId, 'paused', now),
        ...cancelReady(workflowId, reason),
        stopAll({ ...row, reason }, now),
      ]
    : [closeTasks(open)]
  await move(deps, row, { status: 'cancelled', reason, lookAt: began ? now : null, endedAt: now }, also)
  await deps.catalogue.refresh()
}

/** The step that is being asked is asked no more: what it was about has changed. */
export function withdrawTask({ taskId }: BroadcastRow, now: number): Statement[] {
  if (taskId === null) return []
  return [closeTasks([{ id: taskId, status: 'cancelled', at: now, by: null, note: 'the broadcast was changed' }])]
}
