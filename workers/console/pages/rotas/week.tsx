import { onCall } from '../../../../workflows/engine/alerts/on-call.ts'
import type { Visit } from '../../site.ts'
import { dayOf, instantOf } from '../../wall-clock.ts'
import { fill, words } from '../../words.ts'
import { mondayOf, weekOf } from '../calendar/days.ts'
import { written } from '../calendar/month.tsx'
import type { Rota } from '../rotas.tsx'

const say = words({
  title: ['This week', '本周值班'],
  sub: ['Who is on call at noon and at midnight, on the clock of {zone}', '按 {zone} 的时间，每天中午与午夜的值班人'],
  day: ['Day', '日期'],
  noon: ['12:00', '12:00'],
  night: ['24:00', '24:00'],
  line: ['Line {line}', '第 {line} 线'],
})

/** Who is on call through this week, line by line. */
export function Week({ visit, rota }: { visit: Visit; rota: Rota }) {
  const w = say(visit.locale)
  const today = dayOf(visit.nowMs, rota.timezone)
  const days = weekOf(mondayOf(today))
  const at = (day: string, time: string) => onCall(rota, Date.parse(instantOf(`${day}T${time}`, rota.timezone)))
  const named = (people: readonly string[] = []) => people.map((one) => rota.people[one]?.name ?? one).join(', ') || '–'
  return (
    <section class="card">
      <h2>{w.title}</h2>
      <p class="quiet">{fill(w.sub, { zone: rota.timezone })}</p>
      <section class="scroll" aria-label={w.title} tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.day}</th>
              {rota.lines.map(({ name }, i) => (
                <th scope="col">{name ?? fill(w.line, { line: i + 1 })}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => {
              const [noon, night] = [at(day, '12:00'), at(day, '23:59')]
              return (
                <tr class={day === today ? 'today' : undefined}>
                  <th scope="row">{written(visit, day, { weekday: 'short', day: 'numeric', month: 'short' })}</th>
                  {rota.lines.map((_, i) => (
                    <td>
                      {named(noon[i])}
                      {named(noon[i]) !== named(night[i]) && <div class="quiet">{named(night[i])}</div>}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </section>
  )
}
