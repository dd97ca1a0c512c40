import type { DefinitionShape } from '../../schema/definition.ts'
import type { InputShape } from '../../schema/input.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import { parseDuration } from '../language/duration.ts'
import { suggest } from '../language/expressions/suggest.ts'
import { compileRegex } from '../language/regex.ts'
import { isZone, parseTimeOfDay } from '../language/zone.ts'
import type { Problem } from './problem.ts'

export type CheckedInputs = { kind: 'ok'; inputs: JsonObject } | { kind: 'problems'; problems: Problem[] }

/**
 * The values that a workflow is installed with: what was given, else the default, each checked against its type. With
 * `later` what is required may still be missing: it comes with each start.
 */
export function checkInputs(
  definition: DefinitionShape,
  given: JsonObject,
  { later = false }: { later?: boolean } = {},
): CheckedInputs {
  const problems: Problem[] = []
  const known = Object.keys(definition.inputs)
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(definition.inputs, name)) continue
    const near = suggest(name, known)
    problems.push({
      path: `inputs.${name}`,
      message: `there is no input \`${name}\``,
      ...(near && { hint: `did you mean \`${near}\`?` }),
    })
  }
  const inputs: JsonObject = {}
  for (const [name, spec] of Object.entries(definition.inputs)) {
    const value = (given[name] ?? spec.default ?? null) as Json
    const wrong = value === null ? missing(spec, later) : wrongValue(spec, value)
    if (wrong !== undefined) problems.push({ path: `inputs.${name}`, message: wrong })
    inputs[name] = value
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'ok', inputs }
}

function missing(spec: InputShape, later: boolean): string | undefined {
  return spec.required === true && !later ? 'is missing' : undefined
}

/** What is wrong with a value, or undefined. Every type of input is one case. */
export function wrongValue(spec: InputShape, value: Json): string | undefined {
  switch (spec.type) {
    case 'integer':
    case 'number':
      return wrongNumber(spec, value)
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'duration':
      return typeof value === 'string' && parseDuration(value) !== undefined
        ? undefined
        : 'must be a duration, like 3d or 1h30m'
    case 'time':
      return typeof value === 'string' && parseTimeOfDay(value) ? undefined : 'must be a time, like 09:30'
    case 'timezone':
      return typeof value === 'string' && isZone(value) ? undefined : 'must be an IANA time zone'
    case 'enum':
      return options(spec).includes(String(value)) ? undefined : `must be one of ${options(spec).join(', ')}`
    case 'list':
      return wrongList(spec, value)
    case 'string':
    case 'text':
    case 'channel':
    case 'template':
    case 'segment':
    case 'coupon':
    case 'tag':
    case 'workflow':
    case 'contact':
    case 'survey':
    case 'rota':
    case 'item':
    case 'gathering':
      return wrongText(spec, value)
    default:
      return spec.type satisfies never
  }
}

function wrongNumber(spec: InputShape, value: Json): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number'
  if (spec.type === 'integer' && !Number.isInteger(value)) return 'must be a whole number'
  if (spec.min !== undefined && value < spec.min) return `must be at least ${spec.min}`
  return spec.max !== undefined && value > spec.max ? `must be at most ${spec.max}` : undefined
}

const TEXT_MAX = 10_000

function wrongText(spec: InputShape, value: Json): string | undefined {
  if (typeof value !== 'string') return 'must be a text'
  if (value.length > (spec.max ?? TEXT_MAX)) return `must have at most ${spec.max ?? TEXT_MAX} characters`
  if (spec.min !== undefined && value.length < spec.min) return `must have at least ${spec.min} characters`
  return spec.pattern === undefined || matchesPattern(spec.pattern, value) ? undefined : `must match ${spec.pattern}`
}

/** The whole value must match. A pattern that is none was refused when the workflow was saved. */
function matchesPattern(pattern: string, value: string): boolean {
  const compiled = compileRegex(`^(?:${pattern})$`)
  return compiled.kind === 'problem' || compiled.regex.test(value)
}

function wrongList(spec: InputShape, value: Json): string | undefined {
  if (!Array.isArray(value)) return 'must be a list'
  if (spec.min !== undefined && value.length < spec.min) return `must have at least ${spec.min} items`
  if (value.some((item) => typeof item === 'string' && item.trim() === '')) return 'must not hold empty texts'
  return value.length > (spec.max ?? 1000) ? `must have at most ${spec.max ?? 1000} items` : undefined
}

function options(spec: InputShape): string[] {
  return (spec.options ?? []).map((option) => (typeof option === 'string' ? option : option.value))
}
