import { Hono } from 'hono'
import type * as v from 'valibot'
import type { JobAnswer } from '../../../schema/api/jobs.ts'
import { listing } from '../parts/listing.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { type Names, titlesOf, Workflow } from '../parts/names.tsx'
import { Status } from '../parts/status.tsx'
import type { Site, Visit } from '../site.ts'
import { words } from '../words.ts'
import { JobActs, job, jobWord, Progress } from './jobs/job.tsx'

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
  empty: ['No long work yet', '还没有长任务'],
  emptySub: [
    'Imports, broadcasts and schedules for many members show their progress here, and can be stopped.',
    '导入、群发和面向多人的定时任务会在这里显示进度，也可以停止。',
  ],
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
          { title: w.progress, show: (job) => <Progress visit={visit} job={job} /> },
          { title: w.matched, num: true, tight: true, show: (job) => numeral(visit, job.matched) },
          { title: w.begun, tight: true, show: (job) => <Moment visit={visit} at={job.created_at} /> },
          { title: '', tight: true, show: (job) => <JobActs visit={visit} job={job} /> },
        ]
      },
    })
  })
  .route('/', job)

function What({ visit, job, titles }: { visit: Visit; job: Job; titles: Names }) {
  return (
    <>
      <a href={`/jobs/${encodeURIComponent(job.id)}`}>{jobWord(visit, job.kind)}</a>
      {job.workflow_id && (
        <div>
          <Workflow visit={visit} titles={titles} id={job.workflow_id} />
        </div>
      )}
      {job.error && <div class="wrong">{job.error}</div>}
    </>
  )
}
