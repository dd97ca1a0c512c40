import { contains, equal, order, spokenKind } from './compare.ts'
import { type Compiled, type Compiling, textOf } from './compiling.ts'
import { boundedList, boundedText, type Frame, fail, spend } from './frame.ts'
import { spanOf, timestampAt } from './functions/conversions.ts'
import { type ARITHMETIC, calculate, int64 } from './number.ts'
import { refuse } from './problem.ts'
import {
  BOOL,
  BYTES,
  comparable,
  DURATION,
  DYN,
  join,
  listOf,
  mayBe,
  NUMBER,
  STRING,
  type StaticKind,
  type StaticType,
  spoken,
  TIMESTAMP,
} from './static-type.ts'
import type { NodeOf } from './syntax.ts'
import { isNumeric, isSpan, isUint } from './value.ts'

type ArithmeticOp = keyof typeof ARITHMETIC
type Rule = readonly [left: StaticKind, right: StaticKind, gives: StaticType]

const NUMBERS: Rule = ['number', 'number', NUMBER]
const RULES: Readonly<Record<ArithmeticOp, readonly Rule[]>> = {
  '+': [
    NUMBERS,
    ['string', 'string', STRING],
    ['bytes', 'bytes', BYTES],
    ['list', 'list', listOf(DYN)],
    ['timestamp', 'duration', TIMESTAMP],
    ['duration', 'timestamp', TIMESTAMP],
    ['duration', 'duration', DURATION],
  ],
  '-': [
    NUMBERS,
    ['timestamp', 'timestamp', DURATION],
    ['timestamp', 'duration', TIMESTAMP],
    ['duration', 'duration', DURATION],
  ],
  '*': [NUMBERS],
  '/': [NUMBERS],
  '%': [NUMBERS],
}

export function arithmetic(node: NodeOf<ArithmeticOp>, compiling: Compiling): Compiled {
  const op = node.op
  const left = compiling.compile(node.args[0], compiling)
  const right = compiling.compile(node.args[1], compiling)
  const rules = RULES[op].filter(([first, second]) => mayBe(left.type, first) && mayBe(right.type, second))
  const gives = rules.map((rule) => rule[2]).reduce(join, rules[0]?.[2] ?? DYN)
  if (rules.length === 0)
    refuse(
      node,
      `\`${op}\` cannot join ${spoken(left.type.kind)} and ${spoken(right.type.kind)}`,
      mixedTextHint(left, right),
    )
  return {
    type: left.type.kind === 'list' && right.type.kind === 'list' ? join(left.type, right.type) : gives,
    run: (frame) => {
      const first = left.run(frame)
      const second = right.run(frame)
      if (isNumeric(first) && isNumeric(second)) return calculate(op, first, second)
      const result = op === '+' ? add(frame, first, second) : op === '-' ? subtract(first, second) : undefined
      return result ?? fail(`\`${op}\` cannot join ${spokenKind(first)} and ${spokenKind(second)}`)
    },
  }
}

function mixedTextHint(left: Compiled, right: Compiled): string | undefined {
  const kinds = [left.type.kind, right.type.kind]
  return kinds.includes('string') && kinds.includes('number') ? 'string(n) makes a text of a number' : undefined
}

function add(frame: Frame, left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') {
    spend(frame, (left.length + right.length) >> 6)
    return boundedText(left + right)
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    spend(frame, left.length + right.length)
    return left.length + right.length > 0 ? boundedList([...left, ...right]) : []
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) return addBytes(frame, left, right)
  if (isSpan(right)) {
    if (left instanceof Date) return timestampAt(left.getTime() + right.ms)
    if (isSpan(left)) return spanOf(left.ms + right.ms)
  }
  return isSpan(left) && right instanceof Date ? timestampAt(right.getTime() + left.ms) : undefined
}

function addBytes(frame: Frame, left: Uint8Array, right: Uint8Array): Uint8Array {
  spend(frame, (left.length + right.length) >> 4)
  const sum = new Uint8Array(left.length + right.length)
  sum.set(left)
  sum.set(right, left.length)
  return sum
}

