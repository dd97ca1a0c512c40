import { Hono } from 'hono'
import type * as v from 'valibot'
import type { JobAnswer } from '../../../schema/api/jobs.ts'
import { formOf } from '../form.ts'
import { listing } from '../parts/listing.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { type Names, titlesOf, Workflow } from '../parts/names.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { SendButton } from '../parts/send-button.tsx'
import { Status } from '../parts/status.tsx'
import type { Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Jobs', '作业'],
  sub: [
    'Long work, page by page. You can leave this page: it goes on.',
    '分页进行的长任务。可以离开此页面，任务会继续。',
  ],
  what: ['What', '内容'],
  status: ['Status', '状态'],
  progress: ['Progress', '进度'],
  matched: ['Matched', '命中'],
  begun: ['Begun', '开始'],
  stop: ['Stop', '停止'],
  sure: ['Stop this job? What is done stays done.', '停止这个作业？已完成的部分会保留。'],
  stopped: ['The job is stopped.', '作业已停止。'],
  empty: ['No long work yet', '还没有长任务'],
  emptySub: [
    'Imports, broadcasts and schedules for many members show their progress here, and can be stopped.',
    '导入、群发和面向多人的定时任务会在这里显示进度，也可以停止。',
  ],
  for_each: ['A schedule for many members', '面向多人的定时任务'],
  start: ['Starting a workflow for many', '批量启动工作流'],
  touch: ['Looking at members again', '重新检查成员'],
  count: ['Counting a segment', '统计分群人数'],
  stop_: ['Stopping runs', '停止运行'],
  tell: ['Telling many members', '批量通知成员'],
  import: ['Import', '导入'],
})

type Job = v.InferOutput<typeof JobAnswer>
const AGAIN_SECONDS = 5

export const jobs = new Hono<Site>()
  .get('/jobs', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    return listing<Job>(c, {
      from: '/jobs',
      title: w.title,
      sub: w.sub,
      empty: { title: w.empty, sub: w.emptySub },
      again: { seconds: AGAIN_SECONDS, while: ({ status }) => status === 'running' },
      columns: async () => {
        const titles = await titlesOf(visit)
        return [
          { title: w.what, show: (job) => <What visit={visit} job={job} titles={titles} /> },
          { title: w.status, tight: true, show: (job) => <Status visit={visit} of={job.status} /> },
          { title: w.progress, show: (job) => <Progress visit={visit} job={job} label={w.progress} /> },
          { title: w.matched, num: true, tight: true, show: (job) => numeral(visit, job.matched) },
          { title: w.begun, tight: true, show: (job) => <Moment visit={visit} at={job.created_at} /> },
          { title: '', tight: true, show: (job) => job.status === 'running' && <Stop visit={visit} job={job} /> },
        ]
      },
    })
  })
  .post('/jobs/:id/cancel', async (c) => {
    const { back } = await formOf(c)
    const answer = await c.var.visit.api.send('POST', `/jobs/${encodeURIComponent(c.req.param('id'))}/cancel`)
    return answer.kind === 'refused'
      ? done(c, back, problemWords(c.var.visit, answer.detail), 'bad')
      : done(c, back, say(c.var.visit.locale).stopped)
  })

function Stop({ visit, job }: { visit: Visit; job: Job }) {
  const w = say(visit.locale)
  return (
    <SendButton visit={visit} to={`/jobs/${encodeURIComponent(job.id)}/cancel`} confirm={w.sure} class="danger">
      {w.stop}
    </SendButton>
  )
}

function What({ visit, job, titles }: { visit: Visit; job: Job; titles: Names }) {
  const w = say(visit.locale)
  return (
    <>
      {job.kind === 'stop' ? w.stop_ : w[job.kind]}
      {job.workflow_id && (
        <div>
          <Workflow visit={visit} titles={titles} id={job.workflow_id} />
        </div>
      )}
      {job.error && <div class="wrong">{job.error}</div>}
    </>
  )
}

function Progress({ visit, job, label }: { visit: Visit; job: Job; label: string }) {
  const { done: so, total } = job
  return (
    <>
      {total !== null && total > 0 && <progress value={Math.min(so, total)} max={total} aria-label={label} />}
      <span class="quiet">
        {numeral(visit, so)}
        {total !== null && ` / ${numeral(visit, total)}`}
      </span>
    </>
  )
}
