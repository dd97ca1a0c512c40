import type { AlertEntry, AlertVia } from '../../../../schema/alert.ts'
import { Moment } from '../../parts/moment.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'

const say = words({
  raised: ['Raised at level {level}', '触发，级别 {level}'],
  level_raised: ['Raised again, now at level {level}', '再次触发，级别升为 {level}'],
  paged: ['{person} was called (line {line}, round {round})', '已通知 {person}（第 {line} 线，第 {round} 轮）'],
  unreached: ['The call did not arrive: {reason}', '通知未送达：{reason}'],
  nobody: ['Nobody is on call: set up a rota', '没有值班人员：请先设置值班表'],
  exhausted: ['Everybody was called, and nobody answered', '已通知所有人，无人响应'],
  acknowledged: ['{by} takes care of it ({via})', '{by} 已接手（{via}）'],
  acknowledged_late: ['{by} answered too, later ({via})', '{by} 随后也作了响应（{via}）'],
  resolved: ['{by} says that it is over ({via})', '{by} 标记为已解决（{via}）'],
  button: ['by a button', '通过按钮'],
  link: ['by a link', '通过链接'],
  api: ['here or by the API', '通过控制台或 API'],
  workflow: ['by a workflow', '由工作流'],
  product: ['by itself', '自动'],
})

const TONES: Partial<Record<AlertEntry['kind'], string>> = {
  raised: 'bad',
  level_raised: 'bad',
  paged: 'info',
  unreached: 'warn',
  nobody: 'bad',
  exhausted: 'bad',
  acknowledged: 'good',
  resolved: 'good',
}

/** What became of an alert, as sentences: who was called when, and who answered. */
export function History({ visit, entries }: { visit: Visit; entries: readonly Record<string, unknown>[] }) {
  const w = say(visit.locale)
  return (
    <ol class="line">
      {(entries as readonly AlertRow[]).map((entry) => (
        <li class={TONES[entry.kind]}>
          <div>
            {fill(w[entry.kind], { ...entry, ...('via' in entry && { via: w[entry.via as AlertVia] }) } as Gaps)}
          </div>
          {'note' in entry && entry.note && <blockquote>{entry.note}</blockquote>}
          <Moment visit={visit} at={entry.at} />
        </li>
      ))}
    </ol>
  )
}

type Gaps = Record<string, string | number>
/** As the API answers it: instants are written. */
type AlertRow = { at: string } & DistributiveOmit<AlertEntry, 'at'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
