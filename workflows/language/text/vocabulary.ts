import type { HelperDeclareSpec, HelperOptions } from 'handlebars'
import { UNSUBSCRIBE_ADDRESS } from '../../../schema/consent.ts'
import { CHECKIN_ADDRESS } from '../../../schema/gathering.ts'
import { readInstant } from '../read-instant.ts'
import { isZone } from '../zone.ts'
import { mention } from './mention.ts'
import { link, t } from './voice.ts'

/**
 * The helpers of LANGUAGE.md. Dates and numbers are written for the contact: in their locale and time zone, unless the
 * template names others (`{{date steps.gift.expires_at locale="en" timezone="UTC"}}`).
 */
export const vocabulary: HelperDeclareSpec = {
  date: (value: unknown, options: HelperOptions) => formatInstant(value, options, { dateStyle: 'long' }),
  time: (value: unknown, options: HelperOptions) => formatInstant(value, options, { timeStyle: 'short' }),
  number: (value: unknown, options: HelperOptions) => formatNumber(value, options, digits(options)),
  money: (value: unknown, ...rest: unknown[]) => money(value, rest),
  plural: (count: unknown, ...rest: unknown[]) => plural(count, rest),
  default: (value: unknown, otherwise: unknown) => (isEmpty(value) ? otherwise : value),
  eq: (a: unknown, b: unknown) => a === b,
  ne: (a: unknown, b: unknown) => a !== b,
  gt: (a: unknown, b: unknown) => compare(a, b) > 0,
  gte: (a: unknown, b: unknown) => compare(a, b) >= 0,
  lt: (a: unknown, b: unknown) => compare(a, b) < 0,
  lte: (a: unknown, b: unknown) => compare(a, b) <= 0,
  and: (...values: unknown[]) => values.slice(0, -1).every((value) => !isEmpty(value)),
  or: (...values: unknown[]) => values.slice(0, -1).some((value) => !isEmpty(value)),
  not: (value: unknown) => isEmpty(value),
  upper: (value: unknown) => plain(value).toUpperCase(),
  lower: (value: unknown) => plain(value).toLowerCase(),
  truncate: (value: unknown, length: unknown) => truncate(plain(value), Number(length)),
  mention,
  t,
  link,
  unsubscribe: () => UNSUBSCRIBE_ADDRESS,
  checkin: (gathering: unknown) => checkin(plain(gathering)),
}

/** The ticket for a gathering; nothing for what cannot be the name of one. */
function checkin(gathering: string): string {
  return /^[a-z0-9-]{1,64}$/.test(gathering) ? `${CHECKIN_ADDRESS}${gathering}/` : ''
}

/** What counts as nothing: Handlebars' own idea of it, with 0 counting as something only for `default`. */
function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  )
}

/** Numbers by size, texts by code unit; what cannot be compared is neither more nor less. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  return Number(a) - Number(b)
}

function plain(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}

function truncate(text: string, length: number): string {
  const characters = [...text]
  if (!Number.isInteger(length) || length < 1 || characters.length <= length) return text
  return `${characters.slice(0, length - 1).join('')}…`
}

type Hash = Record<string, unknown>

function localeOf(options: HelperOptions): string {
  const wanted = (options.hash as Hash).locale ?? (options.data?.contact as Hash | undefined)?.locale
  if (typeof wanted !== 'string' || wanted === '') return 'en'
  try {
    return Intl.getCanonicalLocales(wanted.replace('_', '-'))[0] ?? 'en'
  } catch {
    return 'en'
  }
}

function zoneOf(options: HelperOptions): string {
  const wanted = (options.hash as Hash).timezone ?? (options.data?.contact as Hash | undefined)?.timezone
  return typeof wanted === 'string' && wanted !== '' && isZone(wanted) ? wanted : 'UTC'
}

const STYLES = ['full', 'long', 'medium', 'short'] as const

function formatInstant(value: unknown, options: HelperOptions, format: Intl.DateTimeFormatOptions): string {
  const at = typeof value === 'number' ? value : readInstant(value, zoneOf(options))
  if (at === undefined || Number.isNaN(new Date(at).getTime())) return ''
  const style = STYLES.find((candidate) => candidate === (options.hash as Hash).style)
  const styled = style && ('dateStyle' in format ? { dateStyle: style } : { timeStyle: style })
  return new Intl.DateTimeFormat(localeOf(options), { timeZone: zoneOf(options), ...format, ...styled }).format(at)
}

function formatNumber(value: unknown, options: HelperOptions, format: Intl.NumberFormatOptions): string {
  const number = Number(value)
  if (isEmpty(value) || Number.isNaN(number)) return ''
  return new Intl.NumberFormat(localeOf(options), format).format(number)
}

function digits(options: HelperOptions): Intl.NumberFormatOptions {
  const wanted = Number((options.hash as Hash).digits)
  return Number.isInteger(wanted) && wanted >= 0 && wanted <= 20
    ? { minimumFractionDigits: wanted, maximumFractionDigits: wanted }
    : {}
}

/** `{{money event.data.amount "CNY"}}`, or `currency="CNY"`. */
function money(value: unknown, rest: unknown[]): string {
  const options = rest.at(-1) as HelperOptions
  const named = rest.length > 1 ? rest[0] : (options.hash as Hash).currency
  const currency = typeof named === 'string' && /^[A-Za-z]{3}$/.test(named) ? named : 'CNY'
  return formatNumber(value, options, { style: 'currency', currency })
}

/** `{{plural count "point" "points"}}`: the word for one, then the word for several, by the locale's own rule. */
function plural(count: unknown, rest: unknown[]): string {
  const options = rest.at(-1) as HelperOptions
  const [one, other] = rest.slice(0, -1)
  const rule = new Intl.PluralRules(localeOf(options)).select(Number(count))
  return plain(rule === 'one' ? one : (other ?? one))
}
