import type { Visit } from '../site.ts'
import { fill, words } from '../words.ts'
import { numeral } from './moment.tsx'

const say = words({ before: ['{value} before', '上期 {value}'], days: ['day by day', '逐日'] })

type Given = {
  visit: Visit
  label: string
  value: number | null
  before?: number | null
  /** A share from 0 to 1. */
  isShare?: boolean
  /** After the point; none unless said. */
  digits?: number
  /** Day by day, the oldest first. */
  series?: readonly number[]
}

/** One number with what it was before, and its course. */
export function Figure({ visit, label, value, before, isShare = false, digits = 0, series }: Given) {
  const w = say(visit.locale)
  const written = (one: number | null) =>
    one === null
      ? '–'
      : numeral(
          visit,
          one,
          isShare ? { style: 'percent', maximumFractionDigits: 1 } : { maximumFractionDigits: digits },
        )
  const change = value !== null && before ? (value - before) / before : undefined
  return (
    <div class="figure">
      <div class="label">{label}</div>
      <div class="value">{written(value)}</div>
      {before !== undefined && (
        <div class="change">
          {change !== undefined && change !== 0 && (change > 0 ? '▲ ' : '▼ ')}
          {fill(w.before, { value: written(before) })}
        </div>
      )}
      {series && series.length > 1 && <Course values={series} label={`${label}, ${w.days}`} />}
    </div>
  )
}

const [WIDTH, HEIGHT] = [132, 30]

/** A small line chart. The numbers themselves are in its label for who does not see it. */
function Course({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(...values, 1)
  const points = values.map(
    (value, i) =>
      `${((i / (values.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`,
  )
  return (
    <svg
      class="course"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${label}: ${values.join(', ')}`}
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-linejoin="round"
      />
    </svg>
  )
}
