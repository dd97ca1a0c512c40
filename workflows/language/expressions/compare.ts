import { type Frame, fail, spend } from './frame.ts'
import { toPlain } from './number.ts'
import { fieldOf, isMap, isNumeric, isOptional, isSpan, isTypeName, keysOf, kindOf, mapKey } from './value.ts'

/** Equality as CEL has it: numbers by value across their types, lists and maps by content, different kinds never equal. */
export function equal(frame: Frame, left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left === 'string' || typeof left === 'boolean' || left === null) return false
  if (isNumeric(left)) return isNumeric(right) && sameNumber(toPlain(left), toPlain(right))
  const kind = kindOf(left)
  if (kind !== kindOf(right)) return false
  switch (kind) {
    case 'list':
      return sameLists(frame, left, right)
    case 'map':
      return sameMaps(frame, left, right)
    default:
      return sameScalars(frame, left, right)
  }
}

// The loose comparison of a bigint with a number is exact.
const sameNumber = (left: bigint | number, right: bigint | number): boolean => left <= right && left >= right

function sameScalars(frame: Frame, left: unknown, right: unknown): boolean {
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime()
  if (isSpan(left) && isSpan(right)) return left.ms === right.ms
  if (isTypeName(left) && isTypeName(right)) return left.name === right.name
  if (isOptional(left) && isOptional(right)) return equal(frame, left.value, right.value)
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(frame, left, right) === 0
  return false
}

function sameLists(frame: Frame, left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
  spend(frame, left.length)
  return left.every((item, index) => equal(frame, item, right[index]))
}

function sameMaps(frame: Frame, left: unknown, right: unknown): boolean {
  const keys = keysOf(left)
  if (keys.length !== keysOf(right).length) return false
  spend(frame, keys.length * 2)
  return keys.every((key) => {
    const other = fieldOf(right, key)
    return other !== undefined && equal(frame, fieldOf(left, key), other)
  })
}

/** `item in collection`: an item of a list, a key of a map. */
export function contains(frame: Frame, item: unknown, collection: unknown): boolean {
  if (Array.isArray(collection)) {
    spend(frame, collection.length >> 1)
    if (typeof item === 'string') return collection.includes(item)
    return collection.some((other) => equal(frame, item, other))
  }
  if (kindOf(collection) !== 'map') return fail(`${spokenKind(collection)} is no list to look in`)
  return isMap(collection) ? collection.has(mapKey(item)) : fieldOf(collection, item) !== undefined
}

/** Negative, zero or positive; NaN where a number is none, which no comparison holds for. */
export function order(frame: Frame, left: unknown, right: unknown): number {
  if (isNumeric(left) && isNumeric(right)) return direction(toPlain(left), toPlain(right))
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime()
  if (isSpan(left) && isSpan(right)) return left.ms - right.ms
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right)
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(frame, left, right)
  return fail(`${spokenKind(left)} cannot be ordered against ${spokenKind(right)}`)
}

function direction(left: bigint | number, right: bigint | number): number {
  if (left < right) return -1
  if (left > right) return 1
  return left >= right ? 0 : Number.NaN
}

function compareBytes(frame: Frame, left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length)
  spend(frame, length >> 4)
  for (let at = 0; at < length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** The kind of a value, for messages. */
export function spokenKind(value: unknown): string {
  const kind = kindOf(value)
  switch (kind) {
    case 'int':
    case 'uint':
    case 'double':
      return 'a number'
    case 'string':
      return 'a text'
    case 'bool':
      return 'true or false'
    case 'null':
    case 'bytes':
      return kind
    case 'unknown':
      return value === undefined ? 'a missing value' : 'an unknown value'
    default:
      return kind === 'optional' ? 'an optional value' : `a ${kind}`
  }
}
