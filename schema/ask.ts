import type { Identity } from './actor.ts'
import type { BoardName } from './facts.ts'
import type { SeatWish } from './gathering.ts'
import type { Marks } from './referral.ts'

/**
 * What a run asks of something that members share. The commit that asks decides it, in SQL; the run goes on with the
 * answer, which is kept at least until `keepUntil` under the key of the step: whoever asks again hears the same.
 */
export type Ask = {
  /** `run:step:iteration`. */
  id: string
  subjectId: string
  resource: string
  at: number
  keepUntil: number
} & Wanted

export type Wanted =
  /** A place in a rolling window: while fewer than `limit` were given after `since`. */
  | { kind: 'place'; limit: number; since: number }
  /**
   * So many units of something that there is a number of: goods in stock, points of a budget, seats. With `capacity`
   * that is how many there are as of now; without it the resource must be there already.
   */
  | { kind: 'share'; amount: number; capacity?: number }
  /** A coupon code of the pool that the resource is named after. */
  | { kind: 'code'; pool: string }
  /** The personal code that a member invites with: made when there is none. */
  | { kind: 'referral code'; alphabet: string; length: number }
  /** To be counted as invited, by a code or by whom the platform names; see `Attributed`. */
  | { kind: 'referral'; code: string; inviter: Identity | null; happenedAt: number; marks: Marks }
  /** A seat at a gathering: taken, given back, or used. Decided by store/seats.ts. */
  | { kind: 'seat'; gathering: string; wish: SeatWish; code?: string }
  /** How many a referrer has brought that count, and who came like the one who asks: see `Gathered`. */
  | { kind: 'referral count'; referrer: string }
  /** Nothing that anybody takes: entries of the operators' list that a question may be about, looked up on the way. */
  | { kind: 'look'; question: string }
  /** Likewise: who stands first on a board. */
  | ({ kind: 'board' } & BoardWish)
  /** Likewise: the figures of the week that begins on this Monday. */
  | { kind: 'report'; monday: string }

export type BoardWish = { board: BoardName; period: string; limit: number }

/** Something that was given, or may have been, and is not taken: with `grant` only if that was granted. */
export type Returned = {
  kind: 'share' | 'code' | 'referral' | 'seat'
  resource: string
  amount: number
  grant?: string
}

/** The resource that a kind of thing goes by. */
export function resourceOf(kind: 'item' | 'budget' | 'coupon' | 'seat' | 'referral', id: string): string {
  return `${kind}:${id}`
}
