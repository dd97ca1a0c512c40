import * as v from 'valibot'
import { Instant } from './instant.ts'
import { REFERRAL_STATUSES } from './referral.ts'
import { Settings } from './settings.ts'
import { Zone } from './text.ts'

/** What a simulation is told, by the API and in scenario files. */
const Short = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const JsonRecord = v.record(v.string(), v.unknown())
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const EVENTS_MAX = 10_000
export const SPAN_MAX_DAYS = 366 * 5
export const ENTRIES_MAX = 100_000

/** A contact as the API shows it; what is left out is as for somebody new. */
export const SimulatedContact = v.strictObject({
  id: v.optional(Short),
  name: v.nullish(Short),
  locale: v.nullish(Short),
  timezone: v.nullish(Zone),
  phone: v.nullish(Short),
  email: v.nullish(Short),
  tags: v.optional(v.array(Short)),
  traits: v.optional(JsonRecord),
  points: v.optional(v.number()),
  tier: v.nullish(Short),
  stage: v.optional(Short),
  risk: v.optional(v.number()),
  owner: v.nullish(Short),
  streak: v.optional(Count),
  /** Points of theirs that expire, and when. */
  expiring: v.optional(v.pipe(v.array(v.strictObject({ at: Instant, points: Count })), v.maxLength(400))),
  /** Who brought them, and how that stands. */
  referral: v.optional(v.strictObject({ referrer_id: Short, status: v.picklist(REFERRAL_STATUSES) })),
  referrals: v.optional(Count),
  consents: v.optional(v.record(v.string(), v.boolean())),
  identities: v.optional(v.array(v.strictObject({ channel: Short, external_id: Short }))),
  last_channel: v.nullish(Short),
  joined_at: v.nullish(Instant),
  left_at: v.nullish(Instant),
  last_seen_at: v.nullish(Instant),
  created_at: v.optional(Instant),
})

export const SimulatedEvent = v.strictObject({
  at: Instant,
  type: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_.:/-]{0,199}$/, 'an event type, such as member.joined')),
  data: v.optional(JsonRecord, {}),
  channel: v.optional(Short),
  id: v.optional(Short),
})

/** How something outside answers: an HTTP answer, the fields of `steps.<id>`, or a failure with its code. */
export const Reply = v.strictObject({
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599))),
  headers: v.optional(v.record(v.string(), v.string())),
  body: v.optional(v.unknown()),
  output: v.optional(JsonRecord),
  error: v.optional(v.strictObject({ code: Short, message: v.optional(v.string()) })),
})

const situation = {
  inputs: v.optional(JsonRecord),
  contact: v.optional(SimulatedContact, {}),
  events: v.optional(v.pipe(v.array(SimulatedEvent), v.maxLength(EVENTS_MAX)), []),
  /** Starts of the workflow by hand. */
  starts: v.optional(
    v.pipe(v.array(v.strictObject({ at: Instant, inputs: v.optional(JsonRecord) })), v.maxLength(100)),
    [],
  ),
  from: Instant,
  until: Instant,
  seed: v.optional(v.union([v.string(), v.number()])),
  /** By step id or action; a list answers one after the other, its last for ever. */
  replies: v.optional(v.record(v.string(), v.union([Reply, v.pipe(v.array(Reply), v.minLength(1))])), {}),
  locale: v.optional(Short),
  timezone: v.optional(Zone),
  /** Sections of the community's settings, instead of the real ones. */
  settings: v.optional(v.partial(Settings)),
}

export const SimulateRequest = v.pipe(
  v.strictObject({
    definition: v.optional(v.unknown()),
    workflow_id: v.optional(Short),
    /** Published workflows that take part, beside those that this one names. */
    beside: v.optional(v.pipe(v.array(Short), v.maxLength(20)), []),
    ...situation,
  }),
  v.check(
    ({ definition, workflow_id }) => (definition === undefined) !== (workflow_id === undefined),
    'either `definition` or `workflow_id`',
  ),
)

