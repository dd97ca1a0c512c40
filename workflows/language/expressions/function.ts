import type { Frame } from './frame.ts'
import { toIndex } from './number.ts'
import type { StaticKind, StaticType } from './static-type.ts'
import {
  isLocalTime,
  isMap,
  isNumeric,
  isOptional,
  isRecord,
  isSpan,
  type LocalTime,
  type Numeric,
  type Optional,
  type Span,
} from './value.ts'

/** What a parameter accepts at run time. `index` is a whole number, given as a JS number. */
type Taken = {
  dyn: unknown
  bool: boolean
  number: Numeric
  index: Numeric
  string: string
  bytes: Uint8Array
  timestamp: Date
  duration: Span
  list: readonly unknown[]
  map: object
  optional: Optional
  local: LocalTime
}
export type Parameter = keyof Taken
type Arguments<Parameters extends readonly Parameter[]> = { [Index in keyof Parameters]: Taken[Parameters[Index]] }

export type Overload = {
  readonly takes: readonly Parameter[]
  readonly gives: StaticType
  readonly run: (args: readonly unknown[], frame: Frame) => unknown
}

const ACCEPTS: { readonly [Name in Parameter]: (value: unknown) => value is Taken[Name] } = {
  dyn: (_value): _value is unknown => true,
  bool: (value) => typeof value === 'boolean',
  number: isNumeric,
  index: (value): value is Numeric => toIndex(value) !== undefined,
  string: (value) => typeof value === 'string',
  bytes: (value) => value instanceof Uint8Array,
  timestamp: (value): value is Date => value instanceof Date && !Number.isNaN(value.getTime()),
  duration: isSpan,
  list: (value): value is readonly unknown[] => Array.isArray(value),
  map: (value): value is object => isMap(value) || isRecord(value),
  optional: isOptional,
  local: isLocalTime,
}

export const staticKind = (parameter: Parameter): StaticKind => (parameter === 'index' ? 'number' : parameter)

export const accepts = (overload: Overload, args: readonly unknown[]): boolean =>
  overload.takes.length === args.length && overload.takes.every((parameter, index) => ACCEPTS[parameter](args[index]))

/**
 * One form of a function. For a method the first parameter is the receiver. `run` is called only with arguments that
 * `accepts` has let through, which is what makes their types true.
 */
export function overload<const Parameters extends readonly Parameter[]>(
  takes: Parameters,
  gives: StaticType,
  run: (args: Arguments<Parameters>, frame: Frame) => unknown,
): Overload {
  return { takes, gives, run: (args, frame) => run(args as Arguments<Parameters>, frame) }
}

export type FunctionTable = Readonly<Record<string, readonly Overload[]>>
