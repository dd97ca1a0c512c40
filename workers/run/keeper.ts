import { DurableObject } from 'cloudflare:workers'
import { moveSlot, noSlots, prune, type Slots, takeSlot } from '../channels/pacing.ts'
import {
  type Asking,
  type Failed,
  type Granted,
  type HeldToken,
  isHeld,
  type Keeper,
  type Led,
  type Moved,
  type Opened,
  type Opening,
} from './keeping.ts'

/** What is kept across a restart, so that a crash neither forgets what was sent nor fetches a token twice. */
type Kept = {
  slots: Slots
  /** Product time until which the provider wants to be left alone, altogether or about one recipient. */
  heldUntil: number
  heldEach: Record<string, number>
  /** Ranks of what stands in line, as far as anybody has said; `turn` counts the sayings. */
  waiting: number[]
  turn: number
  token?: HeldToken & { name: string }
}

const NAME = 'kept'
const HELD_EACH_MAX = 1000
/** Whoever carries on the line has this long; then somebody else may. */
const LINE_LEASE_MS = 45_000
/** Whoever fetches a token has this long. */
const TOKEN_LEASE_MS = 15_000
/** So long a failure to fetch one is everybody's: a crowd asks a provider in trouble once. */
const FAILURE_MS = 2_000

/**
 * What all isolates must agree on about one channel: its pace, its line, and its token. One object a channel; it decides
 * in memory, in one place, and calls nobody. What is ours is `#private`, because anything else can be called through
 * the binding.
 */
export class ChannelKeeper extends DurableObject implements Sync<Keeper> {
  #known: Kept | undefined
  #line = { lease: 0, until: 0 }
  #fetching = { name: '', lease: 0, until: 0 }
  #failed: (Failed & { name: string; until: number }) | undefined
  #leases = 0

  /** Places for messages, in the order in which they are asked for. */
  take({ limits, wanted, productNow, horizonMs, fromLine }: Asking): Granted[] {
    const kept = this.#kept()
    const nowMs = Date.now()
    kept.slots = prune(kept.slots, limits, nowMs)
    const granted = wanted.map(({ to, room, rank }): Granted => {
      const holds = [kept.heldUntil, kept.heldEach[to] ?? 0].filter((until) => isHeld(until, productNow))
      const heldUntil = Math.max(0, ...holds)
      const overtakes = !fromLine && kept.waiting.some((waiting) => waiting <= rank)
      const at =
        holds.length > 0 || overtakes
          ? undefined
          : takeSlot(kept.slots, limits, { to, room }, { nowMs, untilMs: nowMs + horizonMs })
      if (at !== undefined) return { kind: 'go', inMs: at - nowMs, at }
      if (!kept.waiting.includes(rank)) kept.waiting.push(rank)
      return { kind: 'line', ...(holds.length > 0 && { heldUntil }) }
    })
    kept.turn += 1
    this.#keep(kept)
    return granted
  }

