import type { JsonObject } from '../../schema/json.ts'
import type { Trigger } from '../../workflows/engine/program.ts'
import { formatIso } from '../../workflows/language/iso.ts'
import { eventIdOf, type InboxEvent, keepEvents } from '../store/events.ts'
import { keepJob } from '../store/jobs.ts'
import { forgetSchedules, type Schedule, writeSchedules } from '../store/schedules.ts'
import type { Catalogue } from './catalogue.ts'
import type { Deps } from './deps.ts'

/**
 * Schedule triggers that have come round. When each ticks next is computed from its published definition, so a lost row
 * or a changed schedule mends itself; a tick's id is its slot, so it counts once, whoever finds it. After an outage only
 * the latest missed slot ticks. Answers how many did.
 */
export async function tick(deps: Deps, all: readonly Schedule[]): Promise<number> {
  const stored = all.filter((row) => !isDuty(row))
  const catalogue = await deps.catalogue.known()
  const now = deps.clock.now()
  const wanted = scheduled(catalogue)
  const gone = stored.filter(
    ({ workflowId, trigger }) => !wanted.some((one) => one.workflowId === workflowId && one.index === trigger),
  )
  const statements = gone.length > 0 ? [forgetSchedules(gone)] : []
  const planned: Schedule[] = []
  let ticked = 0
  for (const one of wanted) {
    const row = stored.find(({ workflowId, trigger }) => workflowId === one.workflowId && trigger === one.index)
    const current = row?.version === one.version ? row : undefined
    if (current && current.nextAt > now) continue
    const next = one.trigger.cron.next(now, one.zone)
    if (next !== undefined)
      planned.push({ workflowId: one.workflowId, trigger: one.index, version: one.version, nextAt: next })
    if (!current) continue
    statements.push(tickStatement(deps, one, latestSlot(one, current.nextAt, now)))
    ticked += 1
  }
  if (planned.length > 0) statements.push(writeSchedules(planned))
  if (statements.length > 0) await deps.db.batch(statements)
  if (planned.length > 0)
    await deps.timers.arm(planned.map(({ nextAt }) => ({ subjectId: SCHEDULES, dueAtMs: nextAt })))
  return ticked
}

/** What the house does by the clock for itself has its rows among the schedules; no workflow has such a name. */
export const DUTY = ':'

export function isDuty({ workflowId }: Schedule): boolean {
  return workflowId.startsWith(DUTY)
}

/** Wakes with this name are for schedules; they belong to no subject. */
export const SCHEDULES = 'schedules'

type Scheduled = {
  workflowId: string
  version: number
  index: number
  trigger: Extract<Trigger, { kind: 'schedule' }>
  zone: string
  maxLateMs: number
}

function scheduled(catalogue: Catalogue): Scheduled[] {
  return catalogue.workflows.flatMap(({ id, paused, program }) =>
    program.triggers.flatMap((trigger, index) =>
      // While it is paused a tick for nobody in particular is kept with that reason; nobody wants one for each contact.
      trigger.kind === 'schedule' && !(paused && trigger.forEach)
        ? [
            {
              workflowId: id,
              version: program.version,
              index,
              trigger,
              zone: trigger.zone ?? program.settings.timezone ?? catalogue.settings.timezone,
              maxLateMs: program.settings.maxLateMs,
            },
          ]
        : [],
    ),
  )
}

const SLOTS_MAX = 10_000

function latestSlot({ trigger, zone }: Scheduled, from: number, now: number): number {
  let slot = from
  for (let i = 0; i < SLOTS_MAX; i++) {
    const next = trigger.cron.next(slot, zone)
    if (next === undefined || next > now) return slot
    slot = next
  }
  return slot
}

function tickStatement(deps: Deps, one: Scheduled, slot: number) {
  const now = deps.clock.now()
  const id = eventIdOf('schedule', `${one.workflowId} ${one.version} ${one.index} ${slot}`)
  const { workflowId, version, index: trigger } = one
  // Found too late it starts nothing: that is said once, of the workflow, and not to each contact.
  if (one.trigger.forEach && now - slot <= one.maxLateMs)
    return keepJob(id, { kind: 'for_each', workflowId, version, trigger, slot }, now)
  return keepEvents([tickEvent(id, `s-workflow-${workflowId}`, { workflowId, trigger, slot, now })], 0)
}

/** A tick as an event of ours: about the workflow itself, or about one contact. */
export function tickEvent(
  id: string,
  subjectId: string,
  { workflowId, trigger, slot, now }: { workflowId: string; trigger: number; slot: number; now: number },
): InboxEvent {
  const data: JsonObject = { workflow_id: workflowId, trigger, slot: formatIso(slot) }
  const own = { channel: null, externalId: null, profile: null, causes: [] }
  return { id, type: 'schedule.tick', subjectId, at: slot, receivedAt: now, data, ...own }
}
