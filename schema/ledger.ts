import type { Lot } from './facts.ts'

/** What an entry says of where points came from or went. */
export type LedgerKind = 'award' | 'redeem' | 'expire' | 'manual' | 'reverse' | 'merge'

/** One entry of a contact's points, and the balance after it. Times are milliseconds since the epoch. */
export type LedgerEntry = {
  subjectId: string
  seq: number
  delta: number
  kind: LedgerKind
  reason: string
  key: string
  at: number
  /** When a pending award came free. */
  availableAt: number | null
  expiresAt: number | null
  balance: number
  /** What it was redeemed for. */
  item: string | null
  /** Of what it took, what would have expired, and when. */
  took: Lot[]
}
