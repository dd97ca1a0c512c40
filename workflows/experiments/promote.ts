import { isObject, type Json, type JsonObject } from '../../schema/json.ts'

/**
 * A definition in which this split has made way for the steps of one of its branches. Undefined when there is no such
 * split, or no such branch. A step is named by its id, or by its place, as `actions.2`.
 */
export function promote(definition: JsonObject, step: string, branch: string): JsonObject | undefined {
  const found = { times: 0 }
  const promoted = replaced(definition, [], { step, branch, found })
  return found.times === 1 && isObject(promoted) ? promoted : undefined
}

type Wanted = { step: string; branch: string; found: { times: number } }

function replaced(value: Json, path: (string | number)[], wanted: Wanted): Json {
  if (Array.isArray(value))
    return value.flatMap(
      (item, i): Json[] => stepsInstead(item, [...path, i], wanted) ?? [replaced(item, [...path, i], wanted)],
    )
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replaced(inner, [...path, name], wanted)]),
  )
}

function stepsInstead(item: Json, path: (string | number)[], { step, branch, found }: Wanted): Json[] | undefined {
  if (!isObject(item) || !Array.isArray(item.split) || (item.id ?? path.join('.')) !== step) return undefined
  const chosen = item.split.find((one): one is JsonObject => isObject(one) && one.name === branch)
  if (!chosen) return undefined
  found.times += 1
  const steps = Array.isArray(chosen.then) ? chosen.then : []
  if (steps.length === 0 || item.when === undefined) return steps
  return [{ if: item.when, then: steps }]
}
