import type { Contact } from '../../schema/actor.ts'
import type { Lot, PendingPoints, PointsFacts } from '../../schema/facts.ts'
import type { LedgerKind } from '../../schema/ledger.ts'
import { raise } from './apply.ts'
import { score } from './boards.ts'
import type { Turn } from './turn.ts'

/** Lots that a contact has at most; past that two neighbours become one that expires with the later of them. */
export const LOTS_MAX = 400
/** Awards of one contact that may be pending at once. */
export const PENDING_MAX = 200
/** Awards that are remembered by what they were for. */
const REFS_MAX = 100

export type Entering = {
  delta: number
  entry: LedgerKind
  reason: string
  key: string
  availableAt?: number
  expiresAt?: number
  item?: string
  /** The lot to take from before all others. */
  from?: number
  /** Lots to give back. */
  back?: readonly Lot[]
  ref?: string
}

/**
 * Enter points, and keep the lots in step: what comes with an expiry makes a lot; what goes is taken from the lot that
 * expires first, and last from what never does. So the lots together are never more than the balance.
 */
export function enterPoints(turn: Turn, entering: Entering): void {
  const { contact } = turn.actor
  const { delta, entry, reason, key, availableAt, expiresAt, item } = entering
  const took: Lot[] = delta < 0 ? take(contact, -delta, entering.from) : []
  if (delta > 0) put(contact, entering.back ?? (expiresAt === undefined ? [] : [[expiresAt, delta]]))
  contact.points += delta
  contact.ledgerCount += 1
  turn.ledger.push({
    subjectId: contact.id,
    seq: contact.ledgerCount,
    ...{ delta, kind: entry, reason, key },
    at: turn.world.now,
    availableAt: availableAt ?? null,
    expiresAt: expiresAt ?? null,
    balance: contact.points,
    item: item ?? null,
    took,
  })
  if (delta > 0 && (entry === 'award' || entry === 'manual')) score(turn, 'points', delta)
  if (entering.ref !== undefined) rememberRef(turn, { ...entering, ref: entering.ref })
}

/** What a contact can spend: the balance without what is set aside. */
export function spendable({ points, facts }: Readonly<Contact>): number {
  return points - Object.values(facts.points?.held ?? {}).reduce((sum, held) => sum + held, 0)
}

/** Change what is remembered of a contact's points; what is empty is forgotten. */
export function remember(contact: Contact, change: Partial<PointsFacts>): void {
  const facts = { ...contact.facts.points, ...change }
  const { lots = [], pending = [], held = {}, refs = [] } = facts
  const { points: _, ...others } = contact.facts
  const kept: PointsFacts = {
    ...(lots.length > 0 && { lots }),
    ...(pending.length > 0 && { pending }),
    ...(Object.keys(held).length > 0 && { held }),
    ...(facts.day && { day: facts.day }),
    ...(refs.length > 0 && { refs }),
  }
  contact.facts = Object.keys(kept).length > 0 ? { ...others, points: kept } : others
}

/** Take from the lot named, then from those that expire first. Answers what was taken of each. */
function take(contact: Contact, points: number, from?: number): Lot[] {
  const lots = [...(contact.facts.points?.lots ?? [])]
  if (lots.length === 0) return []
  const order = from === undefined ? lots : [...lots].sort((a, b) => Number(b[0] === from) - Number(a[0] === from))
  const took: Lot[] = []
  let wanted = points
  for (const [at, left] of order) {
    if (wanted === 0) break
    took.push([at, Math.min(left, wanted)])
    wanted -= Math.min(left, wanted)
  }
  const gone = new Map(took)
  const rest = lots.map(([at, left]): Lot => [at, left - (gone.get(at) ?? 0)])
  remember(contact, { lots: rest.filter(([, left]) => left > 0) })
  return took
}

function put(contact: Contact, more: readonly Lot[]): void {
  if (more.length === 0) return
  const sums = new Map(contact.facts.points?.lots)
  for (const [at, points] of more) sums.set(at, (sums.get(at) ?? 0) + points)
  const lots = [...sums].sort(([a], [b]) => a - b)
  while (lots.length > LOTS_MAX) joinNearest(lots)
  remember(contact, { lots })
}

