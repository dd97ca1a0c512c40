import type { Visit } from '../site.ts'
import { fill, words } from '../words.ts'
import { numeral } from './moment.tsx'

const say = words({
  table: ['As a table', '查看表格'],
  day: ['Day', '日期'],
  summary: ['{label}: {total} in all, most on {day} with {most}', '{label}：合计 {total}，最高为 {day} 的 {most}'],
  peak: ['{label}: between {least} and {most}, most on {day}', '{label}：介于 {least} 与 {most} 之间，最高在 {day}'],
})

type Given = {
  visit: Visit
  label: string
  /** Such as 2026-03-01, the oldest first, one for each value. */
  days: readonly string[]
  values: readonly number[]
  /** A line for how many there are, bars for how much happens. */
  kind: 'line' | 'bars'
}

const [WIDTH, HEIGHT, LEFT, BELOW] = [520, 170, 44, 22]
const LABELS = 5

/** Day by day as SVG, with a sentence for who does not see it, and the numbers as a table. */
export function Chart(given: Given) {
  const { visit, label, days, values } = given
  const w = say(visit.locale)
  const most = niceTop(Math.max(...values, 1))
  const y = (value: number) => HEIGHT - BELOW - (value / most) * (HEIGHT - BELOW - 10)
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={spoken(given)}>
        {[0, most / 2, most].map((value) => (
          <>
            <path class="rule" d={`M${LEFT} ${y(value)}H${WIDTH}`} />
            <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
              {numeral(visit, value, { notation: 'compact' })}
            </text>
          </>
        ))}
        {given.kind === 'line' ? <Line values={values} y={y} /> : <Columns values={values} y={y} />}
        {labelled(days.length).map((i) => (
          <text x={middle(i, days.length)} y={HEIGHT - 5} text-anchor={i === days.length - 1 ? 'end' : 'middle'}>
            {dayText(visit, days[i])}
          </text>
        ))}
      </svg>
      <details class="numbers">
        <summary>{w.table}</summary>
        <section class="scroll" aria-label={label} tabindex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{w.day}</th>
                <th scope="col" class="num">
                  {label}
                </th>
              </tr>
            </thead>
            <tbody>
              {days.map((day, i) => (
                <tr>
                  <th scope="row">{dayText(visit, day)}</th>
                  <td class="num">{numeral(visit, values[i] ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </>
  )
}

function Line({ values, y }: { values: readonly number[]; y: (value: number) => number }) {
  const points = values.map((value, i) => `${middle(i, values.length).toFixed(1)},${y(value).toFixed(1)}`)
  const [first, last] = [middle(0, values.length), middle(values.length - 1, values.length)]
  return (
    <>
      <polygon class="area" points={`${first},${y(0)} ${points.join(' ')} ${last},${y(0)}`} />
      <polyline class="course-line" points={points.join(' ')} fill="none" />
    </>
  )
}

function Columns({ values, y }: { values: readonly number[]; y: (value: number) => number }) {
  const width = Math.max(1, (WIDTH - LEFT) / values.length - 2)
  return values.map((value, i) => (
    <rect
      class="column"
      x={(middle(i, values.length) - width / 2).toFixed(1)}
      y={y(value).toFixed(1)}
      width={width.toFixed(1)}
      height={Math.max(0, y(0) - y(value)).toFixed(1)}
      rx="1.5"
    />
  ))
}

function middle(i: number, count: number): number {
  return LEFT + ((i + 0.5) / count) * (WIDTH - LEFT)
}

/** Which days are named below: a few, the last among them. */
function labelled(count: number): number[] {
  const step = Math.max(1, Math.ceil(count / LABELS))
  return Array.from({ length: count }, (_, i) => i).filter((i) => (count - 1 - i) % step === 0)
}

/** The next round number whose half is whole as well: 2, 4, 6 or 10 with zeros. */
function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value))
  const factor = (size === 1 ? [2, 4, 6, 10] : [1, 2, 4, 6, 10]).find((one) => one * size >= value) ?? 10
  return factor * size
}

function dayText({ locale }: Visit, day = ''): string {
  return new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

function spoken({ visit, label, days, values, kind }: Given): string {
  const w = say(visit.locale)
  const most = Math.max(...values)
  const said = {
    label,
    total: numeral(
      visit,
      values.reduce((sum, value) => sum + value, 0),
    ),
    least: numeral(visit, Math.min(...values)),
    most: numeral(visit, most),
    day: dayText(visit, days[values.indexOf(most)]),
  }
  return fill(kind === 'bars' ? w.summary : w.peak, said)
}
