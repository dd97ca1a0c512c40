/** A JSON Schema as our own server writes it: $ref into $defs, oneOf, anyOf, allOf with if/then, properties, items. */
export type Schema = {
  $ref?: string
  $defs?: Record<string, Schema>
  type?: string | string[]
  title?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  if?: Schema
  then?: Schema
  else?: Schema
}

export type Step = { key: string } | { index: number }

/** Every schema that may speak about the value at `path` of `document`; alternatives that cannot hold are left out. */
export function schemasAt(root: Schema, document: unknown, path: readonly Step[]): Schema[] {
  let found = expand(root, root, document)
  let value = document
  for (const step of path) {
    const inner = 'key' in step ? valueUnder(value, step.key) : valueUnder(value, step.index)
    found = found.flatMap((schema) => {
      const next = 'key' in step ? (schema.properties?.[step.key] ?? additional(schema)) : schema.items
      return next ? expand(root, next, inner) : []
    })
    value = inner
  }
  return found
}

function additional({ additionalProperties: more }: Schema): Schema | undefined {
  return typeof more === 'object' ? more : undefined
}

function valueUnder(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined
}

const DEPTH_MAX = 24

function expand(root: Schema, schema: Schema, value: unknown, depth = 0): Schema[] {
  if (depth > DEPTH_MAX) return []
  const again = (inner: Schema) => expand(root, inner, value, depth + 1)
  const named = schema.$ref?.startsWith('#/$defs/') ? root.$defs?.[schema.$ref.slice('#/$defs/'.length)] : undefined
  const conditional = schema.if ? (mayHold(root, schema.if, value) ? schema.then : schema.else) : undefined
  const alternatives = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  const fitting = alternatives.filter((one) => mayHold(root, one, value))
  return [
    schema,
    ...(named ? again(named) : []),
    ...(conditional ? again(conditional) : []),
    ...(schema.allOf ?? []).flatMap(again),
    ...(fitting.length > 0 ? fitting : alternatives).flatMap(again),
  ]
}

/** Whether a half-written value may still become one of this schema: what is there already must fit. */
function mayHold(root: Schema, schema: Schema, value: unknown): boolean {
  const named = schema.$ref?.startsWith('#/$defs/') ? root.$defs?.[schema.$ref.slice('#/$defs/'.length)] : undefined
  if (named && !mayHold(root, named, value)) return false
  if ('const' in schema && value !== undefined && value !== schema.const) return false
  if (schema.enum && value !== undefined && !schema.enum.includes(value)) return false
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fitsType(schema, value)
  const keys = Object.keys(value)
  const verb = schema.required?.find((name) => DISTINGUISHING.has(name))
  if (verb !== undefined && keys.some((key) => DISTINGUISHING.has(key)) && !keys.includes(verb)) return false
  return Object.entries(schema.properties ?? {}).every(([key, inner]) => {
    const given = (value as Record<string, unknown>)[key]
    return given === undefined || !('const' in inner) || inner.const === given
  })
}

const DISTINGUISHING: ReadonlySet<string> = new Set([
  ...['do', 'wait', 'wait_for', 'if', 'choose', 'split', 'repeat', 'set', 'approve', 'throttle', 'call', 'stop'],
  ...['on', 'schedule', 'date', 'segment', 'metric', 'manual'],
])

function fitsType({ type }: Schema, value: unknown): boolean {
  if (type === undefined || value === undefined) return true
  const types = Array.isArray(type) ? type : [type]
  if (Array.isArray(value)) return types.includes('array')
  if (typeof value === 'number') return types.includes('number') || types.includes('integer')
  return value === null ? types.includes('null') : types.includes(typeof value)
}
