/** The part of JSON Schema that our shapes are written in. */
export type FormSchema = {
  type?: string
  title?: string
  description?: string
  enum?: unknown[]
  default?: unknown
  properties?: Record<string, FormSchema>
  required?: string[]
  items?: FormSchema
  anyOf?: FormSchema[]
  additionalProperties?: FormSchema | boolean
  propertyNames?: FormSchema
  pattern?: string
  maxLength?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  'x-zh-CN'?: { title?: string; description?: string }
}

/**
 * What a field looks like: `choices` are several of a few, `lists` lines of several words each, `rows` several of one
 * shape, `map` the same by names that somebody chooses. What no field fits is written as JSON.
 */
export type FieldKind =
  | 'local'
  | 'object'
  | 'choice'
  | 'choices'
  | 'boolean'
  | 'number'
  | 'list'
  | 'lists'
  | 'rows'
  | 'map'
  | 'text'
  | 'json'

export function kindOf(schema: FormSchema): FieldKind {
  const { type, properties, anyOf = [] } = schema
  if (schema.enum) return 'choice'
  if (type === 'object' && properties) return 'object'
  if (type === 'object') return ofRecord(schema)
  if (type === 'boolean') return 'boolean'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'array') return ofArray(schema)
  if (anyOf.some((one) => one.type === 'string') && anyOf.some((one) => one.type === 'object')) return 'local'
  if (type === 'string' || anyOf.some((one) => one.type === 'string')) return 'text'
  return 'json'
}

/** Texts by names of any kind are texts by language; the names of others follow a rule. */
function ofRecord({ additionalProperties: inner, propertyNames }: FormSchema): FieldKind {
  if (typeof inner !== 'object') return 'json'
  if (inner.type === 'string' && propertyNames?.pattern === undefined) return 'local'
  return inner.type === 'string' || inner.properties ? 'map' : 'json'
}

function ofArray({ items }: FormSchema): FieldKind {
  if (items?.enum) return 'choices'
  if (items?.type === 'string') return 'list'
  if (items?.type === 'array' && items.items?.type === 'string') return 'lists'
  return items?.properties ? 'rows' : 'json'
}

/** What may be null is simply left empty. */
export function withoutNull(schema: FormSchema): FormSchema {
  const { anyOf, ...rest } = schema
  const some = anyOf?.filter(({ type }) => type !== 'null')
  if (!anyOf || !some || some.length === anyOf.length) return schema
  const [only] = some
  return some.length === 1 && only ? { ...withoutNull(only), ...rest } : { ...rest, anyOf: some }
}

export function mayBeNull({ anyOf = [] }: FormSchema): boolean {
  return anyOf.some(({ type }) => type === 'null')
}

/** Of what a map holds: the name that somebody chooses, and the rest. A plain text is called `value`. */
export function entryOf({ additionalProperties }: FormSchema): FormSchema {
  const inner = typeof additionalProperties === 'object' ? additionalProperties : {}
  return inner.properties ? inner : { type: 'object', properties: { value: inner }, required: ['value'] }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
