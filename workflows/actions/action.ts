import * as v from 'valibot'
import type { Contact, EngineEvent, Run } from '../../schema/actor.ts'
import type { Wanted } from '../../schema/ask.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import type { Draft, RetryPolicy } from '../../schema/message.ts'
import type { SecretPlaces } from '../../schema/secret.ts'
import type { Asking } from '../../schema/survey.ts'
import type { AttemptResult, Delivery } from '../engine/delivery.ts'
import type { Effect } from '../engine/effect.ts'
import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { suggest } from '../language/expressions/suggest.ts'
import type { Scope } from '../language/expressions.ts'
import type { Value } from '../language/values.ts'

/** What an action may look at. It reads; what it wants changed it returns. */
export type Facts = {
  now: number
  contact: Readonly<Contact>
  run: Readonly<Run>
  program: Program
  event: EngineEvent
  world: World
  /** `run:step:iteration`: the idempotency key of whatever this step causes. */
  key: string
  retry?: RetryPolicy
  /** What was answered to what this step asked for; undefined until it has asked. */
  answer?: JsonObject
  scope: Scope
  /** Secrets that the values name by placeholders: they go with whatever is sent. */
  secrets?: SecretPlaces
}

export type Decision =
  /** Carried out. `output` becomes `steps.<id>`. */
  | { kind: 'done'; output?: JsonObject; effects?: Effect[] }
  /** Something goes out. With `awaited` the run stops until it is known how that ended. */
  /** `keeps` is what the action wants to know again when it receives how that ended. */
  | { kind: 'send'; delivery: Delivery; output?: JsonObject; effects?: Effect[]; keeps?: JsonObject }
  /** Carried out, and the run stops until another subject has told it under this step's key what came of it. */
  | { kind: 'await'; effects: Effect[] }
  /** Somebody is written to, as soon as the gate lets it pass. */
  | { kind: 'message'; draft: Draft }
  /** Questions are asked, and the run waits for their answers. */
  | { kind: 'survey'; asking: Asking }
  /** Something that members share is needed first. The action decides again with the `answer`. `holds` are points to set aside. */
  | { kind: 'ask'; resource: string; wants: Wanted; holds?: number }
  /** Not possible: the step fails with this code. */
  | { kind: 'refused'; code: string; message: string }

export type ActionProblem = { path: (string | number)[]; message: string; hint?: string }

export type Action = {
  name: string
  /** The shape of `with`, for checks, documentation and the form in the console. */
  params: v.GenericSchema
  /** What `steps.<id>` holds when it is carried out, by field; undefined where nobody says. `error` may be there besides. */
  result?: v.ObjectEntries
  /** Parameters that are not rendered when the step is carried out: what they say is decided later. */
  later?: readonly string[]
  /** What is wrong with `with` as written; what is only known at run time is not judged. */
  check: (written: Record<string, Value>) => ActionProblem[]
  /** Decide with the values of this moment. */
  decide: (values: JsonObject, facts: Facts) => Decision
  /** What becomes of how an awaited delivery ended; without it that is the step's own end. */
  receive?: Receive
}

type Receive = (result: AttemptResult, keeps: JsonObject) => AttemptResult

type Entries = v.ObjectEntries

/** Define an action from the shape of its parameters and a pure decision. */
export function action<const E extends Entries>(definition: {
  name: string
  params: E
  result?: v.ObjectEntries
  later?: readonly string[]
  decide: (params: v.InferOutput<v.StrictObjectSchema<E, undefined>>, facts: Facts) => Decision
  receive?: Receive
}): Action {
  const params = v.strictObject(definition.params)
  return {
    name: definition.name,
    params,
    ...(definition.result && { result: definition.result }),
    ...(definition.later && { later: definition.later }),
    ...(definition.receive && { receive: definition.receive }),
    check: (written) => checkWritten(definition.name, params, written),
    decide: (values, facts) => {
      const parsed = v.safeParse(params, withoutNulls(values))
      if (parsed.success) return definition.decide(parsed.output, facts)
      const issue = parsed.issues[0]
      return { kind: 'refused', code: 'invalid_input', message: `${v.getDotPath(issue) ?? 'with'}: ${issue.message}` }
    },
  }
}

/** Check what is known before it runs: names, missing parameters, and literals against their shape. */
function checkWritten<E extends Entries>(
  name: string,
  params: v.StrictObjectSchema<E, undefined>,
  written: Record<string, Value>,
): ActionProblem[] {
  const known = Object.keys(params.entries)
  const problems: ActionProblem[] = []
  for (const [key, value] of Object.entries(written)) {
    const entry = Object.hasOwn(params.entries, key) ? params.entries[key] : undefined
    if (!entry) problems.push({ path: [key], ...unknownParameter(name, key, known) })
    else if (value.kind === 'literal') problems.push(...literalProblems(entry, key, value.value))
  }
  for (const key of known) {
    const entry = params.entries[key]
    if (entry && !(key in written) && entry.type !== 'optional')
      problems.push({ path: [], message: `\`${name}\` needs \`${key}\`` })
  }
  return problems
}

function unknownParameter(name: string, key: string, known: string[]): { message: string; hint?: string } {
  const near = suggest(key, known)
  const hint = near ? `did you mean \`${near}\`?` : `it takes ${known.join(', ')}`
  return { message: `\`${name}\` takes no \`${key}\``, hint }
}

function literalProblems(entry: Entries[string], key: string, value: Json): ActionProblem[] {
  const parsed = v.safeParse(entry as v.GenericSchema, value)
  if (parsed.success) return []
  return parsed.issues.map((issue) => ({
    path: [key, ...(issue.path?.map((item) => item.key as string | number) ?? [])],
    message: issue.message,
  }))
}

/** An expression that failed leaves null: to the action, the parameter is simply not there. */
function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}
