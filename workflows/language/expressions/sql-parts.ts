import { compileExpression } from './compile.ts'
import { isFailure, STEPS_MAX } from './frame.ts'
import { isRefusal } from './problem.ts'
import { type ASTNode, nameOf } from './syntax.ts'
import { isSpan } from './value.ts'

/** A condition in SQL: its parameters stand for the `?` in it, in order. `term` is what leads to the rows that it means. */
export type Sql = { sql: string; params: readonly (string | number)[]; term?: string }

/** How what an expression reads of a contact lies in its row. A time is in milliseconds, and null when it is not known. */
export type SqlColumns = Readonly<Record<string, SqlColumn>>
export type SqlColumn = {
  sql: string /** What leads to the rows that hold a text. */
  term?: (text: string) => string
} & (
  | { kind: 'text' | 'number' | 'time'; params?: readonly (string | number)[] }
  /** A list of texts, or an object, as JSON. */
  | { kind: 'texts' | 'json'; params?: undefined }
)

export type SqlSurroundings = {
  columns: SqlColumns
  now: Date
  /** What the segment of this name says; undefined where there is none. */
  segment: (name: string) => Sql | undefined
}

export type Translating = SqlSurroundings & { source: string }

/** The value of a part that reads nothing of the contact. */
export function constantOf(node: ASTNode, at: Translating): { value: unknown } | undefined {
  return isConstant(node) ? { value: foldedValue(node, at) } : undefined
}

/** Undefined where it fails. */
function foldedValue(node: ASTNode, { source, now }: Translating): unknown {
  try {
    return compileExpression(source, node, ['now']).run({ scope: { now }, locals: [], stepsLeft: STEPS_MAX })
  } catch (thrown) {
    if (isFailure(thrown) || isRefusal(thrown)) return undefined
    throw thrown
  }
}

function isConstant(node: ASTNode): boolean {
  switch (node.op) {
    case 'value':
      return true
    case 'id':
      return nameOf(node) === 'now'
    case 'list':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return node.args.every(isConstant)
    case '-_':
    case '!_':
      return isConstant(node.args)
    case 'call':
      return FOLDED.has(node.args[0]) && node.args[1].every(isConstant)
    default:
      return false
  }
}

const FOLDED: ReadonlySet<string> = new Set(['days', 'hours', 'minutes', 'timestamp', 'duration'])

type Quantity = Pick<Sql, 'sql' | 'params'> & {
  kind: 'text' | 'number' | 'time' | 'span'
  bare: boolean
  leads?: ((text: string) => string) | undefined
}

/** What stands on one side of a comparison, when that is a column or a sum of one and a constant. */
export function quantity(node: ASTNode, at: Translating): Quantity | undefined {
  const column = columnOf(node, at)
  if (column && column.kind !== 'texts' && column.kind !== 'json')
    return { kind: column.kind, bare: true, sql: column.sql, params: column.params ?? [], leads: column.term }
  return node.op === '+' || node.op === '-' ? shifted(node.op, node.args, at) : undefined
}

/** A time and a span, or the span between two times. */
function shifted(op: '+' | '-', args: readonly [ASTNode, ASTNode], at: Translating): Quantity | undefined {
  const [left, right] = args
  const [before, after] = [constantOf(left, at)?.value, constantOf(right, at)?.value]
  const [first, second] = [quantity(left, at), quantity(right, at)]
  if (first?.kind === 'time' && isSpan(after) && isSafe(after.ms))
    return { kind: 'time', bare: false, sql: `(${first.sql} ${op} ?)`, params: [...first.params, after.ms] }
  if (first?.kind === 'time' && after instanceof Date && op === '-')
    return { kind: 'span', bare: false, sql: `(${first.sql} - ?)`, params: [...first.params, after.getTime()] }
  if (second?.kind === 'time' && before instanceof Date && op === '-')
    return { kind: 'span', bare: false, sql: `(? - ${second.sql})`, params: [before.getTime(), ...second.params] }
  if (first?.kind === 'time' && second?.kind === 'time' && op === '-')
    return {
      kind: 'span',
      bare: false,
      sql: `(${first.sql} - ${second.sql})`,
      params: [...first.params, ...second.params],
    }
  return undefined
}

/** Beyond some centuries a time would leave what a timestamp can say, and fail. */
const SPAN_MAX_MS = 3_000_000_000_000

function isSafe(ms: number): boolean {
  return Number.isInteger(ms) && Math.abs(ms) <= SPAN_MAX_MS
}

export function columnOf(node: ASTNode, { columns }: Translating): SqlColumn | undefined {
  if (node.op !== '.' || node.args[0].op !== 'id' || nameOf(node.args[0]) !== 'contact') return undefined
  const name = node.args[1]
  return Object.hasOwn(columns, name) ? columns[name] : undefined
}

/** `contact.traits.city`: the object and the path in it. */
export function inside(node: ASTNode, at: Translating): { json: string; path: string; depth: number } | undefined {
  const key = node.op === '.' ? node.args[1] : node.op === '[]' ? textValue(node.args[1]) : undefined
  if ((node.op !== '.' && node.op !== '[]') || key === undefined || !KEY.test(key)) return undefined
  const column = columnOf(node.args[0], at)
  if (column?.kind === 'json') return { json: column.sql, path: `$."${key}"`, depth: 1 }
  const outer = inside(node.args[0], at)
  return outer && { ...outer, path: `${outer.path}."${key}"`, depth: outer.depth + 1 }
}

/** Keys that a JSON path says as they are. */
export const KEY = /^[\p{L}\p{N}_ -]{1,60}$/u

export function textValue(node: ASTNode): string | undefined {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined
}

export type Scalar = { kind: 'text' | 'number' | 'time' | 'span' | 'bool' | 'null'; value: string | number }

/** A constant that SQL compares as the evaluator does. */
export function scalarOf(value: unknown): Scalar | undefined {
  if (typeof value === 'string') return isPlain(value) ? { kind: 'text', value } : undefined
  if (value === null) return { kind: 'null', value: 0 }
  if (typeof value === 'boolean') return { kind: 'bool', value: value ? 1 : 0 }
  if (value instanceof Date) return { kind: 'time', value: value.getTime() }
  if (isSpan(value)) return Number.isInteger(value.ms) ? { kind: 'span', value: value.ms } : undefined
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  const number = Number(value)
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER
    ? { kind: 'number', value: number }
    : undefined
}

/** Neither cut off by SQLite nor changed on its way there. */
export function isPlain(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
