import * as v from 'valibot'
import { Duration, Slug } from './text.ts'

export const AlertLevel = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3))

const PagingRule = (timeout: string, everyone: boolean) =>
  v.strictObject({
    rota: v.optional(v.pipe(Slug, v.title('Whose people are paged; without it those of `alerts.rota`'))),
    everyone: v.optional(v.pipe(v.boolean(), v.title('All of the rota at once, instead of line by line')), everyone),
    timeouts: v.optional(
      v.pipe(
        v.array(Duration),
        v.minLength(1),
        v.maxLength(10),
        v.title('How long each line has to acknowledge; the last one holds for all that follow'),
      ),
      [timeout],
    ),
    repeat: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10), v.title('How often all of it begins again')),
      1,
    ),
    channel: v.optional(v.pipe(Slug, v.title('Where contacts are paged; without it where each is best reached'))),
  })

/** Whom an alert of each level pages, and how long it waits for them. */
export const AlertSettings = v.strictObject({
  rota: v.optional(Slug),
  cooldown: v.optional(v.pipe(Duration, v.title('How long after its end the same alert is not raised again'))),
  levels: v.optional(
    v.strictObject({
      '1': v.optional(PagingRule('30m', false), {}),
      '2': v.optional(PagingRule('10m', false), {}),
      '3': v.optional(PagingRule('5m', true), {}),
    }),
    {},
  ),
})

export type AlertStatus = 'open' | 'acknowledged' | 'resolved'

/** Through what somebody has answered. */
export type AlertVia = 'button' | 'link' | 'api' | 'workflow' | 'product'

/** One episode of an alert, from the raising to its end. Instants are milliseconds since the epoch. */
export type Alert = {
  id: string
  key: string
  name: string
  level: number
  title: string
  detail: string | null
  drill: boolean
  status: AlertStatus
  raisedAt: number
  /** How often it was raised while it was there, the first time included; and in vain while it cooled down. */
  occurrences: number
  suppressed: number
  lastAt: number
  acknowledgedAt: number | null
  acknowledgedBy: string | null
  resolvedAt: number | null
  resolvedBy: string | null
  note: string | null
  contactId: string | null
  workflowId: string | null
  history: AlertEntry[]
}

/** What happened to an alert. `person` is the name in the rota. */
export type AlertEntry = { at: number } & (
  | { kind: 'raised' | 'level_raised'; level: number }
  | { kind: 'paged'; person: string; rota: string; line: number; round: number; message: string; address: string }
  | { kind: 'unreached'; message: string; reason: string }
  | { kind: 'nobody' | 'exhausted' }
  | { kind: 'acknowledged' | 'acknowledged_late'; by: string; via: AlertVia; paged: boolean }
  | { kind: 'resolved'; by: string; via: AlertVia; note?: string }
)

/** What an alert's subject remembers: the latest episode, and how far its paging has come. */
export type AlertFacts = {
  episodes: number
  present: Alert
  cooldownMs: number
  pages: number
  /** `waiting` are the messages of this line of which nobody knows that they have not arrived. */
  paging?: { line: number; round: number; dueAt: number; waiting: string[] }
}
