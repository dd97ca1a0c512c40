/** What is known of a value before it exists. The three number types of CEL are one: they mix freely here. */
export type StaticType =
  | { readonly kind: Scalar }
  | { readonly kind: 'list' | 'map' | 'optional'; readonly of: StaticType }
  | { readonly kind: 'object'; readonly path: string; readonly fields: Readonly<Record<string, StaticType>> }
export type Scalar =
  | 'dyn'
  | 'bool'
  | 'number'
  | 'string'
  | 'bytes'
  | 'null'
  | 'timestamp'
  | 'duration'
  | 'local'
  | 'type'
export type StaticKind = StaticType['kind']

export const DYN: StaticType = { kind: 'dyn' }
export const BOOL: StaticType = { kind: 'bool' }
export const NUMBER: StaticType = { kind: 'number' }
export const STRING: StaticType = { kind: 'string' }
export const BYTES: StaticType = { kind: 'bytes' }
export const NULL: StaticType = { kind: 'null' }
export const TIMESTAMP: StaticType = { kind: 'timestamp' }
export const DURATION: StaticType = { kind: 'duration' }
export const LOCAL: StaticType = { kind: 'local' }
export const TYPE: StaticType = { kind: 'type' }
export const listOf = (of: StaticType): StaticType => ({ kind: 'list', of })
export const mapOf = (of: StaticType): StaticType => ({ kind: 'map', of })
export const optionalOf = (of: StaticType): StaticType => ({ kind: 'optional', of })

const SPOKEN: Readonly<Record<StaticKind, string>> = {
  dyn: 'a value',
  bool: 'true or false',
  number: 'a number',
  string: 'a text',
  bytes: 'bytes',
  null: 'null',
  timestamp: 'a timestamp',
  duration: 'a duration',
  local: 'a local time',
  type: 'a type',
  list: 'a list',
  map: 'a map',
  optional: 'an optional value',
  object: 'a map',
}

export const spoken = (kind: StaticKind): string => SPOKEN[kind]

/** The type of a value that may be either. */
export function join(left: StaticType, right: StaticType): StaticType {
  if (left === right) return left
  if (left.kind !== right.kind) return DYN
  if ('of' in left && 'of' in right) return { kind: left.kind, of: join(left.of, right.of) }
  return left.kind === 'object' ? DYN : left
}

/** Whether a value of type `actual` may turn out to be of kind `wanted`. */
export function mayBe(actual: StaticType, wanted: StaticKind): boolean {
  if (actual.kind === 'dyn' || wanted === 'dyn') return true
  return actual.kind === wanted || (actual.kind === 'object' && wanted === 'map')
}

/** Whether the two may be equal: only what can never hold is refused. */
export function comparable(left: StaticType, right: StaticType): boolean {
  if (left.kind === 'null' || right.kind === 'null') return true
  return mayBe(left, right.kind) || mayBe(right, left.kind)
}
