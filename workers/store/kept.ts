import type { Kept, KeptRow } from '../../schema/kept.ts'
import { writeAlerts } from './alerts.ts'
import { writeConsents } from './consents.ts'
import { writeContactNotes } from './contact-notes.ts'
import { writeContributions } from './contributions.ts'
import type { Statement } from './database.ts'
import { writeFeedback } from './gatherings.ts'
import { changeReferrals } from './referrals.ts'
import { writeSurveyAnswers } from './survey-answers.ts'
import { writeFirstAnswers } from './tasks.ts'

/** How each table is written, any number of rows by one statement. */
const WRITERS: { [T in keyof Kept]: (rows: readonly Kept[T][]) => Statement } = {
  consents: writeConsents,
  contactNotes: writeContactNotes,
  alerts: writeAlerts,
  surveyAnswers: writeSurveyAnswers,
  signupFeedback: writeFeedback,
  referrals: changeReferrals,
  firstAnswers: writeFirstAnswers,
  contributions: writeContributions,
}

export function writeKept(rows: readonly KeptRow[]): Statement[] {
  const tables = Object.keys(WRITERS) as (keyof Kept)[]
  return tables.flatMap((table) => {
    const own = (rows as readonly { table: string; row: never }[]).filter((one) => one.table === table)
    return own.length === 0 ? [] : [(WRITERS[table] as (rows: never[]) => Statement)(own.map(({ row }) => row))]
  })
}
