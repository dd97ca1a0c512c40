import type { RateLimit } from '../channels/kind.ts'
import type { Recipient } from '../channels/pacing.ts'

/** What an isolate asks the keeper of a channel: see keeper.ts. Real time where it says nothing else. */
export type Keeper = {
  take: (asking: Asking) => Promise<Granted[]>
  open: (opening: Opening) => Promise<Opened>
  close: (closing: { lease: number; turn: number; empty: boolean }) => Promise<void>
  /** When those that had a place have surely reached the platform. */
  went: (gone: { moved: readonly Moved[] }) => Promise<void>
  hold: (held: { until: number; to?: string }) => Promise<void>
  state: (productNow: number) => Promise<{ heldUntil: number | null; inLine: boolean }>
  release: () => Promise<void>
  lead: (asked: { name: string; productNow: number }) => Promise<Led>
  fetched: (done: { name: string; lease: number; token?: HeldToken; failed?: Failed }) => Promise<void>
  forget: (refused: { sealed: string }) => Promise<void>
}

export type Asking = {
  limits: readonly RateLimit[]
  wanted: readonly (Recipient & { rank: number })[]
  productNow: number
  /** A place later than this from now is none. */
  horizonMs: number
  /** These stood in line already; others go behind whoever of their rank does. */
  fromLine: boolean
}

/** `heldUntil` is product time: the provider has said when to come back. */
export type Granted = { kind: 'go'; inMs: number; at: number } | { kind: 'line'; heldUntil?: number }

/** `at` is the place as it was granted; both in the keeper's time. */
export type Moved = { to: string; at: number; doneAt: number }

export type Opening = { limits: readonly RateLimit[]; productNow: number; horizonMs: number; claimMax: number }

export type Opened =
  | { kind: 'open'; room: number; lease: number; turn: number }
  /** No room before then. */
  | { kind: 'full'; inMs: number }
  /** Product time. */
  | { kind: 'held'; until: number }
  /** Somebody else is at it. */
  | { kind: 'busy'; inMs: number }

/** No provider wants to be left alone for longer; a time farther off was written before the clock was turned back. */
const HOLD_MAX_MS = 25 * 3_600_000

/** Whether a provider still wants to be left alone. Both in product time. */
export function isHeld(until: number, now: number): boolean {
  return until > now && until - now <= HOLD_MAX_MS
}

/** A token, sealed by the vault. Good until the earlier of the two: `until` is product time. */
export type HeldToken = { sealed: string; untilReal: number; until: number }

export type Failed = { kind: 'retry' | 'rejected'; why: string; afterMs?: number }

export type Led =
  | { kind: 'held'; token: HeldToken }
  | { kind: 'fetch'; lease: number }
  | { kind: 'wait' }
  | { kind: 'failed'; failed: Failed }
