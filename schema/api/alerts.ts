import * as v from 'valibot'
import { AlertLevel } from '../alert.ts'
import { Day, Instant } from '../instant.ts'
import { Duration } from '../text.ts'
import { Id, JsonRecord, paging } from './page.ts'

const Status = v.picklist(['open', 'acknowledged', 'resolved'])
const maybe = <const S extends v.GenericSchema>(schema: S) => v.nullable(schema)
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

export const AlertBody = v.strictObject({
  name: Name,
  level: AlertLevel,
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  detail: v.optional(v.pipe(v.string(), v.maxLength(4000))),
  key: v.optional(v.pipe(Name, v.title('What makes it the same alert again; without it the name'))),
  cooldown: v.optional(v.pipe(Duration, v.title('How long after its end it is not raised again'))),
  drill: v.optional(v.pipe(v.boolean(), v.title('An exercise')), false),
})

export const DrillBody = v.omit(AlertBody, ['drill'])

export const AlertQuery = v.strictObject({
  ...paging,
  status: v.optional(Status),
  level: v.optional(v.picklist(['1', '2', '3'])),
  drill: v.optional(v.picklist(['true', 'false'])),
  key: v.optional(Id),
})

const alert = {
  id: v.string(),
  key: v.string(),
  name: v.string(),
  level: v.number(),
  title: v.pipe(v.string(), v.title('As people read it: of an exercise it says that it is one')),
  detail: maybe(v.string()),
  drill: v.boolean(),
  status: Status,
  occurrences: v.pipe(v.number(), v.title('How often it was raised while it was there')),
  suppressed: v.pipe(v.number(), v.title('How often it was raised in vain, while it cooled down')),
  raised_at: Instant,
  last_at: Instant,
  acknowledged_at: maybe(Instant),
  acknowledged_by: maybe(v.string()),
  resolved_at: maybe(Instant),
  resolved_by: maybe(v.string()),
  note: maybe(v.string()),
  time_to_acknowledge: v.pipe(maybe(v.number()), v.title('Seconds')),
  time_to_resolve: v.pipe(maybe(v.number()), v.title('Seconds')),
  contact_id: maybe(v.string()),
  workflow_id: maybe(v.string()),
}

export const AlertAnswer = v.object(alert)

export const AlertDetail = v.object({
  ...alert,
  history: v.pipe(v.array(JsonRecord), v.title('What happened, in order: who was paged when, who answered')),
})

export const RaisedAnswer = v.object({ alert_id: v.string(), created: v.boolean() })

const Times = v.object({ p50: maybe(v.number()), p90: maybe(v.number()) })

const Figures = v.object({
  level: v.number(),
  raised: v.number(),
  acknowledged: v.number(),
  resolved: v.number(),
  unresolved: v.number(),
  time_to_acknowledge: v.pipe(Times, v.title('Seconds')),
  time_to_resolve: v.pipe(Times, v.title('Seconds')),
})

export const AlertReport = v.object({
  from: Instant,
  to: Instant,
  levels: v.array(Figures),
  drills: v.pipe(v.array(Figures), v.title('The same of exercises, which count nowhere else')),
})

/** A day alone begins at midnight UTC. */
const Moment = v.union([Instant, Day], 'an instant is written 2026-01-05T09:00:00Z')

export const ReportQuery = v.strictObject({ from: v.optional(Moment), to: v.optional(Moment) })

export const RotaAnswer = v.looseObject({ id: v.string(), created_at: Instant })
export const NowQuery = v.strictObject({ at: v.optional(Moment) })
const OnCall = v.object({
  line: v.number(),
  name: maybe(v.string()),
  people: v.array(v.looseObject({ person: v.string() })),
})
export const NowAnswer = v.object({
  at: Instant,
  until: v.pipe(maybe(Instant), v.title('When somebody else is on call next; null when not within two weeks')),
  lines: v.array(OnCall),
})
