import { Hono } from 'hono'
import type * as v from 'valibot'
import type { EventAnswer } from '../../../schema/api/events.ts'
import type { OverviewAnswer } from '../../../schema/api/metrics.ts'
import type { RunAnswer } from '../../../schema/api/runs.ts'
import type { TaskAnswer } from '../../../schema/api/tasks.ts'
import type { WorkflowSummary } from '../../../schema/api/workflows.ts'
import type { List } from '../api.ts'
import { show } from '../layout.tsx'
import { Moment } from '../parts/moment.tsx'
import { Status } from '../parts/status.tsx'
import type { Site } from '../site.ts'
import { local, words } from '../words.ts'
import { OverviewFigures } from './overview-figures.tsx'

const say = words({
  title: ['Overview', '概览'],
  sub: ['What is going on, and what needs a person.', '正在发生什么，哪些事需要人来处理。'],
  tasks: ['Waiting for a person', '等人处理'],
  noTasks: ['Nothing waits for you.', '没有需要处理的事。'],
  failed: ['Runs that failed', '失败的运行'],
  noFailed: ['No run has failed.', '没有失败的运行。'],
  live: ['Live workflows', '运行中的工作流'],
  noLive: [
    'Nothing is live yet. Make a workflow, simulate it, and publish it.',
    '还没有上线的工作流。先创建、模拟，然后发布。',
  ],
  create: ['Pick a template', '选择模板'],
  events: ['Last events', '最近事件'],
  noEvents: [
    'No event has come in. Set up a channel and post to its address.',
    '还没有收到事件。先设置渠道，再向它的地址推送。',
  ],
  channels: ['Set up a channel', '设置渠道'],
})

type Overview = v.InferOutput<typeof OverviewAnswer>
type Task = v.InferOutput<typeof TaskAnswer>
type Run = v.InferOutput<typeof RunAnswer>
type Event = v.InferOutput<typeof EventAnswer>
type Workflow = v.InferOutput<typeof WorkflowSummary>

export const overview = new Hono<Site>().get('/', async (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const [figures, tasks, failed, workflows, events] = await Promise.all([
    visit.api.get<Overview>('/metrics/overview', { timezone: visit.zone }),
    visit.api.get<List<Task>>('/tasks', { status: 'open', limit: 6 }),
    visit.api.get<List<Run>>('/runs', { status: 'failed', limit: 6 }),
    visit.api.get<List<Workflow>>('/workflows', { limit: 50 }),
    visit.api.get<List<Event>>('/events', { limit: 8 }),
  ])
  const items = <T,>(answer: { kind: 'ok'; body: List<T> } | { kind: 'refused' }) =>
    answer.kind === 'ok' ? answer.body.items : []
  const live = items(workflows).filter(({ status }) => status !== 'draft')
  return show(c, {
    title: w.title,
    sub: w.sub,
    children: (
      <>
        {figures.kind === 'ok' && <OverviewFigures visit={visit} overview={figures.body} />}
        <div class="grid">
          <section class="card">
            <h2>{w.tasks}</h2>
            {items(tasks).length === 0 && <p class="quiet">{w.noTasks}</p>}
            <ul class="line">
              {items(tasks).map((task) => (
                <li class="warn">
                  <a href={`/tasks/${encodeURIComponent(task.id)}`}>{task.title}</a>{' '}
                  <Moment visit={visit} at={task.created_at} />
                </li>
              ))}
            </ul>
          </section>
          <section class="card">
            <h2>{w.failed}</h2>
            {items(failed).length === 0 && <p class="quiet">{w.noFailed}</p>}
            <ul class="line">
              {items(failed).map((run) => (
                <li class="bad">
                  <a href={`/runs/${encodeURIComponent(run.id)}`}>{run.workflow_id}</a>{' '}
                  <span class="quiet">{run.reason}</span> <Moment visit={visit} at={run.ended_at ?? run.started_at} />
                </li>
              ))}
            </ul>
          </section>
          <section class="card">
            <h2>{w.live}</h2>
            {live.length === 0 && (
              <>
                <p class="quiet">{w.noLive}</p>
                <a class="button first" href="/templates">
                  {w.create}
                </a>
              </>
            )}
            <ul class="line">
              {live.map((workflow) => (
                <li class={workflow.status === 'paused' ? 'warn' : 'good'}>
                  <a href={`/workflows/${workflow.id}`}>{local(workflow.title, visit.locale) || workflow.id}</a>{' '}
                  {workflow.status === 'paused' && <Status visit={visit} of="paused" />}
                </li>
              ))}
            </ul>
          </section>
          <section class="card">
            <h2>{w.events}</h2>
            {items(events).length === 0 && (
              <>
                <p class="quiet">{w.noEvents}</p>
                <a class="button" href="/channels">
                  {w.channels}
                </a>
              </>
            )}
            <ul class="line">
              {items(events).map((event) => (
                <li class={event.status === 'failed' ? 'bad' : 'info'}>
                  <code>{event.type}</code>{' '}
                  {event.contact_id && (
                    <a href={`/members/${encodeURIComponent(event.contact_id)}`}>{event.contact_id}</a>
                  )}{' '}
                  <Moment visit={visit} at={event.time} />
                </li>
              ))}
            </ul>
          </section>
        </div>
      </>
    ),
  })
})