const Expected = v.strictObject({
  messages: v.optional(
    v.array(
      v.strictObject({
        at: v.optional(Instant),
        text: v.optional(v.string()),
        text_matches: v.optional(v.string()),
        channel: v.optional(v.string()),
        to: v.optional(v.string()),
        category: v.optional(v.string()),
        status: v.optional(v.string()),
        reason: v.optional(v.string()),
        /** What its buttons say, in order. */
        buttons: v.optional(v.array(v.string())),
      }),
    ),
  ),
  not_messages: v.optional(
    v.array(
      v.strictObject({
        text: v.optional(v.string()),
        text_matches: v.optional(v.string()),
        channel: v.optional(v.string()),
      }),
    ),
  ),
  contact: v.optional(JsonRecord),
  runs: v.optional(
    v.array(
      v.strictObject({
        workflow: v.optional(v.string()),
        status: v.optional(v.string()),
        reason: v.optional(v.nullable(v.string())),
        /** Whether its goal was reached. */
        goal: v.optional(v.boolean()),
      }),
    ),
  ),
  /** All that people were given to do, in order. */
  tasks: v.optional(
    v.array(
      v.strictObject({
        at: v.optional(Instant),
        kind: v.optional(v.string()),
        title: v.optional(v.string()),
        title_matches: v.optional(v.string()),
        detail: v.optional(v.nullable(v.string())),
        assignee: v.optional(v.nullable(v.string())),
        due_at: v.optional(v.nullable(Instant)),
      }),
    ),
  ),
  /** All alerts that were raised, in order. */
  alerts: v.optional(
    v.array(
      v.strictObject({
        at: v.optional(Instant),
        name: v.optional(v.string()),
        level: v.optional(v.number()),
        title: v.optional(v.string()),
        title_matches: v.optional(v.string()),
        created: v.optional(v.boolean()),
      }),
    ),
  ),
  /** All events for other contacts, in order. */
  emitted: v.optional(
    v.array(
      v.strictObject({
        at: v.optional(Instant),
        type: v.optional(v.string()),
        contact_id: v.optional(v.string()),
        data: v.optional(JsonRecord),
      }),
    ),
  ),
  steps: v.optional(v.record(v.string(), Count)),
})

/** A scenario file. With `expect` it is a test. */
export const Scenario = v.strictObject({
  $schema: v.optional(v.string()),
  name: v.optional(v.string()),
  description: v.optional(v.string()),
  ...situation,
  expect: v.optional(Expected),
})

export type SituationShape = Omit<v.InferOutput<typeof Scenario>, '$schema' | 'name' | 'description' | 'expect'>
export type ScenarioShape = v.InferOutput<typeof Scenario>
export type ExpectedShape = v.InferOutput<typeof Expected>
export type ReplyShape = v.InferOutput<typeof Reply>
export type SimulatedContactShape = v.InferOutput<typeof SimulatedContact>

/** What `POST /workflows/simulate` answers. */
export const SimulationAnswer = v.object({
  timeline: v.array(v.looseObject({ at: Instant, kind: v.string() })),
  truncated: v.pipe(v.boolean(), v.title('There is more than the timeline may hold')),
  messages: v.array(v.looseObject({ at: Instant, text: v.string(), status: v.string() })),
  runs: v.array(v.looseObject({ id: v.string(), workflow_id: v.string(), status: v.string() })),
  tasks: v.array(v.looseObject({ at: Instant, kind: v.string(), title: v.string() })),
  alerts: v.array(v.looseObject({ at: Instant, name: v.string(), level: v.number(), created: v.boolean() })),
  contact: v.pipe(JsonRecord, v.title('The contact in the end')),
  coverage: v.pipe(v.record(v.string(), v.number()), v.title('How often each step was carried out')),
  warnings: v.array(JsonRecord),
})
