import type { Settings } from '../../../../schema/settings.ts'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'
import { type Now, OnCall } from '../rotas.tsx'

const say = words({
  duty: ['Who is on duty', '当前值班'],
  noRota: ['No rota is named: alerts call nobody.', '未指定值班表：告警不会通知任何人。'],
  choose: ['Choose one in the settings', '在设置中选择'],
  raises: ['What raises alerts', '哪些情况会告警'],
  workflows: ['Workflows with the step alert.raise', '含 alert.raise 步骤的工作流'],
  words: ['Word lists that escalate', '设为升级的词表'],
  breaker: ['A workflow that loops: it is paused', '工作流循环：会自动暂停'],
  late: ['Events, timers or messages that wait longer than {minutes} minutes', '事件、定时或消息等待超过 {minutes} 分钟'],
  failed: ['{percent} % of the runs of an hour fail, and at least {least}', '一小时内 {percent}% 的运行失败，且不少于 {least} 次'],
  off: ['The product raises none about itself: that is switched off.', '系统自身告警已关闭。'],
  settings: ['Change this', '修改'],
}) // biome-ignore format: one list, read at a glance

/** Whom an alert would call now, and what raises one. */
export async function Raising({ visit }: { visit: Visit }) {
  const w = say(visit.locale)
  const found = await visit.api.get<Settings>('/settings')
  if (found.kind === 'refused') return null
  const { alerts, health } = found.body
  const now = alerts.rota ? await visit.api.get<Now>(`/rotas/${encodeURIComponent(alerts.rota)}/now`) : undefined
  return (
    <div class="grid">
      <section class="card">
        <h2>{w.duty}</h2>
        {now?.kind === 'ok' ? (
          <OnCall visit={visit} now={now.body} />
        ) : (
          <p>
            {w.noRota} <a href="/settings/alerts">{w.choose}</a>
          </p>
        )}
      </section>
      <section class="card">
        <h2>{w.raises}</h2>
        <ul>
          <li>
            <a href="/workflows">{w.workflows}</a>
          </li>
          <li>
            <a href="/library/words">{w.words}</a>
          </li>
          <li>{w.breaker}</li>
          {health.alerts && (
            <>
              <li>{fill(w.late, { minutes: health.late_after_minutes })}</li>
              <li>{fill(w.failed, { percent: health.failed_percent, least: health.failed_least })}</li>
            </>
          )}
          {!health.alerts && <li>{w.off}</li>}
        </ul>
        <a href="/settings/alerts#health">{w.settings}</a>
      </section>
    </div>
  )
}
