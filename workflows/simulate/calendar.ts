import type { Actor } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Trigger } from '../engine/program.ts'
import { type Community, contactVariables } from '../engine/scope.ts'
import type { Workflow } from '../engine/world.ts'
import { holds } from '../language/expressions.ts'
import { formatIso } from '../language/iso.ts'

type Schedule = Extract<Trigger, { kind: 'schedule' }>

/** A schedule trigger of one of the workflows, and when it comes round next. */
export type Slot = { workflow: Workflow; index: number; trigger: Schedule; zone: string; at: number }

export function slots(workflows: readonly Workflow[], timezone: string, from: number): Slot[] {
  return workflows.flatMap((workflow) =>
    workflow.program.triggers.flatMap((trigger, index) => {
      if (trigger.kind !== 'schedule' || (workflow.paused && trigger.forEach)) return []
      const zone = trigger.zone ?? workflow.program.settings.timezone ?? timezone
      return [turned({ workflow, index, trigger, zone, at: from })]
    }),
  )
}

/** The same slot, one time later. */
export function turned(slot: Slot): Slot {
  return { ...slot, at: slot.trigger.cron.next(slot.at, slot.zone) ?? Number.POSITIVE_INFINITY }
}

/** Whom a tick concerns: the contact, when it matches; the workflow itself, when it is for nobody in particular. */
export function ticks(
  { workflow, trigger, at }: Slot,
  { contact }: Actor,
  community: Community,
): 'contact' | 'workflow' | 'nobody' {
  if (!trigger.forEach) return 'workflow'
  const scope = { contact: contactVariables(contact, community), now: new Date(at), inputs: workflow.program.inputs }
  return holds(trigger.forEach, scope).holds ? 'contact' : 'nobody'
}

export function tickData({ workflow, index, at }: Slot): JsonObject {
  return { workflow_id: workflow.id, trigger: index, slot: formatIso(at) }
}
