import * as v from 'valibot'
import { CALENDAR_NAME, Weekday } from './calendar.ts'
import { Cel, Duration, EventPattern, LocalText, Offset, Slug, StepId, TimeOfDay } from './text.ts'

/**
 * A step: an optional id, name and `when`, and exactly one verb. The verb that is present chooses the shape, so that
 * an error speaks of that verb and not of all the others.
 */
const common = { id: v.optional(StepId), name: v.optional(LocalText), when: v.optional(Cel) }
type Common = { id?: string; name?: string | Record<string, string>; when?: string }

export const Retry = v.strictObject({
  attempts: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20))),
  first: v.optional(Duration),
  factor: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(10))),
  max: v.optional(Duration),
})
export type RetryShape = v.InferOutput<typeof Retry>

const Steps: v.GenericSchema<unknown, StepShape[]> = v.lazy(() => v.array(Step))

const Do = v.strictObject({
  ...common,
  do: v.string(),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
  retry: v.optional(Retry),
  on_error: v.optional(v.union([v.picklist(['fail', 'continue']), Steps]), 'fail'),
})
type DoShape = Common & {
  do: string
  with: Record<string, unknown>
  retry?: RetryShape
  on_error: 'fail' | 'continue' | StepShape[]
}

export const WaitSpec = v.union([
  Duration,
  v.strictObject({ for: Duration }),
  v.strictObject({ days: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(366)), at: v.optional(TimeOfDay) }),
  v.strictObject({
    until: Cel,
    offset: v.optional(Offset),
    if_past: v.optional(v.picklist(['continue', 'skip', 'fail'])),
  }),
  v.strictObject({
    until_local: TimeOfDay,
    weekdays: v.optional(v.pipe(v.array(Weekday), v.minLength(1))),
    workdays: v.optional(v.pipe(v.string(), v.regex(CALENDAR_NAME, 'the name of a calendar'))),
  }),
  v.strictObject({ until_best_hour: v.literal(true) }),
])
export type WaitShape = v.InferOutput<typeof WaitSpec>

const Wait = v.strictObject({ ...common, wait: WaitSpec })

const Awaited = { on: EventPattern, if: v.optional(Cel) }

export const WaitForSpec = v.strictObject({
  on: v.optional(EventPattern),
  if: v.optional(Cel),
  any: v.optional(v.pipe(v.array(v.strictObject({ name: v.string(), ...Awaited })), v.minLength(1), v.maxLength(20))),
  timeout: v.optional(Duration),
  /** Instead of a time-out: until the contact's clock shows this. */
  until_local: v.optional(TimeOfDay),
  since: v.optional(v.literal('run_start')),
  already: v.optional(Cel),
})
export type WaitForShape = v.InferOutput<typeof WaitForSpec>

const WaitFor = v.strictObject({
  ...common,
  wait_for: v.pipe(
    WaitForSpec,
    v.check((spec) => (spec.on === undefined) !== (spec.any === undefined), 'either `on` or `any`, and not both'),
    v.check(
      ({ timeout, until_local }) => timeout === undefined || until_local === undefined,
      'either `timeout` or `until_local`, and not both',
    ),
    v.check(
      ({ any = [] }) => new Set(any.map(({ name }) => name)).size === any.length,
      'every awaited event has a name of its own',
    ),
  ),
  then: v.optional(Steps, []),
  else: v.optional(Steps, []),
})

const If = v.strictObject({ ...common, if: Cel, then: v.optional(Steps, []), else: v.optional(Steps, []) })

const Choose = v.strictObject({
  ...common,
  choose: v.pipe(v.array(v.strictObject({ if: Cel, then: v.optional(Steps, []) })), v.minLength(1), v.maxLength(50)),
  else: v.optional(Steps, []),
})

const Branch = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  weight: v.pipe(v.number(), v.minValue(0), v.maxValue(1_000_000)),
  then: v.optional(Steps, []),
})

const Split = v.strictObject({
  ...common,
  split: v.pipe(
    v.array(Branch),
    v.minLength(1),
    v.maxLength(20),
    v.check((branches) => branches.some((branch) => branch.weight > 0), 'at least one branch has a weight above 0'),
    v.check(
      (branches) => new Set(branches.map((branch) => branch.name)).size === branches.length,
      'every branch has a name of its own',
    ),
    v.check(
      (branches) => branches.every((branch) => branch.name !== 'holdout' || branch.then.length === 0),
      '`holdout` is a branch without steps',
    ),
  ),
})

