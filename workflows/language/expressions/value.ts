const KIND = Symbol('kind')

/** A CEL duration. Fractions of a millisecond are kept as far as a double goes. */
export type Span = { readonly [KIND]: 'duration'; readonly ms: number }
export type Uint = { readonly [KIND]: 'uint'; readonly value: bigint }
/** `value` undefined is none. */
export type Optional = { readonly [KIND]: 'optional'; readonly value: unknown }
export type TypeName = { readonly [KIND]: 'type'; readonly name: string }
/** A timestamp on the clocks of a zone: `shiftedMs` read as UTC shows the local time. */
export type LocalTime = { readonly [KIND]: 'local'; readonly shiftedMs: number }
export type Numeric = bigint | number | Uint
type Marked = Span | Uint | Optional | TypeName | LocalTime

export type Kind =
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'timestamp'
  | 'duration'
  | 'list'
  | 'map'
  | 'optional'
  | 'type'
  | 'local'
  | 'unknown'

export const span = (ms: number): Span => ({ [KIND]: 'duration', ms })
export const uint = (value: bigint): Uint => ({ [KIND]: 'uint', value })
export const optional = (value: unknown): Optional => ({ [KIND]: 'optional', value })
export const typeName = (name: string): TypeName => ({ [KIND]: 'type', name })
export const localTime = (shiftedMs: number): LocalTime => ({ [KIND]: 'local', shiftedMs })

/** The mark is a symbol of this module, so data from outside cannot pass for one of these. */
export function isMarked(value: unknown): value is Marked {
  return typeof value === 'object' && value !== null && KIND in value
}

export const isOptional = (value: unknown): value is Optional => isMarked(value) && value[KIND] === 'optional'
export const isSpan = (value: unknown): value is Span => isMarked(value) && value[KIND] === 'duration'
export const isUint = (value: unknown): value is Uint => isMarked(value) && value[KIND] === 'uint'
export const isTypeName = (value: unknown): value is TypeName => isMarked(value) && value[KIND] === 'type'
export const isLocalTime = (value: unknown): value is LocalTime => isMarked(value) && value[KIND] === 'local'
export const isNumeric = (value: unknown): value is Numeric =>
  typeof value === 'number' || typeof value === 'bigint' || isUint(value)

/** Any object that is not one of the other kinds is a map of its own properties. */
export const isRecord = (value: unknown): value is Record<string, unknown> => kindOf(value) === 'map' && !isMap(value)
export const isMap = (value: unknown): value is ReadonlyMap<unknown, unknown> => value instanceof Map

export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'double'
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'int'
    case 'object':
      return kindOfObject(value)
    default:
      return 'unknown'
  }
}

function kindOfObject(value: object | null): Kind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (isMarked(value)) return value[KIND]
  if (value instanceof Date) return 'timestamp'
  if (value instanceof Uint8Array) return 'bytes'
  return 'map'
}

const TYPE_NAMES: Readonly<Record<Kind, string>> = {
  null: 'null_type',
  bool: 'bool',
  int: 'int',
  uint: 'uint',
  double: 'double',
  string: 'string',
  bytes: 'bytes',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  list: 'list',
  map: 'map',
  optional: 'optional_type',
  type: 'type',
  local: 'local',
  unknown: 'unknown',
}

export const typeOf = (value: unknown): TypeName => typeName(TYPE_NAMES[kindOf(value)])

/** The types an expression can name, as in `type(x) == int`. */
export const NAMED_TYPES: ReadonlySet<string> = new Set(
  Object.values(TYPE_NAMES).filter((name) => !['local', 'unknown', 'optional_type'].includes(name)),
)

/** Maps compare keys as numbers compare: 1, 1u and 1.0 are one key. */
export function mapKey(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  return isUint(value) ? value.value : value
}

/** A field that exists and is set, else undefined; never one that an object inherits. */
export function fieldOf(value: unknown, key: unknown): unknown {
  if (isMap(value)) return value.get(mapKey(key))
  if (typeof key !== 'string' || !isRecord(value) || !Object.hasOwn(value, key)) return undefined
  const field = value[key]
  return typeof field === 'function' || typeof field === 'symbol' ? undefined : field
}

/** The keys of a map as values. */
export function keysOf(value: unknown): readonly unknown[] {
  return isMap(value) ? [...value.keys()] : isRecord(value) ? Object.keys(value) : []
}