/** The two lots that expire closest together become one. Nobody loses points before their time. */
function joinNearest(lots: Lot[]): void {
  const gap = (i: number) => (lots[i + 1]?.[0] ?? Number.POSITIVE_INFINITY) - (lots[i]?.[0] ?? 0)
  let nearest = 0
  for (let i = 1; i < lots.length - 1; i++) if (gap(i) < gap(nearest)) nearest = i
  const [first, second] = lots.splice(nearest, 2)
  if (first && second) lots.splice(nearest, 0, [second[0], first[1] + second[1]])
}

/** Award what is not there before its time: it enters the ledger then. */
export function pendPoints(turn: Turn, pending: PendingPoints): void {
  const { contact } = turn.actor
  const all = [...(contact.facts.points?.pending ?? []), pending]
  remember(contact, { pending: all.sort((a, b) => a.availableAt - b.availableAt) })
  if (pending.ref !== undefined) {
    const { ref, points, at, key } = pending
    addRef(contact, { ref, points, at, seq: null, key })
  }
}

/** When something of a contact's points falls due: an award comes free, or a lot expires. */
export function pointsDueAt({ facts }: Contact): number | null {
  const instants = [facts.points?.pending?.[0]?.availableAt, facts.points?.lots?.[0]?.[0]]
  const due = Math.min(...instants.map((at) => at ?? Number.POSITIVE_INFINITY))
  return due === Number.POSITIVE_INFINITY ? null : due
}

/** Everything of a contact's points whose time has come, in its order. */
export function settlePoints(turn: Turn): void {
  const { contact } = turn.actor
  for (let due = pointsDueAt(contact); due !== null && due <= turn.world.now; due = pointsDueAt(contact)) {
    const [pending, ...rest] = contact.facts.points?.pending ?? []
    if (pending && pending.availableAt <= due) {
      remember(contact, { pending: rest })
      free(turn, pending)
    } else expire(turn, due)
  }
}

function free(turn: Turn, { key, points, reason, availableAt, expiresInMs, ref }: PendingPoints): void {
  enterPoints(turn, {
    ...{ delta: points, entry: 'award', reason, key, availableAt },
    ...(expiresInMs !== undefined && { expiresAt: availableAt + expiresInMs }),
    ...(ref !== undefined && { ref }),
  })
  say(turn, points, reason)
}

/** A lot expires. What of it is set aside at this moment is about to be spent, and stays. */
function expire(turn: Turn, at: number): void {
  const { contact } = turn.actor
  const lots = contact.facts.points?.lots ?? []
  const points = Math.min(lots[0]?.[1] ?? 0, spendable(contact))
  if (points > 0) {
    const key = `expire:${contact.ledgerCount + 1}`
    enterPoints(turn, { delta: -points, entry: 'expire', reason: 'expired', key, from: at })
    say(turn, -points, 'expired')
  }
  remember(contact, { lots: (contact.facts.points?.lots ?? []).filter(([expiresAt]) => expiresAt !== at) })
}

function say(turn: Turn, delta: number, reason: string): void {
  const { points } = turn.actor.contact
  raise(turn, 'contact.points_changed', { from: points - delta, to: points, balance: points, delta, reason }, [])
}

function rememberRef(turn: Turn, { ref, delta, key, expiresAt }: Entering & { ref: string }): void {
  const { contact } = turn.actor
  const refs = (contact.facts.points?.refs ?? []).filter((known) => known.key !== key)
  remember(contact, { refs })
  const expiring = expiresAt === undefined ? {} : { expiresAt }
  addRef(contact, { ref, points: delta, at: turn.world.now, seq: contact.ledgerCount, key, ...expiring })
}

function addRef(contact: Contact, ref: NonNullable<PointsFacts['refs']>[number]): void {
  remember(contact, { refs: [...(contact.facts.points?.refs ?? []), ref].slice(-REFS_MAX) })
}