  /** Whoever opens the line carries it on alone, until it is closed or the time is up. */
  open({ limits, productNow, horizonMs, claimMax }: Opening): Opened {
    const kept = this.#kept()
    const nowMs = Date.now()
    if (this.#line.until > nowMs) return { kind: 'busy', inMs: Math.min(1000, this.#line.until - nowMs) }
    if (isHeld(kept.heldUntil, productNow)) return { kind: 'held', until: kept.heldUntil }
    const { room, nextInMs } = roomIn(kept.slots, limits, { nowMs, horizonMs, claimMax })
    if (room === 0) return { kind: 'full', inMs: nextInMs }
    this.#leases += 1
    this.#line = { lease: this.#leases, until: nowMs + LINE_LEASE_MS }
    return { kind: 'open', room, lease: this.#leases, turn: kept.turn }
  }

  /** `empty` says that nobody was left in line, as of the turn in which it was opened. */
  close({ lease, turn, empty }: { lease: number; turn: number; empty: boolean }): void {
    if (this.#line.lease === lease) this.#line = { lease, until: 0 }
    const kept = this.#kept()
    if (!empty || kept.turn !== turn || kept.waiting.length === 0) return
    this.#keep({ ...kept, waiting: [] })
  }

  /** A window counts from when the platform has surely had a message: that is when it answered. */
  went({ moved }: { moved: readonly Moved[] }): void {
    const kept = this.#kept()
    for (const one of moved) moveSlot(kept.slots, one)
    this.#keep(kept)
  }

  /** The provider wants to be left alone until then, in product time. */
  hold({ until, to }: { until: number; to?: string }): void {
    const kept = this.#kept()
    if (to === undefined) kept.heldUntil = until
    else {
      const newest = Object.entries(kept.heldEach).slice(1 - HELD_EACH_MAX)
      kept.heldEach = Object.fromEntries([...newest, [to, until]])
    }
    this.#keep(kept)
  }

  /** Whether a provider wants to be left alone, and whether anything stands in line. */
  state(productNow: number): { heldUntil: number | null; inLine: boolean } {
    const { heldUntil, waiting } = this.#kept()
    return { heldUntil: isHeld(heldUntil, productNow) ? heldUntil : null, inLine: waiting.length > 0 }
  }

  /** Go on at once, whatever the provider wanted. */
  release(): void {
    this.#keep({ ...this.#kept(), heldUntil: 0, heldEach: {} })
  }

  /** The token that is kept under this name, or the task of fetching it, which one gets at a time. */
  lead({ name, productNow }: { name: string; productNow: number }): Led {
    const nowMs = Date.now()
    const { token } = this.#kept()
    if (token?.name === name && token.untilReal > nowMs && token.until > productNow) return { kind: 'held', token }
    if (this.#failed?.name === name && this.#failed.until > nowMs) return { kind: 'failed', failed: this.#failed }
    if (this.#fetching.name === name && this.#fetching.until > nowMs) return { kind: 'wait' }
    this.#leases += 1
    this.#fetching = { name, lease: this.#leases, until: nowMs + TOKEN_LEASE_MS }
    return { kind: 'fetch', lease: this.#leases }
  }

  /** How fetching went. */
  fetched({ name, lease, token, failed }: { name: string; lease: number; token?: HeldToken; failed?: Failed }): void {
    if (this.#fetching.lease === lease) this.#fetching = { name: '', lease: 0, until: 0 }
    if (failed) this.#failed = { ...failed, name, until: Date.now() + FAILURE_MS }
    if (token) this.#keep({ ...this.#kept(), token: { ...token, name } })
  }

  /** This very token was refused. Another one that came meanwhile stays. */
  forget({ sealed }: { sealed: string }): void {
    const { token, ...kept } = this.#kept()
    if (token?.sealed === sealed) this.#keep(kept)
  }

  #kept(): Kept {
    this.#known ??= this.ctx.storage.kv.get<Kept>(NAME) ?? {
      ...{ slots: noSlots(), heldUntil: 0, heldEach: {}, waiting: [], turn: 0 },
    }
    return this.#known
  }

  #keep(kept: Kept): void {
    this.#known = kept
    this.ctx.storage.kv.put(NAME, kept)
  }
}

/** The object answers at once; through the binding each of its answers is a promise. */
type Sync<T> = { [K in keyof T]: T[K] extends (...given: infer G) => Promise<infer R> ? (...given: G) => R : never }

/** How many may go within the horizon as far as the whole channel is concerned, or when the next one may. */
function roomIn(
  { whole }: Slots,
  limits: Opening['limits'],
  { nowMs, horizonMs, claimMax }: { nowMs: number; horizonMs: number; claimMax: number },
): { room: number; nextInMs: number } {
  const together = limits.filter(({ per }) => per === 'channel')
  const trial = { whole: [...whole], each: {} }
  const nobody = { to: '', room: false }
  let room = 0
  const untilMs = nowMs + horizonMs
  while (room < claimMax && takeSlot(trial, together, nobody, { nowMs, untilMs }) !== undefined) room += 1
  if (room > 0) return { room, nextInMs: 0 }
  const next = takeSlot(trial, together, nobody, { nowMs, untilMs: Number.POSITIVE_INFINITY }) ?? nowMs
  return { room, nextInMs: next - nowMs }
}
