import { broadcastSubject, broadcastWorkflow } from '../../schema/broadcast.ts'
import { defineBroadcast } from '../../workflows/broadcast/define.ts'
import { MANUAL } from '../../workflows/engine/begin.ts'
import { launchWorkflow } from '../store/broadcast-sending.ts'
import { type BroadcastRow, moveBroadcast, standsStill } from '../store/broadcasts.ts'
import type { Statement } from '../store/database.ts'
import { eventIdOf, type InboxEvent, keepEvents } from '../store/events.ts'
import { keepJob, type Members } from '../store/jobs.ts'
import type { Catalogue } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { segmentOf } from './segment.ts'
import { SCHEDULES } from './tick.ts'

const LOOK_MS = 15_000

/**
 * Begin: publish the workflow that sends it, and the job that starts it for each member, in one batch. Both carry names
 * made of the broadcast's own, and the event of each member is named after the job and the member: whoever does this
 * again starts nobody twice.
 */
export async function launch(deps: Deps, row: BroadcastRow): Promise<void> {
  const catalogue = await deps.catalogue.refresh()
  const now = deps.clock.now()
  const of = membersOf(row, catalogue)
  if (of?.kind === 'problem') {
    const ended = { status: 'cancelled' as const, reason: of.why, lookAt: null, endedAt: now }
    await deps.db.batch([moveBroadcast(row, ended, now)])
    return
  }
  const { definition } = defineBroadcast(row.id, row.body, catalogue.settings.locale)
  const rooms = 'rooms' in row.body.audience
  const jobId = rooms ? null : `broadcast-${row.id}`
  const still = standsStill(row)
  await deps.db.batch([
    ...launchWorkflow({
      id: broadcastWorkflow(row.id),
      name: row.body.name,
      definition: JSON.stringify(definition),
      at: now,
      only: still,
    }),
    beginning(row, of?.members, still, now),
    moveBroadcast(row, { status: 'sending', jobId, startedAt: now, lookAt: now + LOOK_MS }, now),
    ...(jobId === null ? [] : [endOrphan(jobId, now)]),
  ])
  await deps.catalogue.refresh()
  await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
}

/** A broadcast goes from `scheduled` to `sending` once, and never back: a job under its name that is there is its own. */
function beginning(row: BroadcastRow, of: Members | undefined, still: Statement, now: number): Statement {
  const workflowId = broadcastWorkflow(row.id)
  if (of) return keepJob(`broadcast-${row.id}`, { kind: 'start', workflowId, of, inputs: null }, now)
  const event: InboxEvent = {
    ...{ id: eventIdOf('broadcast', row.id), type: MANUAL, subjectId: broadcastSubject(row.id) },
    ...{ at: now, receivedAt: now, data: { workflow_id: workflowId } },
    ...{ channel: null, externalId: null, profile: null, causes: [] },
  }
  return keepEvents([event], 0, still)
}

/** Somebody has cancelled it since it was read: then its job is nobody's. */
function endOrphan(jobId: string, now: number): Statement {
  const sql = `UPDATE jobs SET status = 'cancelled', updated_at = ?2 WHERE id = ?1 AND status = 'running'
    AND NOT EXISTS (SELECT 1 FROM broadcasts WHERE job_id = ?1)`
  return { sql, params: [jobId, now] }
}

type Meant = { kind: 'members'; members: Members } | { kind: 'problem'; why: string }

/** Whom it is for; undefined for rooms. A segment that is kept is what it is now, or is not there any more. */
function membersOf({ body: { audience } }: BroadcastRow, catalogue: Catalogue): Meant | undefined {
  if ('rooms' in audience) return undefined
  if ('contact_ids' in audience)
    return { kind: 'members', members: { contacts: [...new Set(audience.contact_ids)].sort() } }
  const segment = segmentOf(audience.segment, catalogue)
  if (segment.kind === 'problem') return { kind: 'problem', why: segment.problem.message }
  return { kind: 'members', members: { segment: segment.source } }
}
