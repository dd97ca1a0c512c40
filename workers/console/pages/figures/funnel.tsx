import type * as v from 'valibot'
import type { FunnelAnswer } from '../../../../schema/api/metrics.ts'
import { Bars } from '../../parts/bars.tsx'
import { numeral } from '../../parts/moment.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'

const say = words({
  title: ['How far members come', '转化漏斗'],
  sub: [
    'Members who joined in these days, and what they did after it, one after the other.',
    '这段时间加入的成员，之后依次完成了哪些步骤。',
  ],
  kept: ['{share} of the step before', '占上一步的 {share}'],
  'member.joined': ['joined', '加入'],
  active: ['did something', '有互动'],
  'checkin.made': ['checked in', '打卡'],
  'order.paid': ['bought something', '下单'],
})

/** Each step of the funnel with how many come so far. */
export function Funnel({ visit, funnel: { steps } }: { visit: Visit; funnel: v.InferOutput<typeof FunnelAnswer> }) {
  const w = say(visit.locale)
  const share = (rate: number) => numeral(visit, rate, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <section class="card">
      <h2>{w.title}</h2>
      <p class="quiet">{w.sub}</p>
      <Bars
        visit={visit}
        label={w.title}
        bars={steps.map(({ step, members, of_previous }) => ({
          title: (w as Record<string, string>)[step] ?? step,
          value: members,
          note: of_previous === null ? '' : fill(w.kept, { share: share(of_previous) }),
        }))}
      />
    </section>
  )
}
