import * as v from 'valibot'
import { InputSpec } from './input.ts'
import { MetricName } from './metric.ts'
import { Step } from './step.ts'
import { TemplateNote } from './template.ts'
import { Cel, Duration, EventPattern, Free, LocalText, Offset, Slug, Span, TimeOfDay, Zone } from './text.ts'

/**
 * A workflow as operators write it: LANGUAGE.md, version 1. Shapes only; whether its expressions, references and
 * actions make sense is asked by workflows/check.
 */
export const STEPS_MAX = 200
export const NESTING_MAX = 10
export const DEFINITION_BYTES_MAX = 64 * 1024

const Debounce = v.strictObject({ for: Duration, max: v.optional(Duration) })

export const EventTrigger = v.strictObject({
  on: EventPattern,
  if: v.optional(Cel),
  channel: v.optional(v.string()),
  debounce: v.optional(Debounce),
})

export const ScheduleTrigger = v.strictObject({
  schedule: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  timezone: v.optional(Zone),
  for_each: v.optional(Cel),
})

export const DateTrigger = v.strictObject({
  date: Cel,
  offset: v.optional(Offset),
  at: v.optional(TimeOfDay),
  repeat: v.optional(v.literal('yearly')),
  leap: v.optional(v.picklist(['feb28', 'mar1'])),
})

export const SegmentTrigger = v.strictObject({ segment: Cel, change: v.picklist(['enter', 'leave']) })

export const MetricTrigger = v.strictObject({ metric: MetricName, window: Duration, if: Cel })

export const ManualTrigger = v.strictObject({ manual: v.literal(true) })

export type TriggerShape =
  | v.InferOutput<typeof EventTrigger>
  | v.InferOutput<typeof ScheduleTrigger>
  | v.InferOutput<typeof DateTrigger>
  | v.InferOutput<typeof SegmentTrigger>
  | v.InferOutput<typeof MetricTrigger>
  | v.InferOutput<typeof ManualTrigger>

/** Every kind of trigger by the field that says which it is. */
export const TRIGGERS = {
  on: EventTrigger,
  schedule: ScheduleTrigger,
  date: DateTrigger,
  segment: SegmentTrigger,
  metric: MetricTrigger,
  manual: ManualTrigger,
} as const

/** Exactly one kind of trigger; the key that is present says which, so that its errors speak of that kind. */
const Trigger: v.GenericSchema<unknown, TriggerShape> = v.lazy((input) => {
  const name = (Object.keys(TRIGGERS) as (keyof typeof TRIGGERS)[]).find(
    (key) => typeof input === 'object' && input !== null && key in input,
  )
  return TRIGGERS[name ?? 'on'] as unknown as v.GenericSchema<unknown, TriggerShape>
})

export const Entry = v.strictObject({
  mode: v.optional(v.picklist(['single', 'restart', 'queued', 'parallel']), 'single'),
  max: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 10),
  key: v.optional(Cel),
  reentry: v.optional(v.union([v.picklist(['always', 'never']), Duration]), 'always'),
})

export const Exit = v.strictObject({ on: EventPattern, if: v.optional(Cel) })

export const Goal = v.strictObject({
  on: EventPattern,
  if: v.optional(Cel),
  within: v.optional(Duration),
  value: v.optional(Cel),
  continue: v.optional(v.boolean()),
})

export const Category = v.picklist(['transactional', 'lifecycle', 'promotional'])

const QuietHours = v.union([
  v.picklist(['defer', 'drop', 'send']),
  v.strictObject({
    from: TimeOfDay,
    to: TimeOfDay,
    policy: v.optional(v.picklist(['defer', 'drop', 'send'])),
    max_defer: v.optional(Duration),
  }),
])

const Cap = v.strictObject({
  limit: v.pipe(v.number(), v.integer(), v.minValue(1)),
  per: v.union([v.picklist(['day', 'week']), Span]),
  count: v.optional(v.picklist(['category', 'channel', 'workflow', 'all'])),
  policy: v.optional(v.picklist(['defer', 'drop'])),
})

export const Settings = v.strictObject({
  category: v.optional(Category),
  quiet_hours: v.optional(QuietHours),
  cap: v.optional(Cap),
  timezone: v.optional(Zone),
  max_late: v.optional(Duration),
  holdout: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  on_unknown: v.optional(v.picklist(['resend', 'hold'])),
  priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-100), v.maxValue(100))),
})

export const Definition = v.strictObject({
  $schema: v.optional(v.string()),
  id: Slug,
  name: LocalText,
  description: v.optional(LocalText),
  version: v.optional(v.union([v.string(), v.number()])),
  template: v.optional(TemplateNote),
  inputs: v.optional(
    v.record(
      v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,63}$/, 'an input is named a-z, 0-9 and _'), Free),
      InputSpec,
    ),
    {},
  ),
  triggers: v.pipe(v.array(Trigger), v.minLength(1, 'at least one trigger'), v.maxLength(20)),
  conditions: v.optional(v.pipe(v.array(Cel), v.maxLength(20)), []),
  entry: v.optional(Entry, {}),
  exit: v.optional(v.pipe(v.array(Exit), v.maxLength(20)), []),
  goal: v.optional(Goal),
  settings: v.optional(Settings, {}),
  texts: v.optional(v.record(v.string(), v.union([v.string(), v.record(v.string(), v.string())])), {}),
  actions: v.pipe(v.array(Step), v.maxLength(STEPS_MAX)),
})

export type DefinitionShape = v.InferOutput<typeof Definition>
export type EntryShape = v.InferOutput<typeof Entry>
export type SettingsShape = v.InferOutput<typeof Settings>
