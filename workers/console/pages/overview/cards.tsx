import type { Child } from 'hono/jsx'
import { eventWords } from '../../../../schema/event-words.ts'
import { Moment } from '../../parts/moment.tsx'
import { Member, type Names, short, titleOf } from '../../parts/names.tsx'
import { reasonWords } from '../../parts/reasons.ts'
import { Status } from '../../parts/status.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'
import type { Alert, Event, Run, Task, Workflow } from '../overview.tsx'

const say = words({
  tasks: ['Waiting for a person', '等人处理'],
  noTasks: ['Nothing waits for you.', '没有需要处理的事。'],
  alerts: ['Open alerts', '未处理的告警'],
  noAlerts: ['Nothing is wrong.', '一切正常。'],
  failed: ['Runs that failed', '失败的运行'],
  noFailed: ['No run has failed.', '没有失败的运行。'],
  live: ['Live workflows', '运行中的工作流'],
  noLive: ['Nothing is live yet: it begins with a template.', '还没有上线的工作流，从模板开始吧。'],
  create: ['Pick a template', '选择模板'],
  events: ['Last events', '最近事件'],
  noEvents: ['No event has come in: they come from channels.', '还没有收到事件，事件来自渠道。'],
  channels: ['Set up a channel', '设置渠道'],
  all: ['See all', '查看全部'],
  others: ['and {count} more', '另有 {count} 个'],
})

type Given = { visit: Visit; names: Names; titles: Names }
type CardGiven = { visit: Visit; title: string; to: string; none: string; isEmpty: boolean; children?: Child }

function Card({ visit, title, to, none, isEmpty, children }: CardGiven) {
  return (
    <section class="card">
      <div class="row between">
        <h2>{title}</h2>
        {!isEmpty && (
          <a class="quiet" href={to}>
            {say(visit.locale).all}
            <span class="unseen">{`: ${title}`}</span>
          </a>
        )}
      </div>
      {isEmpty ? <p class="quiet">{none}</p> : <ul class="rows">{children}</ul>}
    </section>
  )
}

export function OpenTasks({ visit, names, tasks }: Given & { tasks: readonly Task[] }) {
  const w = say(visit.locale)
  return (
    <Card visit={visit} title={w.tasks} to="/tasks" none={w.noTasks} isEmpty={tasks.length === 0}>
      {tasks.map((task) => (
        <li>
          <a href={`/tasks/${encodeURIComponent(task.id)}`}>{short(task.title, 90)}</a>
          <span class="quiet">
            {task.contact_id && names.has(task.contact_id) && `${short(names.get(task.contact_id) ?? '', 24)} · `}
            <Moment visit={visit} at={task.created_at} />
          </span>
        </li>
      ))}
    </Card>
  )
}

export function OpenAlerts({ visit, alerts }: Given & { alerts: readonly Alert[] }) {
  const w = say(visit.locale)
  return (
    <Card visit={visit} title={w.alerts} to="/alerts" none={w.noAlerts} isEmpty={alerts.length === 0}>
      {alerts.map((alert) => (
        <li>
          <a href={`/alerts/${encodeURIComponent(alert.id)}`}>{short(alert.title, 90)}</a>
          <span class="quiet">
            {`L${alert.level} · `}
            <Moment visit={visit} at={alert.raised_at} />
          </span>
        </li>
      ))}
    </Card>
  )
}

export function FailedRuns({ visit, names, titles, runs }: Given & { runs: readonly Run[] }) {
  const w = say(visit.locale)
  return (
    <Card visit={visit} title={w.failed} to="/runs?status=failed" none={w.noFailed} isEmpty={runs.length === 0}>
      {runs.map((run) => (
        <li>
          <span>
            <a href={`/runs/${encodeURIComponent(run.id)}`}>{titleOf(visit, titles, run.workflow_id)}</a>{' '}
            {run.contact_id && <Member names={names} id={run.contact_id} />}
          </span>
          <span class="quiet">
            {run.reason && `${reasonWords(visit, run.reason)} · `}
            <Moment visit={visit} at={run.ended_at ?? run.started_at} />
          </span>
        </li>
      ))}
    </Card>
  )
}

const LIVE_SHOWN = 10

export function LiveWorkflows({ visit, titles, workflows }: Given & { workflows: readonly Workflow[] }) {
  const w = say(visit.locale)
  if (workflows.length === 0)
    return (
      <section class="card">
        <h2>{w.live}</h2>
        <p class="quiet">{w.noLive}</p>
        <a class="button" href="/templates">
          {w.create}
        </a>
      </section>
    )
  const more = workflows.length - LIVE_SHOWN
  return (
    <Card visit={visit} title={w.live} to="/workflows" none="" isEmpty={false}>
      {workflows.slice(0, LIVE_SHOWN).map(({ id, status }) => (
        <li>
          <a href={`/workflows/${id}`}>{short(titles.get(id) ?? id)}</a>
          <Status visit={visit} of={status} as={status === 'active' ? 'live' : status} />
        </li>
      ))}
      {more > 0 && <li class="quiet">{fill(w.others, { count: more })}</li>}
    </Card>
  )
}

export function LastEvents({ visit, names, events }: Given & { events: readonly Event[] }) {
  const w = say(visit.locale)
  return (
    <section class="card">
      <h2>{w.events}</h2>
      {events.length === 0 && (
        <>
          <p class="quiet">{w.noEvents}</p>
          <a class="button" href="/channels">
            {w.channels}
          </a>
        </>
      )}
      <ul class="rows">
        {events.map((event) => (
          <li>
            <span title={event.type}>
              {event.contact_id && <Member names={names} id={event.contact_id} />}{' '}
              {eventWords(event.type, visit.locale)} {event.status === 'failed' && <Status visit={visit} of="failed" />}
            </span>
            <span class="quiet">
              <Moment visit={visit} at={event.time} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
