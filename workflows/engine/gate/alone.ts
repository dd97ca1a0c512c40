import type { Contact } from '../../../schema/actor.ts'
import type { HeldAlone } from '../../../schema/digest.ts'
import type { Draft, HeldMessage } from '../../../schema/message.ts'
import { brief } from '../brief.ts'
import { DAY_MS } from '../limits.ts'
import type { Program } from '../program.ts'
import type { Turn } from '../turn.ts'
import { release } from './counted.ts'
import { askGate, outputOf, type Passed, unsentOf } from './gate.ts'

/** So many messages of no run wait for one contact, and so long are they together: they lie in its row. */
const HELD_MAX = 20
const HELD_CHARS_MAX = 300_000

/** Whom the journal names for a message that belongs to no run any more: the step that made it. */
export type About = HeldAlone['about']

/**
 * Send a message that no run waits for. One that the gate puts off is remembered by its contact, and the gate is asked
 * again when its time comes. `more` is what the journal shows beside how it went.
 */
export function sendAlone(
  turn: Turn,
  { draft, event, about, more = {} }: { draft: Draft; event: HeldMessage['event']; about: About; more?: object },
): Passed {
  const passed = askGate(turn, senderOf(turn, draft)?.program, { draft, event })
  return settle(turn, { draft, passed, about, more })
}

/**
 * Send a message again that has ended already. The whole gate is asked; what it stops stays as it was, and what it puts
 * off waits as its contact's.
 */
export function sendAgain(turn: Turn, draft: Draft): Passed {
  turn.reopened.add(draft.id)
  const about = { runId: draft.runId ?? '', step: 'retry', verb: 'message.retry' }
  const event = { type: '', channel: draft.channel ?? null, level: null }
  const passed = sendAlone(turn, { draft, event, about })
  if (passed.kind === 'stopped') turn.unsent = turn.unsent.filter(({ id }) => id !== draft.id)
  return passed
}

/** An ended run takes back its messages that wait as its contact's. */
export function cancelAloneOf(turn: Turn, runId: string, reason: string): void {
  const own = (turn.actor.contact.facts.held ?? []).filter(({ held }) => held.draft.runId === runId)
  for (const { held } of own) cancelAlone(turn, held.draft.id, reason)
}

/** Ask the gate again about those whose time has come, the earliest first. Those of a paused workflow stay. */
export function releaseAlone(turn: Turn): void {
  const { contact } = turn.actor
  const { now } = turn.world
  const due = (contact.facts.held ?? []).filter(({ until }) => until <= now).sort((a, b) => a.until - b.until)
  for (const one of due) {
    const { held, until, about } = one
    const sender = senderOf(turn, held.draft)
    if (sender?.paused) {
      if ((one.lookAt ?? 0) <= now) replace(contact, one, { ...one, lookAt: now + LOOK_AGAIN_MS })
      continue
    }
    replace(contact, one)
    if (now - until > patienceOf(sender?.program)) {
      giveUp(turn, held.draft, { status: 'expired', reason: 'expired' }, about)
      continue
    }
    settle(turn, { draft: held.draft, passed: askGate(turn, sender?.program, held), about, more: {} })
  }
}

/** Resuming a workflow looks at what is due of it. Should that not reach somebody, they are looked at this often. */
export const LOOK_AGAIN_MS = DAY_MS

/** How late something of this workflow may be found. */
export function patienceOf(program: Program | undefined): number {
  return program?.settings.maxLateMs ?? 3 * DAY_MS
}

/** The earliest instant at which a message of no run is to be asked about again, or null. */
export function heldDueAt({ facts }: Contact): number | null {
  const instants = (facts.held ?? []).map(({ until, lookAt }) => lookAt ?? until)
  return instants.length > 0 ? Math.min(...instants) : null
}

/** Take back a message of no run that was put off. Answers whether there was one. */
export function cancelAlone(turn: Turn, id: string, reason: string): boolean {
  const { contact } = turn.actor
  const one = contact.facts.held?.find(({ held }) => held.draft.id === id)
  if (!one) return false
  replace(contact, one)
  giveUp(turn, one.held.draft, { status: 'cancelled', reason }, one.about)
  return true
}

/** A message that was put off does not go after all. */
export function takeBack(turn: Turn, draft: Draft, reason: string): void {
  turn.reopened.add(draft.id)
  turn.unsent.push({ ...unsentOf(draft, {}), status: 'cancelled', reason })
  release(turn.actor.contact, draft.id)
}

/** A message that came to nothing before the gate was asked. */
export function skipAlone(
  turn: Turn,
  {
    draft,
    about,
    more,
    ending,
  }: { draft: Draft; about: About; more: object; ending: { status: 'skipped' | 'expired'; reason: string } },
): void {
  turn.unsent.push({ ...unsentOf(draft, {}), ...ending })
  tell(turn, about, 'skipped', { ...more, message_id: draft.id, ...ending })
}

function giveUp(turn: Turn, draft: Draft, ending: { status: 'expired' | 'cancelled'; reason: string }, about: About) {
  turn.reopened.add(draft.id)
  turn.unsent.push({ ...unsentOf(draft, {}), ...ending })
  release(turn.actor.contact, draft.id)
  tell(turn, about, 'skipped', { message_id: draft.id, ...ending })
}

type Asked = { draft: Draft; passed: Passed; about: About; more: object }

function settle(turn: Turn, { draft, passed, about, more }: Asked): Passed {
  const { contact } = turn.actor
  const output = { ...more, ...outputOf(draft, passed) }
  if (passed.kind === 'put off') {
    const held = [...(contact.facts.held ?? []), { until: passed.until, held: passed.held, about }]
    if (held.length > HELD_MAX || JSON.stringify(held).length > HELD_CHARS_MAX) {
      turn.unsent.pop()
      const reason = `${passed.reason}, and too many wait already`
      turn.unsent.push({ ...unsentOf(draft, {}), status: 'skipped', reason })
      release(contact, draft.id)
      tell(turn, about, 'skipped', { ...output, status: 'skipped', reason })
      return { kind: 'stopped', status: 'skipped', reason }
    }
    contact.facts = { ...contact.facts, held }
  }
  tell(turn, about, { goes: 'completed', stopped: 'skipped', 'put off': 'waiting' }[passed.kind], output)
  return passed
}

type Line = Turn['entries'][number]

/** A line of the contact's journal, under the run that made the message: that may have ended long ago. */
function tell(turn: Turn, { runId, step, verb }: About, status: string, output: object): void {
  const line = { run: runId, seq: 0, at: turn.world.now, step, verb, status: status as Line['status'] }
  turn.entries.push({ ...line, output: brief(output as Line['output'] & object) })
}

function senderOf({ world }: Turn, { workflowId }: Draft) {
  return world.workflows.find(({ id }) => id === workflowId)
}

function replace(contact: Contact, one: HeldAlone, by?: HeldAlone): void {
  const held = (contact.facts.held ?? []).flatMap((other) => (other === one ? (by ? [by] : []) : [other]))
  const { held: _, ...facts } = contact.facts
  contact.facts = held.length > 0 ? { ...facts, held } : facts
}
