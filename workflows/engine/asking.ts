import type { Run, Waiting } from '../../schema/actor.ts'
import type { Ask, Wanted } from '../../schema/ask.ts'
import type { JsonObject } from '../../schema/json.ts'
import { remember } from './points.ts'
import type { Moving, Turn } from './turn.ts'

/** The answer to what was asked of something shared; undefined when it was refused without a word. */
export type Answer = JsonObject

type Asked = { kind: 'wait'; waiting: Extract<Waiting, { for: 'grant' }>; wakeAt: number }

type Asking = { id: string; resource: string; wants: Wanted; keptForMs?: number }

/**
 * Ask, and stand still until the answer is there: the commit that asks decides, and the same invocation goes on. The
 * answer stays there for as long as the run may still come back for it.
 */
export function ask({ turn, program }: Moving, { id, resource, wants, keptForMs = 0 }: Asking): Asked {
  const { now } = turn.world
  const keepUntil = now + keptForMs + program.settings.maxLateMs
  const asked: Ask = { id, subjectId: turn.actor.contact.id, resource, at: now, keepUntil, ...wants }
  turn.asks.push(asked)
  return { kind: 'wait', waiting: { for: 'grant', grant: id, resource, ...thingOf(wants) }, wakeAt: now }
}

function thingOf(wants: Wanted): Partial<Extract<Waiting, { for: 'grant' }>> {
  if (wants.kind === 'look') return { question: wants.question }
  if (wants.kind === 'board') return { board: { board: wants.board, period: wants.period, limit: wants.limit } }
  if (wants.kind === 'report') return { report: wants.monday }
  return isGiven(wants) ? { gives: wants.kind, amount: wants.kind === 'share' ? wants.amount : 1 } : {}
}

/** Something that can go back. */
function isGiven(wants: Wanted): wants is Extract<Wanted, { kind: 'share' | 'code' | 'referral' | 'seat' }> {
  if (wants.kind === 'seat') return wants.wish === 'add'
  return wants.kind === 'share' || wants.kind === 'code' || wants.kind === 'referral'
}

/** Has the grant that this run waits for been decided, and the answer been read? Other runs wait for nothing of the kind. */
export function isDecided({ actor, asks }: Turn, { waiting }: Run): boolean {
  if (waiting?.for !== 'grant') return true
  return actor.granted !== undefined && !asks.some(({ id }) => id === waiting.grant)
}

/** What the commit has answered. */
export function answerTo({ actor }: Turn, grant: string): Answer | undefined {
  return actor.granted?.get(grant)
}

/**
 * A run will not take what it asked for: it has ended, or what it asked for is no use to it any more. Then nobody has
 * it: it goes back, and what was set aside for it is free again. A place in a window stays taken.
 */
export function giveBack(turn: Turn, waiting: Waiting | null): void {
  if (waiting?.for !== 'grant') return
  const { grant, resource, gives, amount } = waiting
  release(turn, grant)
  if (turn.asks.some(({ id }) => id === grant)) turn.asks = turn.asks.filter(({ id }) => id !== grant)
  else if (gives) turn.returned.push({ kind: gives, resource, amount: amount ?? 1, grant })
}

/** Points that were set aside for what this step asks for are free again. */
export function release({ actor: { contact } }: Turn, grant: string): void {
  const { [grant]: held, ...others } = contact.facts.points?.held ?? {}
  if (held !== undefined) remember(contact, { held: others })
}
