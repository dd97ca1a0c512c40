import type { Contact, EngineEvent } from '../../schema/actor.ts'
import { nextAnniversary } from '../language/anniversary.ts'
import { holds, type Scope } from '../language/expressions.ts'
import { formatIso } from '../language/iso.ts'
import { readInstant } from '../language/read-instant.ts'
import { raiseOwn } from './apply.ts'
import type { Program, Trigger } from './program.ts'
import { triggerScope } from './scope.ts'
import type { Turn } from './turn.ts'
import type { Workflow } from './world.ts'

type Planned = { name: string; index: number; program: Program; trigger: Trigger }

/**
 * Triggers of one kind, with the name under which a contact remembers them. Those of paused workflows too: what would
 * have started them is kept, with that reason.
 */
function planned(turn: Turn, kind: Trigger['kind']): Planned[] {
  if (turn.actor.contact.kind !== 'contact') return []
  return turn.world.workflows.flatMap(({ id, program }) =>
    program.triggers.flatMap((trigger, i) =>
      trigger.kind === kind ? [{ name: `${id} ${i}`, index: i, program, trigger }] : [],
    ),
  )
}

/** When each date trigger fires next for this contact, by what is known of the contact now. */
export function planDates(turn: Turn): void {
  const dates: Contact['dates'] = {}
  for (const { name, program, trigger } of planned(turn, 'date')) {
    const at = trigger.kind === 'date' ? nextOf(turn, program, trigger, turn.world.now) : undefined
    if (at !== undefined) dates[name] = at
  }
  turn.actor.contact.dates = dates
}

function nextOf(
  turn: Turn,
  program: Program,
  trigger: Extract<Trigger, { kind: 'date' }>,
  afterMs: number,
): number | undefined {
  const evaluated = trigger.date.evaluate(plannedScope(turn, program))
  if (evaluated.kind === 'failed') return undefined
  const zone = turn.actor.contact.timezone ?? program.settings.timezone ?? turn.world.timezone
  const date = readInstant(evaluated.value, zone)
  if (date === undefined) return undefined
  const { offsetMs, at, yearly, leap } = trigger
  return nextAnniversary(date, { afterMs, zone, offsetMs, ...(at && { at }), yearly, leap })
}

/** Say that dates have come. What is found too late starts nothing until it comes round again, and says so. */
export function reachDates(turn: Turn): void {
  const { contact } = turn.actor
  const due = planned(turn, 'date')
    .map((one) => ({ ...one, at: contact.dates[one.name] ?? Number.POSITIVE_INFINITY }))
    .filter(({ at }) => at <= turn.world.now)
    .sort((a, b) => a.at - b.at)
  for (const { name, program, index, at } of due) {
    const { [name]: _, ...others } = contact.dates
    contact.dates = others
    raiseOwn(turn, 'date.reached', { workflow_id: program.workflowId, trigger: index, at: formatIso(at) })
  }
}

export type Burst = { workflow: Workflow; trigger: Extract<Trigger, { kind: 'event' }>; event: EngineEvent; at: number }

/** Take the bursts that are over, the earliest first. Those of a paused or changed workflow start nothing any more. */
export function endedBursts(turn: Turn): Burst[] {
  const { contact } = turn.actor
  const over = Object.entries(contact.bursts).filter(([, { at }]) => at <= turn.world.now)
  if (over.length === 0) return []
  contact.bursts = Object.fromEntries(Object.entries(contact.bursts).filter(([, { at }]) => at > turn.world.now))
  over.sort(([, a], [, b]) => a.at - b.at)
  return over.flatMap(([name, { event, at }]) => {
    const [id, index] = name.split(' ')
    const workflow = turn.world.workflows.find((candidate) => candidate.id === id)
    const trigger = workflow?.program.triggers[Number(index)]
    return workflow && trigger?.kind === 'event' ? [{ workflow, trigger, event, at }] : []
  })
}

/** Say where the contact begins or stops matching. The first look at somebody known only notes where they are. */
export function noticeSegments(turn: Turn): void {
  const { contact } = turn.actor
  for (const { name, program, trigger, index } of planned(turn, 'segment')) {
    if (trigger.kind !== 'segment') continue
    const inside = holds(trigger.segment, plannedScope(turn, program)).holds
    const before = contact.segments[name] ?? (contact.version === 0 ? false : inside)
    if (contact.segments[name] !== inside) contact.segments = { ...contact.segments, [name]: inside }
    if (inside === before || inside !== (trigger.change === 'enter')) continue
    raiseOwn(turn, `segment.${inside ? 'entered' : 'left'}`, { workflow_id: program.workflowId, trigger: index })
  }
}

function plannedScope(turn: Turn, program: Program): Scope {
  const { event: _, ...scope } = triggerScope(turn, program, {
    id: '',
    type: '',
    at: 0,
    channel: null,
    data: {},
    causes: [],
  })
  return scope
}