function subtract(left: unknown, right: unknown): unknown {
  if (left instanceof Date && right instanceof Date) return spanOf(left.getTime() - right.getTime())
  if (left instanceof Date && isSpan(right)) return timestampAt(left.getTime() - right.ms)
  return isSpan(left) && isSpan(right) ? spanOf(left.ms - right.ms) : undefined
}

export function negation(node: NodeOf<'-_'>, compiling: Compiling): Compiled {
  const inside = node.args
  // The smallest int has no positive twin, so the sign belongs to the literal.
  if (inside.op === 'value' && typeof inside.args === 'bigint') {
    const value = -inside.args
    if (value < -(2n ** 63n)) refuse(node, 'a whole number out of range')
    return { type: NUMBER, run: () => value, literal: value }
  }
  const inner = compiling.compile(inside, compiling)
  if (!mayBe(inner.type, 'number') && inner.type.kind !== 'duration')
    refuse(node, `\`-\` needs a number, not ${spoken(inner.type.kind)}`)
  return { type: inner.type, run: (frame) => negate(inner.run(frame)) }
}

function negate(value: unknown): unknown {
  if (typeof value === 'number') return -value
  if (typeof value === 'bigint') return int64(-value)
  if (isSpan(value)) return spanOf(-value.ms)
  return fail(`\`-\` needs a number, not ${isUint(value) ? 'an unsigned one' : spokenKind(value)}`)
}

export function equality(node: NodeOf<'==' | '!='>, compiling: Compiling): Compiled {
  const left = compiling.compile(node.args[0], compiling)
  const right = compiling.compile(node.args[1], compiling)
  if (!comparable(left.type, right.type))
    refuse(
      node,
      `\`${textOf(node.args[0], compiling)}\` is ${spoken(left.type.kind)} and can never equal ${spoken(right.type.kind)}`,
    )
  const wanted = node.op === '=='
  return { type: BOOL, run: (frame) => equal(frame, left.run(frame), right.run(frame)) === wanted }
}

const ORDERED: ReadonlySet<StaticKind> = new Set(['number', 'string', 'bool', 'bytes', 'timestamp', 'duration', 'dyn'])
const HOLDS: Readonly<Record<'<' | '<=' | '>' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

export function ordering(node: NodeOf<'<' | '<=' | '>' | '>='>, compiling: Compiling): Compiled {
  const left = compiling.compile(node.args[0], compiling)
  const right = compiling.compile(node.args[1], compiling)
  const possible = ORDERED.has(left.type.kind) && ORDERED.has(right.type.kind) && mayBe(left.type, right.type.kind)
  if (!possible && left.type.kind !== 'dyn' && right.type.kind !== 'dyn')
    refuse(node, `\`${node.op}\` cannot compare ${spoken(left.type.kind)} with ${spoken(right.type.kind)}`)
  const holds = HOLDS[node.op]
  return { type: BOOL, run: (frame) => holds(order(frame, left.run(frame), right.run(frame))) }
}

export function membership(node: NodeOf<'in'>, compiling: Compiling): Compiled {
  const item = compiling.compile(node.args[0], compiling)
  const collection = compiling.compile(node.args[1], compiling)
  const { type } = collection
  if (!mayBe(type, 'list') && !mayBe(type, 'map'))
    refuse(node, `\`in\` needs a list, not ${spoken(type.kind)}`, textHint(type))
  if (type.kind === 'list' && !comparable(item.type, type.of))
    refuse(node, `${spoken(item.type.kind)} is never in a list of which each is ${spoken(type.of.kind)}`)
  return { type: BOOL, run: (frame) => contains(frame, item.run(frame), collection.run(frame)) }
}

const textHint = (type: StaticType): string | undefined =>
  type.kind === 'string' ? 'text.contains(part) looks into a text' : undefined
