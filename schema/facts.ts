import type { AlertFacts } from './alert.ts'
import type { OpenComplaint } from './complaint.ts'
import type { HeldAlone, OpenDigest } from './digest.ts'
import type { QuietWindow } from './gate.ts'
import type { MessageCategory } from './message.ts'
import type { ReferralFacts } from './referral.ts'
import type { SurveyFacts } from './survey.ts'

/**
 * What else we remember of a contact, beside what the columns of its row say: one key for each part of the product that
 * remembers something. Written with the row, so it costs no row of its own; keep each part small and bounded.
 */
export type Facts = {
  /** Nothing is sent to them at all, whoever asks. */
  blocked?: { at: number; reason: string }
  /** Their own quiet hours. */
  quietHours?: QuietWindow
  /** What was sent to them, for frequency caps: the oldest first. */
  sends?: CountedSend[]
  /** How active they were in each of the 24 hours of their local day; older activity weighs less. */
  hours?: number[]
  /** When our own workflows started each workflow within the last minutes, against loops. */
  starts?: Record<string, number[]>
  /** When to look whether their stage has changed: never later than it does. */
  lookAt?: number
  /** When a rule of a tier or a badge that asks for the time says something else. */
  ruleAt?: number
  activity?: ActivityFacts
  /** When somebody said something negative of us, or was counted so: the oldest first. */
  negative?: number[]
  /** Roles that were given by hand: the rules are not asked. */
  roles?: string[]
  /** A risk that was given: nothing is computed. Only in simulations. */
  risk?: number
  points?: PointsFacts
  /** How often they redeemed points for each item. */
  items?: Record<string, number>
  checkin?: CheckinFacts
  /** Their scores on the boards of the periods that run, `[period, score]`. */
  boards?: Partial<Record<BoardName, Partial<Record<'week' | 'month' | 'ever', Score>>>>
  tier?: TierFacts
  /** The last quarters of an hour in which they were active, and did something themselves. */
  present?: { seen: number; acted?: number }
  /** The experiments that they were put into, and when they reached the goal since. */
  exposed?: Record<string, { at: number; convertedAt?: number }>
  /** Badges, and when each was given. */
  badges?: Record<string, number>
  /** Of an alert's subject: the latest episode. */
  alert?: AlertFacts
  /** Digests that still collect, by name. */
  digests?: Record<string, OpenDigest>
  /** Messages of no run that the gate has put off. */
  held?: HeldAlone[]
  /** The week of which the latest weekly report was written to them. */
  report?: string
  surveys?: SurveyFacts
  /** Complaints that are open, the oldest first. */
  complaints?: OpenComplaint[]
  /** Who brought them, and whom they brought. */
  referral?: ReferralFacts
}

/** What members earn points, check in, or contribute for. */
export const BOARDS = ['points', 'checkins', 'contributions'] as const
export type BoardName = (typeof BOARDS)[number]
export type Score = [period: string, score: number]

/** The last day that counted, and when that was; the streak then, and when it is over without another. */
export type CheckinFacts = {
  day: string
  at: number
  current: number
  best: number
  until: number
  /** On which days they checked in, as the bits of a number: the lowest is `day`, the next the day before it. */
  recent?: number
}

export type TierFacts = {
  /** When they fall to the tier that the rules have come to. */
  fallsAt?: number
  /** A tier that was given, and what the rules had come to then. */
  given?: { tier: string; ruled: string | null; until?: number }
}

/**
 * Days are the member's own. `recent` counts what they did on `day`, the last on which they were active, on the day
 * before it, and so on.
 */
export type ActivityFacts = { day: string; days: number; streak: number; recent: number[] }

/** Instants are milliseconds since the epoch. */
export type PointsFacts = {
  /** What of the balance expires, and when: the soonest first. The rest of it never does. */
  lots?: Lot[]
  /** Awarded, but not in the ledger before their time: the soonest first. */
  pending?: PendingPoints[]
  /** Set aside for a redemption whose stock is being asked for, by the key of its step. */
  held?: Record<string, number>
  /** What rules have awarded on this day of the contact's: all of them, and each. */
  day?: { day: string; all: number; rules: Record<string, number> }
  /** Awards that can be reversed by what they were for: the newest last. */
  refs?: RefPoints[]
}

export type Lot = [expiresAt: number, points: number]

export type PendingPoints = {
  key: string
  points: number
  reason: string
  at: number
  availableAt: number
  expiresInMs?: number
  ref?: string
}

export type RefPoints = { ref: string; points: number; at: number; seq: number | null; key: string; expiresAt?: number }

/** A message that counts: its id, when it went or is to go, its category, channel and workflow. */
export type CountedSend = [id: string, at: number, category: MessageCategory, channel: string, workflow: string]
