import { isDay } from '../../schema/instant.ts'

/** Wall clocks and instants: what a field for a date and a time holds, and what the API takes. */

/** A local date and time such as 2026-03-01T09:30, `days` later, in a zone as an instant; '' when it is none. */
export function instantOf(local: string, zone: string, days = 0): string {
  const wall = Date.parse(`${local}:00Z`) + days * 86_400_000
  if (Number.isNaN(wall) || !isDay(local.slice(0, 10))) return ''
  // Twice: the first guess may lie on the other side of a change of clocks.
  const guess = wall - offsetMs(wall, zone)
  return new Date(wall - offsetMs(guess, zone)).toISOString()
}

/** An instant as the clocks of a zone show it, such as 2026-03-01T09:30; '' for none. */
export function wallOf(instant: string | number | null | undefined, zone: string): string {
  const at = typeof instant === 'string' ? Date.parse(instant) : (instant ?? Number.NaN)
  if (Number.isNaN(at)) return ''
  return new Date(at + offsetMs(at, zone)).toISOString().slice(0, 16)
}

/** The day of an instant in a zone, such as 2026-03-01. */
export function dayOf(instant: string | number, zone: string): string {
  return wallOf(instant, zone).slice(0, 10)
}

function offsetMs(atMs: number, zone: string): number {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(atMs)
    const named = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])?(\d+)?:?(\d+)?/.exec(named) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  } catch {
    return 0
  }
}