export const REPEAT_MAX_DEFAULT = 100
const Times = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))

const Repeat = v.strictObject({
  ...common,
  repeat: v.pipe(
    v.strictObject({
      times: v.optional(Times),
      while: v.optional(Cel),
      until: v.optional(Cel),
      max: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
    }),
    v.check(
      ({ times, while: during, until }) => [times, during, until].filter((one) => one !== undefined).length === 1,
      'exactly one of `times`, `while` and `until`',
    ),
  ),
  steps: Steps,
})

/** A text, a template, or `{ "expr": CEL }`. */
const TextValue = v.union([v.string(), v.strictObject({ expr: Cel })])

const Approve = v.strictObject({
  ...common,
  approve: v.strictObject({
    title: TextValue,
    detail: v.optional(TextValue),
    assignee: v.optional(TextValue),
    timeout: v.optional(Duration),
  }),
  then: v.optional(Steps, []),
  else: v.optional(Steps, []),
})
type TextValueShape = v.InferOutput<typeof TextValue>
type ApproveShape = {
  title: TextValueShape
  detail?: TextValueShape | undefined
  assignee?: TextValueShape | undefined
  timeout?: string | undefined
}

/** What a contact remembers by itself is kept in its own row, so it is kept short. */
export const OWN_LIMIT_MAX = 1000

export const ThrottleSpec = v.strictObject({
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  per: Duration,
  key: v.optional(Cel),
})
export type ThrottleShape = v.InferOutput<typeof ThrottleSpec>

const Throttle = v.strictObject({
  ...common,
  throttle: v.pipe(
    ThrottleSpec,
    v.check(
      ({ limit, key }) => key !== undefined || limit <= OWN_LIMIT_MAX,
      `without \`key\` the limit is at most ${OWN_LIMIT_MAX}`,
    ),
  ),
  then: v.optional(Steps, []),
  else: v.optional(Steps, []),
})

const Call = v.strictObject({
  ...common,
  call: v.strictObject({ workflow: Slug, inputs: v.optional(v.record(v.string(), v.unknown()), {}) }),
})

const SetVars = v.strictObject({ ...common, set: v.record(v.string(), v.unknown()) })

const Stop = v.strictObject({
  ...common,
  stop: v.picklist(['completed', 'failed', 'exited']),
  reason: v.optional(v.string()),
})

export type StepShape =
  | DoShape
  | v.InferOutput<typeof Wait>
  | (Common & { wait_for: WaitForShape; then: StepShape[]; else: StepShape[] })
  | (Common & { if: string; then: StepShape[]; else: StepShape[] })
  | (Common & { choose: { if: string; then: StepShape[] }[]; else: StepShape[] })
  | (Common & { split: { name: string; weight: number; then: StepShape[] }[] })
  | (Common & { repeat: { times?: number; while?: string; until?: string; max?: number }; steps: StepShape[] })
  | v.InferOutput<typeof SetVars>
  | (Common & { approve: ApproveShape; then: StepShape[]; else: StepShape[] })
  | (Common & { throttle: ThrottleShape; then: StepShape[]; else: StepShape[] })
  | v.InferOutput<typeof Call>
  | v.InferOutput<typeof Stop>

/** Every verb with its shape, in the order in which LANGUAGE.md lists them. */
export const VERBS = {
  do: Do,
  wait: Wait,
  wait_for: WaitFor,
  if: If,
  choose: Choose,
  split: Split,
  repeat: Repeat,
  set: SetVars,
  approve: Approve,
  throttle: Throttle,
  call: Call,
  stop: Stop,
} as const
export type Verb = keyof typeof VERBS

const NoVerb = v.pipe(
  v.unknown(),
  v.check(() => false, `a step has exactly one verb: ${Object.keys(VERBS).join(', ')}`),
) as unknown as v.GenericSchema<unknown, StepShape>

export const Step: v.GenericSchema<unknown, StepShape> = v.lazy((input) => {
  const verb = verbOf(input)
  return verb ? (VERBS[verb] as unknown as v.GenericSchema<unknown, StepShape>) : NoVerb
})

/** The one verb of a step, or undefined when it has none or several. */
export function verbOf(step: unknown): Verb | undefined {
  if (typeof step !== 'object' || step === null) return undefined
  const found = (Object.keys(VERBS) as Verb[]).filter((verb) => Object.hasOwn(step, verb))
  return found.length === 1 ? found[0] : undefined
}
