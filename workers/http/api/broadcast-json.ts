import type * as v from 'valibot'
import type { BroadcastAnswer, BroadcastDetail } from '../../../schema/api/broadcasts.ts'
import { broadcastSubject, broadcastWorkflow } from '../../../schema/broadcast.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { figuresOf } from '../../store/broadcast-sending.ts'
import type { BroadcastRow } from '../../store/broadcasts.ts'
import { findJob } from '../../store/jobs.ts'
import { type KnownTask, listTasks } from '../../store/tasks.ts'

export function broadcastJson(row: BroadcastRow): v.InferOutput<typeof BroadcastAnswer> {
  const { id, body, version, status, reason } = row
  return {
    id,
    ...body,
    ...{ version, status },
    ...(reason !== null && { reason }),
    begins_at: formatIso(row.beginsAt),
    created_at: formatIso(row.createdAt),
    created_by: row.createdBy,
    updated_at: formatIso(row.updatedAt),
    started_at: isoOrNull(row.startedAt),
    ended_at: isoOrNull(row.endedAt),
  }
}

const APPROVALS_MAX = 200

/** With its approvals, its progress, and what became of its messages so far. */
export async function broadcastDetail(deps: Deps, row: BroadcastRow): Promise<v.InferOutput<typeof BroadcastDetail>> {
  const [tasks, job, figures] = await Promise.all([
    listTasks(deps.db, { subjects: [broadcastSubject(row.id)] }, { before: null, limit: APPROVALS_MAX }),
    row.jobId === null ? undefined : findJob(deps.db, row.jobId),
    row.figures ?? figuresOf(deps.db, broadcastWorkflow(row.id)),
  ])
  return {
    ...broadcastJson(row),
    approvals: approvalsOf(row, tasks),
    progress: job
      ? { job_id: job.id, status: job.status, done: job.done, matched: job.matched, total: job.total }
      : null,
    figures: { members: figures.runs, messages: figures.messages, reasons: figures.reasons },
  }
}

type Approvals = v.InferOutput<typeof BroadcastDetail>['approvals']

/** The steps of the approval as it was asked last. */
function approvalsOf({ id, steps, round }: BroadcastRow, tasks: readonly KnownTask[]): Approvals {
  return steps.map((step) => {
    const task = tasks.find((one) => one.id === `${broadcastSubject(id)}-${round}-${step.id}`)
    const status = task?.status ?? ('waiting' as const)
    return {
      step: step.id,
      assignee: step.assignee ?? null,
      task_id: task?.id ?? null,
      status: status === 'done' ? ('approved' as const) : status,
      due_at: isoOrNull(task?.dueAt ?? null),
      decided_at: isoOrNull(task?.decidedAt ?? null),
      decided_by: task?.decidedBy ?? null,
      note: task?.note ?? null,
    }
  })
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : formatIso(ms)
}
