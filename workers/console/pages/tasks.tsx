import { Hono } from 'hono'
import type * as v from 'valibot'
import type { TaskAnswer } from '../../../schema/api/tasks.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { Facts } from '../parts/facts.tsx'
import { listing } from '../parts/listing.tsx'
import { Moment } from '../parts/moment.tsx'
import { Member, namesOf, short, titlesOf } from '../parts/names.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { refusal } from '../parts/refusal.tsx'
import { Csrf } from '../parts/send-button.tsx'
import { Status, statusChoices } from '../parts/status.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Approvals and tasks', '审批与任务'],
  sub: [
    'What workflows have stopped for, and what they ask people to do.',
    '工作流停下来等待的决定，以及交给人做的事。',
  ],
  what: ['What', '事项'],
  kind: ['Kind', '类型'],
  status: ['Status', '状态'],
  assignee: ['For', '负责人'],
  due: ['Due', '截止'],
  member: ['Member', '成员'],
  run: ['Run', '运行'],
  created: ['Asked', '提出'],
  note: ['Note', '备注'],
  approve: ['Approve', '批准'],
  reject: ['Reject', '拒绝'],
  finish: ['Done', '完成'],
  decided: ['Decided', '决定'],
  empty: ['Nothing waits for you', '没有等人处理的事'],
  emptySub: [
    'When a workflow asks for an approval or gives somebody a task, it appears here.',
    '工作流请求审批或派发任务时，会显示在这里。',
  ],
  late: ['late', '已超时'],
  fixDue: ['Put right by', '解决截止'],
  approval: ['approval', '审批'],
  task: ['task', '任务'],
  moderation: ['moderation', '审核'],
  complaint: ['complaint', '投诉'],
  answer: ['Send as an answer', '作为答复发送'],
  answerDue: ['First answer due', '首次答复截止'],
  answered: ['First answered', '首次答复'],
  thanks: ['Decided. The run goes on.', '已决定，运行继续。'],
})

type Task = v.InferOutput<typeof TaskAnswer>
const VIEWS = ['open', 'all'] as const

export const tasks = new Hono<Site>()
  .get('/tasks', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const status = c.req.query('status') ?? 'open'
    return listing<Task>(c, {
      from: '/tasks',
      query: { status: status === 'all' ? undefined : status },
      title: w.title,
      sub: w.sub,
      empty: { title: w.empty, sub: w.emptySub },
      above: (
        <Tabs visit={visit} label={w.status} name="status" current={status} choices={statusChoices(visit, VIEWS)} />
      ),
      columns: async (items) => {
        const names = await namesOf(
          visit,
          items.map((task) => task.contact_id),
        )
        return [
          { title: w.what, show: (task) => <a href={pathOf(task)}>{short(task.title, 120)}</a> },
          { title: w.kind, tight: true, show: (task) => w[task.kind] },
          { title: w.member, show: (task) => <Member names={names} id={task.contact_id} /> },
          { title: w.assignee, show: (task) => task.assignee },
          { title: w.due, tight: true, show: (task) => <Due visit={visit} task={task} /> },
          { title: w.status, tight: true, show: (task) => <Status visit={visit} of={task.status} /> },
        ]
      },
    })
  })
  .get('/tasks/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const found = await visit.api.get<Task>(`/tasks/${encodeURIComponent(c.req.param('id'))}`)
    if (found.kind === 'refused') return refusal(c, found)
    const task = found.body
    const [names, titles] = await Promise.all([namesOf(visit, [task.contact_id]), titlesOf(visit)])
    return show(c, {
      title: task.title,
      crumbs: [{ title: w.title, path: '/tasks' }],
      sub: <Status visit={visit} of={task.status} />,
      children: (
        <div class="grid">
          <section class="card">
            {task.detail && <p>{task.detail}</p>}
            <Facts
              facts={[
                [w.kind, w[task.kind]],
                [w.created, <Moment visit={visit} at={task.created_at} />],
                [w.due, task.due_at && <Due visit={visit} task={task} />],
                [w.answerDue, task.answer_due_at && <Moment visit={visit} at={task.answer_due_at} />],
                [w.fixDue, task.fix_due_at && <Moment visit={visit} at={task.fix_due_at} />],
                [w.answered, task.first_answered_at && <Moment visit={visit} at={task.first_answered_at} />],
                [w.assignee, task.assignee],
                [w.member, task.contact_id && <Member names={names} id={task.contact_id} />],
                [w.run, task.run_id && <RunLink task={task} title={titles.get(task.workflow_id)} />],
                [w.decided, task.decided_at && <Decided visit={visit} task={task} />],
              ]}
            />
          </section>
          {task.status === 'open' && <Decide visit={visit} task={task} />}
        </div>
      ),
    })
  })
  .post('/tasks/:id/:verb{approve|reject|done|answer}', decide)

function RunLink({ task, title }: { task: Task; title: string | undefined }) {
  return <a href={`/runs/${encodeURIComponent(task.run_id ?? '')}`}>{short(title ?? task.workflow_id)}</a>
}

function Decided({ visit, task }: { visit: Visit; task: Task }) {
  return (
    <>
      <Moment visit={visit} at={task.decided_at} /> {task.decided_by} {task.note}
    </>
  )
}

/** When it is due, and that it is late. */
function Due({ visit, task }: { visit: Visit; task: Task }) {
  const isLate = task.status === 'open' && task.due_at !== null && Date.parse(task.due_at) < visit.nowMs
  return (
    <>
      <Moment visit={visit} at={task.due_at} /> {isLate && <span class="badge bad">{say(visit.locale).late}</span>}
    </>
  )
}

function Decide({ visit, task }: { visit: Visit; task: Task }) {
  const w = say(visit.locale)
  return (
    <form class="card" method="post">
      <Csrf visit={visit} />
      <div class="field">
        <label for="note">{w.note}</label>
        <textarea id="note" name="note" maxlength={2000} />
      </div>
      <div class="row">
        {task.kind === 'approval' ? (
          <>
            <button type="submit" class="first" formaction={`${pathOf(task)}/approve`}>
              {w.approve}
            </button>
            <button type="submit" class="danger" formaction={`${pathOf(task)}/reject`}>
              {w.reject}
            </button>
          </>
        ) : (
          <button type="submit" class="first" formaction={`${pathOf(task)}/done`}>
            {w.finish}
          </button>
        )}
        {task.kind === 'complaint' && (
          <button type="submit" formaction={`${pathOf(task)}/answer`}>
            {w.answer}
          </button>
        )}
      </div>
    </form>
  )
}

async function decide(c: Page): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const note = form.text('note')
  const verb = c.req.param('verb')
  const path = `/tasks/${encodeURIComponent(c.req.param('id') ?? '')}/${verb}`
  const body = verb === 'answer' ? { text: note } : note === '' ? {} : { note }
  const answer = await visit.api.send('POST', path, body)
  if (answer.kind === 'refused') return done(c, form.back, problemWords(c.var.visit, answer.detail), 'bad')
  const to = form.back.startsWith('/broadcasts/') ? form.back : '/tasks'
  return done(c, to, say(visit.locale).thanks)
}

function pathOf(task: Task): string {
  return `/tasks/${encodeURIComponent(task.id)}`
}
