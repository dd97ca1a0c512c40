import type { Visit } from '../site.ts'

/** An instant in the reader's zone and language; the machine's form and the full one on hover. */
export function Moment({ visit, at }: { visit: Visit; at: string | null | undefined }) {
  if (!at) return <span class="quiet">–</span>
  const date = new Date(at)
  const sameYear = at.slice(0, 4) === new Date(visit.nowMs).toISOString().slice(0, 4)
  const brief = {
    ...(!sameYear && { year: 'numeric' as const }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  return (
    <time datetime={at} title={written(date, visit, { dateStyle: 'full', timeStyle: 'long' })}>
      {written(date, visit, { ...brief, hourCycle: 'h23' })}
    </time>
  )
}

function written(date: Date, { locale, zone }: Visit, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(date)
}

/** A whole or decimal number as the reader writes it. */
export function numeral(visit: Visit, value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(visit.locale, { maximumFractionDigits: 2, ...options }).format(value)
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** So many seconds in the largest unit that fits, such as "4 minutes"; a dash for none. */
export function lasting(visit: Visit, seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–'
  const [unit, size] = UNITS.find(([, one]) => seconds >= one) ?? (['second', 1] as const)
  return numeral(visit, seconds / size, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 })
}
