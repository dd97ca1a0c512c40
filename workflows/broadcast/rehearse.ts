import type { Contact } from '../../schema/actor.ts'
import type { BroadcastShape } from '../../schema/broadcast.ts'
import type { Extras } from '../../schema/content.ts'
import { checkDefinition } from '../check/check.ts'
import { MANUAL } from '../engine/begin.ts'
import { react } from '../engine/react.ts'
import type { World } from '../engine/world.ts'
import { defineBroadcast } from './define.ts'

export type Rehearsed = {
  text: string
  extras?: Extras
  verdict: 'goes' | 'skipped' | 'deferred' | 'expired' | 'cancelled' | 'failed'
  reason?: string
}

/** No broadcast's: whoever has got this one already sees what it says all the same. */
const REHEARSED = 'rehearsal'

/** What a broadcast would be for this contact if it went out now. Nothing is kept, and its waits are left out. */
export function rehearse(broadcast: BroadcastShape, contact: Contact, world: World): Rehearsed {
  const { definition } = defineBroadcast(REHEARSED, { ...broadcast, schedule: {} }, world.settings.locale)
  const checked = checkDefinition(definition)
  if (checked.kind === 'problems') return failed(checked.problems[0]?.message)
  const { program } = checked
  const workflow = { id: program.workflowId, paused: false, program }
  const actor = { contact: structuredClone(contact), runs: [] }
  const event = { id: 'rehearsal', type: MANUAL, at: world.now, channel: null, data: {}, causes: [] }
  const { turn } = react(actor, [{ kind: 'command', command: { kind: 'start', workflowId: workflow.id, event } }], {
    ...world,
    workflows: [workflow],
    program: () => program,
  })
  const sent = turn.deliveries.find((one) => one.kind === 'message')
  if (sent?.kind === 'message') return { text: sent.text, ...(sent.extras && { extras: sent.extras }), verdict: 'goes' }
  const [unsent] = turn.unsent
  if (!unsent) return failed(turn.entries.find(({ error }) => error)?.error?.message)
  const { text, extras, status, reason } = unsent
  return { text, ...(extras && { extras }), verdict: status, reason }
}

function failed(reason: string | undefined): Rehearsed {
  return { text: '', verdict: 'failed', ...(reason !== undefined && { reason }) }
}
