import { keepJob } from '../store/jobs.ts'
import { READ_SCHEDULES, toSchedule } from '../store/schedules.ts'
import type { Deps } from './deps.ts'
import { noteMetrics } from './metrics.ts'
import { SCHEDULES, tick } from './tick.ts'

/**
 * What a workflow needs that has just been published or resumed: its first tick planned, and a look at every contact
 * when its triggers are about the contact itself, so that dates already known count and segments have a beginning.
 */
export async function turnOn(deps: Deps, workflowId: string): Promise<void> {
  const catalogue = await deps.catalogue.refresh()
  const workflow = catalogue.workflows.find(({ id }) => id === workflowId)
  if (!workflow) return
  const kinds = workflow.program.triggers.map((trigger) => trigger.kind)
  const now = deps.clock.now()
  if (kinds.includes('schedule')) await tick(deps, (await deps.db.rows(READ_SCHEDULES.sql)).map(toSchedule))
  if (kinds.includes('metric')) await noteMetrics(deps, catalogue, workflowId)
  if (!kinds.includes('date') && !kinds.includes('segment')) return
  const id = `touch-${workflowId}-${workflow.program.version}-${now}`
  await deps.db.batch([keepJob(id, { kind: 'touch', workflowId }, now)])
  await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
}
