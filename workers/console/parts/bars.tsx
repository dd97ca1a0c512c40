import type { Visit } from '../site.ts'
import { numeral } from './moment.tsx'

type Bar = { title: string; value: number; note?: string }

const SHARE = { style: 'percent', maximumFractionDigits: 1 } as const

/** Amounts beside each other, as a table whose rows carry bars: its numbers are there for everybody. */
export function Bars(given: { visit: Visit; label: string; bars: readonly Bar[]; most?: number; isShare?: boolean }) {
  const { visit, label, bars, isShare = false } = given
  const most = given.most ?? Math.max(...bars.map(({ value }) => value), 0)
  return (
    <table class="bars" aria-label={label}>
      <tbody>
        {bars.map(({ title, value, note }) => (
          <tr>
            <th scope="row">{title}</th>
            <td>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="10" rx="2" />
                <rect class="amount" width={most > 0 ? ((value / most) * 100).toFixed(2) : 0} height="10" rx="2" />
              </svg>
            </td>
            <td class="num">{numeral(visit, value, isShare ? SHARE : {})}</td>
            {note !== undefined && <td class="quiet">{note}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
