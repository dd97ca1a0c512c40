import { formatDuration, parseOffset } from '../../duration.ts'
import { fail } from '../frame.ts'
import { type FunctionTable, overload } from '../function.ts'
import { int64, toDouble, toPlain, truncate, uint64 } from '../number.ts'
import { BOOL, BYTES, DURATION, DYN, NUMBER, STRING, TIMESTAMP, TYPE } from '../static-type.ts'
import { span, typeOf } from '../value.ts'

const TIMESTAMP_MIN_MS = -62_135_596_800_000
const TIMESTAMP_MAX_MS = 253_402_300_799_999
/** CEL's own bound, near 10 000 years. */
const DURATION_RANGE_MS = 315_576_000_000_000
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/
const GO_DURATION = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h)|0$)+$/
const GO_UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}
const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
])

export const conversions: FunctionTable = {
  bool: [
    overload(['bool'], BOOL, ([value]) => value),
    overload(['string'], BOOL, ([text]) => BOOLS.get(text) ?? fail(`"${short(text)}" is neither true nor false`)),
  ],
  int: [
    overload(['number'], NUMBER, ([value]) => {
      const plain = toPlain(value)
      return int64(typeof plain === 'bigint' ? plain : truncate(plain))
    }),
    overload(['string'], NUMBER, ([text]) => int64(wholeNumber(text))),
    overload(['timestamp'], NUMBER, ([date]) => BigInt(Math.floor(date.getTime() / 1_000))),
  ],
  uint: [
    overload(['number'], NUMBER, ([value]) => {
      const plain = toPlain(value)
      return uint64(typeof plain === 'bigint' ? plain : truncate(plain))
    }),
    overload(['string'], NUMBER, ([text]) => uint64(wholeNumber(text))),
  ],
  double: [
    overload(['number'], NUMBER, ([value]) => toDouble(value)),
    overload(['string'], NUMBER, ([text]) => decimalNumber(text)),
  ],
  string: [
    overload(['string'], STRING, ([text]) => text),
    overload(['number'], STRING, ([value]) => numberText(toPlain(value))),
    overload(['bool'], STRING, ([value]) => `${value}`),
    overload(['bytes'], STRING, ([bytes]) => utf8(bytes)),
    overload(['timestamp'], STRING, ([date]) => timestampText(date)),
    overload(['duration'], STRING, ([value]) => `${value.ms / 1_000}s`),
  ],
  bytes: [
    overload(['bytes'], BYTES, ([bytes]) => bytes),
    overload(['string'], BYTES, ([text]) => new TextEncoder().encode(text)),
  ],
  timestamp: [
    overload(['timestamp'], TIMESTAMP, ([date]) => date),
    overload(['string'], TIMESTAMP, ([text]) => parseTimestamp(text)),
    overload(['number'], TIMESTAMP, ([seconds]) => timestampAt(toDouble(seconds) * 1_000)),
  ],
  duration: [
    overload(['duration'], DURATION, ([value]) => value),
    overload(['string'], DURATION, ([text]) => spanOf(durationMs(text))),
  ],
  type: [overload(['dyn'], TYPE, ([value]) => typeOf(value))],
  dyn: [overload(['dyn'], DYN, ([value]) => value)],
}

/** A timestamp within the years 1 to 9999, else a failure. */
export function timestampAt(ms: number): Date {
  return ms >= TIMESTAMP_MIN_MS && ms <= TIMESTAMP_MAX_MS ? new Date(ms) : fail('a timestamp out of range')
}

export function spanOf(ms: number): ReturnType<typeof span> {
  return Math.abs(ms) <= DURATION_RANGE_MS ? span(ms) : fail('a duration out of range')
}

/** `1970-01-01T00:00:00Z`, without milliseconds where there are none. */
export const timestampText = (date: Date): string => date.toISOString().replace('.000Z', 'Z')

/** The text of a duration: ours where it is whole seconds, CEL's where it is finer. */
export const spanText = (ms: number): string => (ms % 1_000 === 0 ? formatDuration(ms) : `${ms / 1_000}s`)

function parseTimestamp(text: string): Date {
  const parts = RFC_3339.exec(text)
  const ms = parts ? Date.parse(text) : Number.NaN
  // Date.parse lets the 31st of April through as the 1st of May.
  const days = parts ? new Date(Date.UTC(Number(parts[1]), Number(parts[2]), 0)).getUTCDate() : 0
  if (Number.isNaN(ms) || Number(parts?.[3]) > days)
    return fail(`"${short(text)}" is no timestamp such as 2026-01-31T09:00:00Z`)
  return timestampAt(ms)
}

function durationMs(text: string): number {
  const own = parseOffset(text)
  if (own !== undefined) return own
  const go = text.length <= 64 ? GO_DURATION.exec(text) : null
  if (!go) return fail(`"${short(text)}" is no duration such as 1h30m`)
  let ms = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g))
    ms += Number(amount) * (GO_UNITS_MS[unit ?? ''] ?? 0)
  return go[1] === '-' ? -ms : ms
}

function wholeNumber(text: string): bigint {
  return /^[+-]?\d{1,20}$/.test(text) ? BigInt(text.replace('+', '')) : fail(`"${short(text)}" is no whole number`)
}

function decimalNumber(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text)
  const named = /^([+-]?)(inf|infinity|nan)$/i.exec(text)
  if (!named) return fail(`"${short(text)}" is no number`)
  if (named[2]?.toLowerCase() === 'nan') return Number.NaN
  return named[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function numberText(value: bigint | number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : `${value}`
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return fail('bytes that are no UTF-8 text')
  }
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
