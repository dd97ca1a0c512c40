import * as v from 'valibot'

const DAYS_MAX = 36_500

function days(title: string, least: number) {
  return v.nullable(v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(DAYS_MAX), v.title(title)))
}

/**
 * For how many days what is over is kept; null for ever. What a live run rests on is never let go, the ledger and consents
 * (the proof) never either, and figures stay as they are.
 */
export const RetentionSettings = v.strictObject({
  events_days: v.optional(
    days('Events that are handled. A sender that repeats one later is not known any more', 30),
    730,
  ),
  journal_days: v.optional(days('What runs did, step by step', 30), 730),
  runs_days: v.optional(days('Runs that have ended', 30), 730),
  messages_days: v.optional(days('Messages that were sent, or never will be', 30), 730),
  metrics_days: v.optional(days('What was counted by the minute, for the windows of metric triggers', 32), 400),
  answers_days: v.optional(days('What was answered to surveys', 30), null),
  audit_days: v.optional(days('Who changed what', 30), 730),
})

export type RetentionSettings = v.InferOutput<typeof RetentionSettings>
