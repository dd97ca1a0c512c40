import type * as v from 'valibot'
import type { RetentionAnswer } from '../../../../schema/api/metrics.ts'
import { numeral } from '../../parts/moment.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'
import { mondayOf } from '../calendar/days.ts'
import { written } from '../calendar/month.tsx'

const say = words({
  title: ['Who comes back', '成员留存'],
  sub: [
    'Of those who joined in a week, how many were active 1, 7, 30 and 90 days later. A dash: that day is not over yet.',
    '每周加入的成员中，1、7、30、90 天后仍活跃的比例。短横线表示还没到那一天。',
  ],
  week: ['Joined in the week of', '加入的那一周'],
  joined: ['Joined', '加入人数'],
  all: ['All of them', '合计'],
  d1: ['after 1 day', '1 天后'],
  d7: ['after 7 days', '7 天后'],
  d30: ['after 30 days', '30 天后'],
  d90: ['after 90 days', '90 天后'],
})

type Retained = v.InferOutput<typeof RetentionAnswer>
type Cohort = Retained['cohorts'][number]
const AFTER = ['d1', 'd7', 'd30', 'd90'] as const
type Back = Record<(typeof AFTER)[number], { members: number; of: number } | undefined>
type Week = { monday: string; joined: number } & Back

/** Cohorts by the week in which they joined, as a table whose cells are the darker the more came back. */
export function Retention({ visit, retention }: { visit: Visit; retention: Retained }) {
  const w = say(visit.locale)
  const weeks = weekly(retention.cohorts)
  return (
    <section class="card">
      <h2>{w.title}</h2>
      <p class="quiet">{w.sub}</p>
      <section class="scroll" aria-label={w.title} tabindex={0}>
        <table class="cohorts">
          <thead>
            <tr>
              <th scope="col">{w.week}</th>
              <th scope="col" class="num">
                {w.joined}
              </th>
              {AFTER.map((after) => (
                <th scope="col" class="num">
                  {w[after]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr>
                <th scope="row">{written(visit, week.monday, { month: 'short', day: 'numeric', year: 'numeric' })}</th>
                <td class="num">{numeral(visit, week.joined)}</td>
                {AFTER.map((after) => (
                  <Cell visit={visit} share={week[after] && week[after].members / week[after].of} />
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{w.all}</th>
              <td class="num">
                {numeral(
                  visit,
                  weeks.reduce((sum, { joined }) => sum + joined, 0),
                )}
              </td>
              {AFTER.map((after) => (
                <Cell visit={visit} share={retention.all[after]?.rate ?? undefined} />
              ))}
            </tr>
          </tbody>
        </table>
      </section>
    </section>
  )
}

function Cell({ visit, share }: { visit: Visit; share: number | undefined }) {
  if (share === undefined || Number.isNaN(share)) return <td class="num quiet">–</td>
  const tenth = Math.min(9, Math.floor(share * 10))
  return <td class={`num heat h${tenth}`}>{numeral(visit, share, { style: 'percent', maximumFractionDigits: 0 })}</td>
}

/** Days together by their week. A day whose time is not over yet counts for nobody there. */
function weekly(cohorts: readonly Cohort[]): Week[] {
  const weeks = new Map<string, Week>()
  for (const cohort of cohorts) {
    if (cohort.joined === 0) continue
    const monday = mondayOf(cohort.day)
    const week: Week = weeks.get(monday) ?? {
      monday,
      joined: 0,
      d1: undefined,
      d7: undefined,
      d30: undefined,
      d90: undefined,
    }
    week.joined += cohort.joined
    for (const after of AFTER) {
      const back = cohort[after]
      if (back === null) continue
      const was = week[after] ?? { members: 0, of: 0 }
      week[after] = { members: was.members + back.members, of: was.of + cohort.joined }
    }
    weeks.set(monday, week)
  }
  return [...weeks.values()].sort((a, b) => (a.monday < b.monday ? 1 : -1))
}
