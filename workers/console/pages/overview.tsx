import { Hono } from 'hono'
import type * as v from 'valibot'
import type { AlertAnswer } from '../../../schema/api/alerts.ts'
import type { EventAnswer } from '../../../schema/api/events.ts'
import type { OverviewAnswer } from '../../../schema/api/metrics.ts'
import type { RunAnswer } from '../../../schema/api/runs.ts'
import type { TaskAnswer } from '../../../schema/api/tasks.ts'
import type { WorkflowSummary } from '../../../schema/api/workflows.ts'
import type { Answer, List } from '../api.ts'
import { show } from '../layout.tsx'
import { namesOf } from '../parts/names.tsx'
import type { Site, Visit } from '../site.ts'
import { local, words } from '../words.ts'
import { FailedRuns, LastEvents, LiveWorkflows, OpenAlerts, OpenTasks } from './overview/cards.tsx'
import { FirstSteps } from './overview/first-steps.tsx'
import { OverviewFigures } from './overview-figures.tsx'

const say = words({
  title: ['Overview', '概览'],
  sub: ['What is going on, and what needs a person.', '正在发生什么，哪些事需要人来处理。'],
})

export type Task = v.InferOutput<typeof TaskAnswer>
export type Run = v.InferOutput<typeof RunAnswer>
export type Event = v.InferOutput<typeof EventAnswer>
export type Workflow = v.InferOutput<typeof WorkflowSummary>
export type Alert = v.InferOutput<typeof AlertAnswer>
type Overview = v.InferOutput<typeof OverviewAnswer>

const SHOWN = 6

export const overview = new Hono<Site>().get('/', async (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const found = await asked(visit)
  const { tasks, alerts, failed, workflows, events } = found
  const names = await namesOf(
    visit,
    [...failed, ...events, ...tasks].map((one) => one.contact_id),
  )
  const titles = new Map(workflows.map(({ id, title }) => [id, local(title, visit.locale) || id]))
  const live = workflows.filter(({ status }) => status !== 'draft')
  const given = { visit, names, titles }
  const progress = {
    hasChannel: found.channels.length > 0,
    draft: workflows.find(({ status }) => status === 'draft')?.id,
    live: live[0]?.id,
    hasRuns: found.runs.length > 0,
  }
  return show(c, {
    title: w.title,
    sub: w.sub,
    children: (
      <>
        <FirstSteps visit={visit} progress={progress} />
        <div class="grid thirds">
          <OpenTasks {...given} tasks={tasks} />
          <OpenAlerts {...given} alerts={alerts} />
          <FailedRuns {...given} runs={failed} />
        </div>
        {found.figures.kind === 'ok' && <OverviewFigures visit={visit} overview={found.figures.body} />}
        <div class="grid">
          <LiveWorkflows {...given} workflows={live} />
          <LastEvents {...given} events={events} />
        </div>
      </>
    ),
  })
})

/** Everything at once: the page waits for the slowest only. */
async function asked({ api, zone }: Visit) {
  const list = async <T,>(path: string, query: Record<string, string | number>): Promise<readonly T[]> => {
    const answer = await api.get<List<T>>(path, query)
    return answer.kind === 'ok' ? answer.body.items : []
  }
  const [figures, tasks, alerts, failed, workflows, events, channels, runs] = await Promise.all([
    api.get<Overview>('/metrics/overview', { timezone: zone }) as Promise<Answer<Overview>>,
    list<Task>('/tasks', { status: 'open', limit: SHOWN }),
    list<Alert>('/alerts', { status: 'open', limit: SHOWN }),
    list<Run>('/runs', { status: 'failed', limit: SHOWN }),
    list<Workflow>('/workflows', { limit: 200 }),
    list<Event>('/events', { limit: 8 }),
    list<object>('/channels', { limit: 1 }),
    list<Run>('/runs', { limit: 1 }),
  ])
  return { figures, tasks, alerts, failed, workflows, events, channels, runs }
}
