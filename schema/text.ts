import * as v from 'valibot'

/** The small written forms that definitions are made of. Their meaning is parsed by workflows/language. */

/** What is remembered by name would be found under such a name before anybody wrote it. */
export const Free = v.check((name: string) => !(name in Object.prototype), 'every object has something of this name')

export const Slug = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/, 'a slug is 1 to 64 of a-z, 0-9 and -'), Free)

export const StepId = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/,
    'a step id is 1 to 64 letters, digits, _ and -, and begins with a letter or _',
  ),
  Free,
)

export const TEMPLATE_CHARS_MAX = 20_000

/** A text, or one per locale. */
export const LocalText = v.union([v.string(), v.record(v.string(), v.string())])

export const Cel = v.pipe(v.string(), v.minLength(1), v.maxLength(4096))

const DURATION = /^(?=\d)(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/
const ISO_DURATION = /^P(?=[\dT])(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/

export const Duration = v.pipe(
  v.string(),
  v.check((text) => DURATION.test(text) || ISO_DURATION.test(text), 'a duration is written like 1w2d3h4m5s or P1DT2H'),
  v.check((text) => secondsOf(text) <= SECONDS_MAX, 'a duration is at most a thousand years'),
)

/** From any day that somebody may name, so long after is still a day. */
const SECONDS_MAX = 1_000 * 366 * 86_400
const UNITS = new Map([['w', 604_800], ['d', 86_400], ['h', 3_600], ['m', 60], ['s', 1]]) // biome-ignore format: one table

function secondsOf(text: string): number {
  const parts = text.toLowerCase().matchAll(/(\d+)([wdhms])/g)
  return [...parts].reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS.get(unit) ?? 0), 0)
}

/** A duration that is longer than nothing. */
export const Span = v.pipe(
  Duration,
  v.check((text) => /[1-9]/.test(text), 'a window is longer than nothing'),
)

/** A duration, with - for before. */
export const Offset = v.pipe(
  v.string(),
  v.check((text) => {
    const duration = text.replace(/^-/, '')
    return DURATION.test(duration) || ISO_DURATION.test(duration)
  }, 'an offset is a duration, with - for before'),
  v.check((text) => secondsOf(text) <= SECONDS_MAX, 'an offset is at most a thousand years'),
)

export const TimeOfDay = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written HH:MM'))

export const Zone = v.pipe(v.string(), v.check(isZone, 'not an IANA time zone'))

export const EventPattern = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9_.:/-]{0,198}(\.\*)?$/, 'an event type, such as member.joined or order.*'),
)

/** Intl also takes offsets such as +02:00, which are no zones: they know no daylight saving, and the engine refuses them. */
function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
