import { isObject } from '../../../schema/json.ts'

type Schema = Record<string, unknown>
type Keyword = (given: never, value: unknown, schema: Schema, root: Schema) => boolean

/** As much of JSON Schema 2020-12 as our schema uses. A keyword it does not know is an error, not a pass. */
export function fits(value: unknown, schema: unknown, root: Schema): boolean {
  if (typeof schema === 'boolean') return schema
  if (!isObject(schema)) throw new Error('no schema')
  return Object.entries(schema).every(([keyword, given]) => {
    if (NOTES.has(keyword)) return true
    const test = KEYWORDS[keyword]
    if (!test) throw new Error(`unknown keyword ${keyword}`)
    return test(given as never, value, schema, root)
  })
}

const NOTES = new Set([
  '$schema',
  '$id',
  '$defs',
  'title',
  'description',
  'default',
  'format',
  'then',
  'else',
  'examples',
])

const text = (value: unknown, test: (value: string) => boolean) => typeof value !== 'string' || test(value)
const number = (value: unknown, test: (value: number) => boolean) => typeof value !== 'number' || test(value)
const list = (value: unknown, test: (value: unknown[]) => boolean) => !Array.isArray(value) || test(value)
const object = (value: unknown, test: (value: Schema) => boolean) => !isObject(value) || test(value)

const KEYWORDS: Record<string, Keyword> = {
  $ref: (path: string, value, _, root) =>
    fits(
      value,
      path
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Schema)[key], root),
      root,
    ),
  type: (type: string, value) => typeOf(value) === type || (type === 'number' && typeOf(value) === 'integer'),
  const: (wanted: unknown, value) => value === wanted,
  enum: (options: unknown[], value) => options.includes(value),
  not: (schema: Schema, value, _, root) => !fits(value, schema, root),
  anyOf: (options: unknown[], value, _, root) => options.some((one) => fits(value, one, root)),
  allOf: (options: unknown[], value, _, root) => options.every((one) => fits(value, one, root)),
  oneOf: (options: unknown[], value, _, root) => options.filter((one) => fits(value, one, root)).length === 1,
  if: (test: Schema, value, schema, root) =>
    fits(value, (fits(value, test, root) ? schema.then : schema.else) ?? true, root),
  required: (names: string[], value) => object(value, (given) => names.every((name) => Object.hasOwn(given, name))),
  properties: (shapes: Schema, value, _, root) =>
    object(value, (given) =>
      Object.entries(shapes).every(([name, shape]) => !Object.hasOwn(given, name) || fits(given[name], shape, root)),
    ),
  additionalProperties: (shape: unknown, value, schema, root) =>
    object(value, (given) =>
      Object.entries(given).every(
        ([name, one]) => Object.hasOwn((schema.properties as Schema) ?? {}, name) || fits(one, shape, root),
      ),
    ),
  propertyNames: (shape: unknown, value, _, root) =>
    object(value, (given) => Object.keys(given).every((name) => fits(name, shape, root))),
  items: (shape: unknown, value, _, root) => list(value, (items) => items.every((item) => fits(item, shape, root))),
  minItems: (min: number, value) => list(value, (items) => items.length >= min),
  maxItems: (max: number, value) => list(value, (items) => items.length <= max),
  minLength: (min: number, value) => text(value, (given) => given.length >= min),
  maxLength: (max: number, value) => text(value, (given) => given.length <= max),
  pattern: (pattern: string, value) => text(value, (given) => new RegExp(pattern, 'u').test(given)),
  minimum: (min: number, value) => number(value, (given) => given >= min),
  maximum: (max: number, value) => number(value, (given) => given <= max),
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}
