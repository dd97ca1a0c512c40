const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/** The longest a single wait may be. Parsing does not enforce it: the check that knows the JSON path does. */
export const DURATION_MAX_MS = 366 * DAY

const UNITS = [
  ['w', WEEK],
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
] as const

const COMPACT = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/
// Months and years are left out on purpose: they are no exact length of time.
const ISO_8601 = /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** Milliseconds of `1w2d3h4m5s` (parts in that order, at least one) or ISO 8601 `P1DT2H`, `P2W`; else undefined. */
export function parseDuration(text: string): number | undefined {
  const parts = text === '' ? null : (COMPACT.exec(text) ?? ISO_8601.exec(text))
  if (!parts) return undefined
  const ms = UNITS.reduce((sum, [, unit], index) => sum + Number(parts[index + 1] ?? 0) * unit, 0)
  return Number.isSafeInteger(ms) ? ms : undefined
}

/** As a duration, with an optional sign before it: `-3d` is three days earlier. */
export function parseOffset(text: string): number | undefined {
  const ms = parseDuration(/^[+-]/.test(text) ? text.slice(1) : text)
  return ms !== undefined && ms !== 0 && text.startsWith('-') ? -ms : ms
}

/** The shortest canonical text, largest units first: 5_400_000 is `1h30m`. What is less than a second is cut off. */
export function formatDuration(ms: number): string {
  let rest = Math.trunc(Math.abs(ms) / SECOND) * SECOND
  if (rest === 0) return '0s'
  let text = ms < 0 ? '-' : ''
  for (const [letter, unit] of UNITS) {
    const count = Math.floor(rest / unit)
    if (count > 0) text += `${count}${letter}`
    rest -= count * unit
  }
  return text
}
