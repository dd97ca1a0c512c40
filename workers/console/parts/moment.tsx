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
