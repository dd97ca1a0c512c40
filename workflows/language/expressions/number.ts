import { fail } from './frame.ts'
import { isNumeric, isUint, type Numeric, uint } from './value.ts'

const INT_MIN = -(2n ** 63n)
const INT_MAX = 2n ** 63n - 1n
const UINT_MAX = 2n ** 64n - 1n

export function int64(value: bigint): bigint {
  return value < INT_MIN || value > INT_MAX ? fail('a whole number out of range') : value
}

export function uint64(value: bigint): Numeric {
  return value < 0n || value > UINT_MAX ? fail('an unsigned number out of range') : uint(value)
}

/** The double of any number. */
export const toDouble = (value: Numeric): number => (typeof value === 'number' ? value : Number(toPlain(value)))
export const toPlain = (value: Numeric): bigint | number => (isUint(value) ? value.value : value)

/** A double as an int, towards zero. */
export function truncate(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : fail('a number out of range')
}

/** A whole number usable as an index, whichever way it is written; else undefined. */
export function toIndex(value: unknown): number | undefined {
  if (!isNumeric(value)) return undefined
  const index = toDouble(value)
  return Number.isSafeInteger(index) ? index : undefined
}

type Arithmetic = {
  readonly ints: (left: bigint, right: bigint) => bigint
  readonly doubles: (left: number, right: number) => number
  readonly dividing: boolean
}

export const ARITHMETIC = {
  '+': { ints: (left, right) => left + right, doubles: (left, right) => left + right, dividing: false },
  '-': { ints: (left, right) => left - right, doubles: (left, right) => left - right, dividing: false },
  '*': { ints: (left, right) => left * right, doubles: (left, right) => left * right, dividing: false },
  '/': { ints: (left, right) => left / right, doubles: (left, right) => left / right, dividing: true },
  '%': { ints: (left, right) => left % right, doubles: (left, right) => left % right, dividing: true },
} as const satisfies Record<string, Arithmetic>

/**
 * Two ints (literals, sizes, parts of dates) stay ints, as CEL has it; a number from data is a double and makes the result
 * one, so `contact.points / 3` is exact. Dividing by zero fails whatever the type: no condition should hold by infinity.
 */
export function calculate(op: keyof typeof ARITHMETIC, left: Numeric, right: Numeric): Numeric {
  const { ints, doubles, dividing } = ARITHMETIC[op]
  if (dividing && toDouble(right) === 0) return fail('division by zero')
  if (typeof left === 'number' || typeof right === 'number') return doubles(toDouble(left), toDouble(right))
  if (isUint(left) && isUint(right)) return uint64(ints(left.value, right.value))
  return int64(ints(isUint(left) ? left.value : left, isUint(right) ? right.value : right))
}
