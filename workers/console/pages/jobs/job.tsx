import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ImportErrorAnswer } from '../../../../schema/api/imports.ts'
import type { JobAnswer } from '../../../../schema/api/jobs.ts'
import type { List as Listed } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Facts } from '../../parts/facts.tsx'
import { List } from '../../parts/list.tsx'
import { Moment, numeral } from '../../parts/moment.tsx'
import { titlesOf, Workflow } from '../../parts/names.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { refusal } from '../../parts/refusal.tsx'
import { SendButton } from '../../parts/send-button.tsx'
import { Status } from '../../parts/status.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'

const say = words({
  jobs: ['Jobs', '作业'],
  progress: ['Progress', '进度'],
  matched: ['Matched', '命中'],
  imported: ['Taken', '已导入'],
  begun: ['Begun', '开始'],
  latest: ['Last moved', '最近进展'],
  workflow: ['Workflow', '工作流'],
  wrong: ['What went wrong', '错误'],
  stop: ['Stop', '停止'],
  pause: ['Pause', '暂停'],
  resume: ['Go on', '继续'],
  sure: ['Stop this job? What is done stays done.', '停止这个作业？已完成的部分会保留。'],
  cancelled: ['The job is stopped.', '作业已停止。'],
  paused: ['The job stands where it is.', '作业已暂停。'],
  resumed: ['The job goes on.', '作业已继续。'],
  errors: ['Lines that could not be taken', '无法导入的行'],
  noErrors: ['Every line was taken so far', '目前所有行均已导入'],
  line: ['Line', '行'],
  column: ['Column', '列'],
  reason: ['Why', '原因'],
  for_each: ['A schedule for many members', '面向多人的定时任务'],
  start: ['Starting a workflow for many', '批量启动工作流'],
  touch: ['Looking at members again', '重新检查成员'],
  count: ['Counting a segment', '统计分群人数'],
  stop_: ['Stopping runs', '停止运行'],
  tell: ['Telling many members', '批量通知成员'],
  import: ['Import', '导入'],
})

type Job = v.InferOutput<typeof JobAnswer>
type Wrong = v.InferOutput<typeof ImportErrorAnswer>
const AGAIN_SECONDS = 3
const VERBS = { cancel: 'cancelled', pause: 'paused', resume: 'resumed' } as const

/** One job: how far it is, what it could not do, and what can be done about it. */
export const job = new Hono<Site>()
  .get('/jobs/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const found = await visit.api.get<Job>(pathOf(c.req.param('id')))
    if (found.kind === 'refused') return refusal(c, found)
    const one = found.body
    const [errors, titles] = await Promise.all([
      one.kind === 'import'
        ? visit.api.get<Listed<Wrong>>(`${pathOf(one.id)}/errors`, { cursor: c.req.query('cursor') })
        : undefined,
      titlesOf(visit),
    ])
    return show(c, {
      title: jobWord(visit, one.kind),
      sub: <Status visit={visit} of={one.status} />,
      crumbs: [{ title: w.jobs, path: '/jobs' }],
      acts: <JobActs visit={visit} job={one} />,
      ...(one.status === 'running' && { againSeconds: AGAIN_SECONDS }),
      children: (
        <>
          <section class="card narrow">
            <Facts
              facts={[
                [w.progress, <Progress visit={visit} job={one} />],
                [one.kind === 'import' ? w.imported : w.matched, numeral(visit, one.matched)],
                [
                  w.workflow,
                  one.workflow_id !== null && <Workflow visit={visit} titles={titles} id={one.workflow_id} />,
                ],
                [w.begun, <Moment visit={visit} at={one.created_at} />],
                [w.latest, <Moment visit={visit} at={one.updated_at} />],
                [w.wrong, one.error && <span class="wrong">{problemWords(visit, one.error)}</span>],
              ]}
            />
          </section>
          {errors?.kind === 'ok' && (
            <>
              <h2>{w.errors}</h2>
              <List
                visit={visit}
                label={w.errors}
                items={errors.body.items}
                nextCursor={errors.body.next_cursor}
                empty={{ title: w.noErrors }}
                columns={[
                  { title: w.line, num: true, tight: true, show: ({ line }) => numeral(visit, line) },
                  { title: w.column, tight: true, show: ({ column }) => column !== '' && <code>{column}</code> },
                  { title: w.reason, show: ({ reason }) => <span dir="auto">{reason}</span> },
                ]}
              />
            </>
          )}
        </>
      ),
    })
  })
  .post('/jobs/:id/:verb{cancel|pause|resume}', act)

async function act(c: Page): Promise<Response> {
  const { visit } = c.var
  const { back } = await formOf(c)
  const verb = c.req.param('verb') as keyof typeof VERBS
  const answer = await visit.api.send('POST', `${pathOf(c.req.param('id') ?? '')}/${verb}`)
  return answer.kind === 'refused'
    ? done(c, back, problemWords(visit, answer.detail), 'bad')
    : done(c, back, say(visit.locale)[VERBS[verb]])
}

function pathOf(id: string): string {
  return `/jobs/${encodeURIComponent(id)}`
}

export function jobWord({ locale }: Visit, kind: Job['kind']): string {
  const w = say(locale)
  return kind === 'stop' ? w.stop_ : w[kind]
}

/** Stop it, let it stand, or let it go on. */
export function JobActs({ visit, job: { id, status } }: { visit: Visit; job: Job }) {
  const w = say(visit.locale)
  if (status !== 'running' && status !== 'paused') return null
  return (
    <div class="row">
      <SendButton visit={visit} to={`${pathOf(id)}/${status === 'running' ? 'pause' : 'resume'}`}>
        {status === 'running' ? w.pause : w.resume}
      </SendButton>
      <SendButton visit={visit} to={`${pathOf(id)}/cancel`} confirm={w.sure} class="danger">
        {w.stop}
      </SendButton>
    </div>
  )
}

export function Progress({ visit, job: { done: so, total } }: { visit: Visit; job: Job }) {
  return (
    <>
      {total !== null && total > 0 && (
        <progress value={Math.min(so, total)} max={total} aria-label={say(visit.locale).progress} />
      )}
      <span class="quiet">
        {numeral(visit, so)}
        {total !== null && ` / ${numeral(visit, total)}`}
      </span>
    </>
  )
}
