import { extrasOn } from '../../../schema/content.ts'
import type { JsonObject } from '../../../schema/json.ts'
import type { Draft, HeldMessage } from '../../../schema/message.ts'
import { formatIso } from '../../language/iso.ts'
import { HOUR_MS } from '../limits.ts'
import { moderateOutgoing } from '../moderate.ts'
import type { Program } from '../program.ts'
import type { Turn } from '../turn.ts'
import { blocked } from './blocked.ts'
import { caps } from './caps.ts'
import { consent } from './consent.ts'
import { release, reserve } from './counted.ts'
import { grading } from './grading.ts'
import { holdout } from './holdout.ts'
import { quiet } from './quiet.ts'
import { reach, reachable } from './reachable.ts'
import type { Asking, Rule, Verdict } from './rule.ts'
import { stop } from './stop.ts'
import { words } from './words.ts'

/** The gate of LANGUAGE.md, in its order. The first rule that stops a message wins. A provider's pace is kept later. */
const RULES: readonly Rule[] = [stop, holdout, blocked, consent, reachable, words, grading, caps, quiet]

export type Passed =
  | { kind: 'goes' }
  | { kind: 'stopped'; status: 'skipped' | 'expired'; reason: string }
  | { kind: 'put off'; until: number; reason: string; held: HeldMessage }

/** What matters too little to go alone, as the word filter leaves it: whoever asked puts it into the digest. */
export type Collected = { kind: 'collected'; digest: string; reason: string; text: string }

/**
 * Ask the whole gate about a message, and write down what comes of it: a delivery, or a message that is not sent and
 * why. `held` is what is known of one that was put off before.
 */
export function askGate(
  turn: Turn,
  program: Program | undefined,
  message: { draft: Draft; event: HeldMessage['event']; since?: HeldMessage['since'] },
): Passed {
  const passed = askGraded(turn, program, { ...message, draft: { ...message.draft, collectable: false } })
  if (passed.kind === 'collected') throw new Error('only what may be collected is')
  return passed
}

/** The same for a message that may be collected instead. */
export function askGraded(
  turn: Turn,
  program: Program | undefined,
  message: Parameters<typeof askGate>[2],
): Passed | Collected {
  const asking = open(turn, program, message)
  const verdict = firstOf(asking)
  const { draft } = message
  if (verdict?.kind === 'collected') {
    moderateOutgoing(turn, draft, asking.found ?? [])
    return { kind: 'collected', digest: verdict.digest, reason: `digest: ${verdict.values}`, text: asking.text }
  }
  if (message.since) turn.reopened.add(draft.id)
  if (verdict) return notNow(turn, asking, verdict)
  const { channel = '', to = '' } = asking
  const { room, workflowId: _, ticket: __, tells: ___, collectable: ____, shows = {}, ...rest } = draft
  const { masked } = asking
  const extras = extrasOn(channel, { ...shows, ...(masked !== undefined && { masked }) })
  turn.deliveries.push({
    ...rest,
    kind: 'message',
    text: asking.text,
    channel,
    to,
    recipient: room === undefined ? 'contact' : 'room',
    ...(extras && { extras }),
    ...ticketFor(asking),
  })
  moderateOutgoing(turn, draft, asking.found ?? [])
  count(turn, asking, turn.world.now)
  return { kind: 'goes' }
}

/** No platform's is good for longer than this. */
const TICKET_LIFE_MAX_MS = 2 * HOUR_MS

/** A message that goes back where its event came from uses what that brought along, while it is good. */
function ticketFor({ draft: { ticket, room }, channel, event, now }: Asking): Pick<Draft, 'ticket'> {
  const isGood = ticket && room === undefined && channel === event.channel && now - ticket.atMs <= TICKET_LIFE_MAX_MS
  return isGood ? { ticket } : {}
}

function open(turn: Turn, program: Program | undefined, message: Parameters<typeof askGate>[2]): Asking {
  const { draft, event, since = {} } = message
  const { contact } = turn.actor
  const asking: Asking = {
    ...{ now: turn.world.now, world: turn.world, contact, draft, program, event, since },
    text: draft.text,
    ...(turn.cause?.channel && { here: turn.cause.channel }),
  }
  return { ...asking, ...reach(asking) }
}

function firstOf(asking: Asking): Verdict | undefined {
  for (const rule of RULES) {
    const verdict = rule(asking)
    if (verdict) return verdict
  }
  return undefined
}

function notNow(turn: Turn, asking: Asking, verdict: Exclude<Verdict, { kind: 'collected' }>): Passed {
  const { draft, event, since } = asking
  const reason = verdict.values === '' ? verdict.rule : `${verdict.rule}: ${verdict.values}`
  const unsent = { ...unsentOf(draft, asking), reason }
  if (verdict.kind === 'stopped') {
    turn.unsent.push({ ...unsent, status: verdict.status })
    release(turn.actor.contact, draft.id)
    if (verdict.rule === 'word filter') moderateOutgoing(turn, draft, asking.found ?? [])
    return { kind: 'stopped', status: verdict.status, reason }
  }
  const { until, by } = verdict
  turn.unsent.push({ ...unsent, status: 'deferred', until })
  count(turn, asking, until)
  return { kind: 'put off', until, reason, held: { draft, event, since: { ...since, [by]: since[by] ?? asking.now } } }
}

/** A message that does not go, with whatever is known of where it would have gone. */
export function unsentOf(
  draft: Draft,
  { channel = draft.channel, to = draft.room ?? draft.to }: { channel?: string; to?: string },
) {
  const { shows, room, tells: _, collectable: __, ...rest } = draft
  const extras = shows && extrasOn(channel ?? '', shows)
  return {
    ...rest,
    audience: room === undefined ? ('contact' as const) : ('room' as const),
    ...(channel !== undefined && { channel }),
    ...(to !== undefined && { to }),
    ...(extras && { extras }),
  }
}

/** A message takes its place among those that caps count when it is decided, whenever it goes. */
function count(turn: Turn, { draft, channel = '', program }: Asking, at: number): void {
  if (draft.room !== undefined || draft.category === 'transactional') return
  const workflow = program?.workflowId ?? draft.workflowId ?? ''
  reserve(turn.actor.contact, [draft.id, at, draft.category, channel, workflow], turn.world)
}

/** What the journal shows of a message at the gate. Nobody was answered by what does not go. */
export function outputOf(draft: Draft, passed: Passed): JsonObject & { message_id: string; status: string } {
  const { tells } = draft
  const output = { ...tells, message_id: draft.id }
  if (passed.kind === 'goes') return { ...output, status: 'queued' }
  if (passed.kind === 'stopped')
    return {
      ...output,
      ...(tells?.answered === true && { answered: false }),
      status: passed.status,
      reason: passed.reason,
    }
  return { ...output, status: 'deferred', reason: passed.reason, send_after: formatIso(passed.until) }
}
