import { Hono } from 'hono'
import type * as v from 'valibot'
import type { JobAnswer } from '../../../schema/api/jobs.ts'
import type { List as Listed } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { List } from '../parts/list.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { refusal } from '../parts/refusal.tsx'
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
  empty: ['No job', '没有作业'],
  emptySub: [
    'Schedules for many members, imports and long sends appear here.',
    '面向多人的定时任务、导入和群发会显示在这里。',
  ],
})

type Job = v.InferOutput<typeof JobAnswer>
const AGAIN_SECONDS = 5

export const jobs = new Hono<Site>()
  .get('/jobs', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const listed = await visit.api.get<Listed<Job>>('/jobs', { cursor: c.req.query('cursor') })
    if (listed.kind === 'refused') return refusal(c, listed)
    const { items } = listed.body
    return show(c, {
      title: w.title,
      sub: w.sub,
      ...(items.some(({ status }) => status === 'running') && { againSeconds: AGAIN_SECONDS }),
      children: (
        <List
          visit={visit}
          label={w.title}
          items={items}
          nextCursor={listed.body.next_cursor}
          empty={
            <>
              <h2>{w.empty}</h2>
              <p>{w.emptySub}</p>
            </>
          }
          columns={[
            { title: w.what, show: (job) => <What job={job} /> },
            { title: w.status, tight: true, show: (job) => <Status visit={visit} of={job.status} /> },
            { title: w.progress, show: (job) => <Progress visit={visit} job={job} label={w.progress} /> },
            { title: w.matched, num: true, tight: true, show: (job) => numeral(visit, job.matched) },
            { title: w.begun, tight: true, show: (job) => <Moment visit={visit} at={job.created_at} /> },
            {
              title: '',
              tight: true,
              show: (job) =>
                job.status === 'running' && (
                  <SendButton
                    visit={visit}
                    to={`/jobs/${encodeURIComponent(job.id)}/cancel`}
                    confirm={w.sure}
                    class="danger"
                  >
                    {w.stop}
                  </SendButton>
                ),
            },
          ]}
        />
      ),
    })
  })
  .post('/jobs/:id/cancel', async (c) => {
    const { back } = await formOf(c)
    const answer = await c.var.visit.api.send('POST', `/jobs/${encodeURIComponent(c.req.param('id'))}/cancel`)
    return answer.kind === 'refused'
      ? done(c, back, answer.detail, 'bad')
      : done(c, back, say(c.var.visit.locale).stopped)
  })

function What({ job }: { job: Job }) {
  return (
    <>
      <code>{job.kind}</code> {job.workflow_id && <a href={`/workflows/${job.workflow_id}`}>{job.workflow_id}</a>}{' '}
      {job.error && <span class="quiet">{job.error}</span>}
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
