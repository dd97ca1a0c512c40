import type { Contact } from '../../../schema/actor.ts'
import type { Draft, HeldMessage } from '../../../schema/message.ts'
import type { DeliveryResult } from '../delivery.ts'
import { escalations } from '../moderate.ts'
import type { Program } from '../program.ts'
import type { EmittedEvent, Turn } from '../turn.ts'
import type { World } from '../world.ts'
import { blocked } from './blocked.ts'
import { consent } from './consent.ts'
import { quiet } from './quiet.ts'
import type { Asking, Rule } from './rule.ts'
import { stop } from './stop.ts'
import { words } from './words.ts'

/** What may have changed while a message waited for its provider. Its place among the caps it has already. */
const RULES: readonly Rule[] = [stop, blocked, consent, words, quiet]

export type StillGoing =
  | { kind: 'goes'; text: string; masked?: string }
  /** `raises` are the alerts of what the word filter found. */
  | { kind: 'no more'; why: string; raises: EmittedEvent[] }
  | { kind: 'later'; why: string; until: number }

/** A message that passed the gate and is not sent yet: where it goes is settled, the provider had no room or no answer. */
export type Waiting = {
  contact: Contact
  draft: Draft
  event: HeldMessage['event']
  program: Program | undefined
}

/** Does the gate still let it pass? */
export function stillGoes(world: World, { contact, draft, event, program }: Waiting): StillGoing {
  const asking: Asking = {
    ...{ now: world.now, world, contact, draft, program, event, since: {}, text: draft.text },
    ...(draft.channel !== undefined && { channel: draft.channel }),
  }
  for (const rule of RULES) {
    const verdict = rule(asking)
    if (!verdict) continue
    const why = verdict.values === '' ? verdict.rule : `${verdict.rule}: ${verdict.values}`
    if (verdict.kind === 'put off') return { kind: 'later', why, until: verdict.until }
    return { kind: 'no more', why, raises: rule === words ? escalations(world, draft, asking.found ?? []) : [] }
  }
  const { text, masked } = asking
  return { kind: 'goes', text, ...(masked !== undefined && { masked }) }
}

/** Its run has gone on, or has ended: the journal says what became of the message, under the step that wrote it. */
export function tellStopped(turn: Turn, { id, reason }: Extract<DeliveryResult, { kind: 'skipped' }>): void {
  const [run, step = null] = id.split(':')
  if (run === undefined || step === null) return
  const output = { message_id: id, status: 'skipped', reason }
  turn.entries.push({ run, seq: 0, at: turn.world.now, step, verb: 'gate', status: 'skipped', output })
}
