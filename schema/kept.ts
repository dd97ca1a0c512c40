import type { Alert } from './alert.ts'
import type { FirstAnswer } from './complaint.ts'
import type { ConsentChange } from './consent.ts'
import type { ContactNote } from './contact-note.ts'
import type { Contribution } from './contribution.ts'
import type { SignupFeedback } from './gathering.ts'
import type { ReferralChange } from './referral.ts'
import type { SurveyAnswer } from './survey.ts'

/**
 * Rows that a reaction adds to tables of its own part of the product, by table: written by the same commit as all the
 * rest. A part adds its table here, and how it is written in workers/store/kept.ts.
 */
export type Kept = {
  consents: ConsentChange
  contactNotes: ContactNote
  /** Over the row that it has. */
  alerts: Alert
  surveyAnswers: SurveyAnswer
  signupFeedback: SignupFeedback
  referrals: ReferralChange
  firstAnswers: FirstAnswer
  /** Over the row that it has. */
  contributions: Contribution
}

export type KeptRow = { [T in keyof Kept]: { table: T; row: Kept[T] } }[keyof Kept]
