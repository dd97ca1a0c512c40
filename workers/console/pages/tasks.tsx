import { Hono } from 'hono'
import type * as v from 'valibot'
import type { TaskAnswer } from '../../../schema/api/tasks.ts'
import type { List as Listed } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { List } from '../parts/list.tsx'
import { Moment } from '../parts/moment.tsx'
import { refusal } from '../parts/refusal.tsx'
import { Csrf } from '../parts/send-button.tsx'
import { Status } from '../parts/status.tsx'
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
  empty: ['Nothing waits for a person', '没有等人处理的事'],
  emptySub: ['Steps such as approve and task.create put things here.', 'approve、task.create 等步骤会把事情放到这里。'],
  open: ['open', '待处理'],
  all: ['all', '全部'],
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

export const tasks = new Hono<Site>()
  .get('/tasks', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const status = c.req.query('status') ?? 'open'
    const listed = await visit.api.get<Listed<Task>>('/tasks', {
      status: status === 'all' ? undefined : status,
      cursor: c.req.query('cursor'),
    })
    if (listed.kind === 'refused') return refusal(c, listed)
    return show(c, {
      title: w.title,
      sub: w.sub,
      children: (
        <>
          <nav class="tabs" aria-label={w.status}>
            {(['open', 'all'] as const).map((one) => (
              <a href={`/tasks?status=${one}`} {...(one === status && { 'aria-current': 'page' })}>
                {w[one]}
              </a>
            ))}
          </nav>
          <List
            visit={visit}
            label={w.title}
            items={listed.body.items}
            nextCursor={listed.body.next_cursor}
            empty={
              <>
                <h2>{w.empty}</h2>
                <p>{w.emptySub}</p>
              </>
            }
            columns={[
              { title: w.what, show: (task) => <a href={pathOf(task)}>{task.title}</a> },
              { title: w.kind, tight: true, show: (task) => w[task.kind] },
              { title: w.status, tight: true, show: (task) => <Status visit={visit} of={task.status} /> },
              { title: w.assignee, show: (task) => task.assignee },
              { title: w.due, tight: true, show: (task) => <Moment visit={visit} at={task.due_at} /> },
            ]}
          />
        </>
      ),
    })
  })
  .get('/tasks/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const found = await visit.api.get<Task>(`/tasks/${encodeURIComponent(c.req.param('id'))}`)
    if (found.kind === 'refused') return refusal(c, found)
    const task = found.body
    return show(c, {
      title: task.title,
      crumbs: [{ title: w.title, path: '/tasks' }],
      sub: <Status visit={visit} of={task.status} />,
      children: (
        <div class="grid">
          <section class="card">
            {task.detail && <p>{task.detail}</p>}
            <dl class="facts">
              <dt>{w.kind}</dt>
              <dd>{w[task.kind]}</dd>
              <dt>{w.created}</dt>
              <dd>
                <Moment visit={visit} at={task.created_at} />
              </dd>
              <dt>{w.due}</dt>
              <dd>
                <Moment visit={visit} at={task.due_at} />
              </dd>
              {task.answer_due_at && <dt>{w.answerDue}</dt>}
              {task.answer_due_at && (
                <dd>
                  <Moment visit={visit} at={task.answer_due_at} />
                </dd>
              )}
              {task.first_answered_at && <dt>{w.answered}</dt>}
              {task.first_answered_at && (
                <dd>
                  <Moment visit={visit} at={task.first_answered_at} />
                </dd>
              )}
              {task.assignee && <dt>{w.assignee}</dt>}
              {task.assignee && <dd>{task.assignee}</dd>}
              {task.contact_id && <dt>{w.member}</dt>}
              {task.contact_id && (
                <dd>
                  <a href={`/members/${encodeURIComponent(task.contact_id)}`}>{task.contact_id}</a>
                </dd>
              )}
              {task.run_id && <dt>{w.run}</dt>}
              {task.run_id && (
                <dd>
                  <a href={`/runs/${encodeURIComponent(task.run_id)}`}>{task.workflow_id}</a>
                </dd>
              )}
              {task.decided_at && <dt>{w.decided}</dt>}
              {task.decided_at && (
                <dd>
                  <Moment visit={visit} at={task.decided_at} /> {task.decided_by} {task.note}
                </dd>
              )}
            </dl>
          </section>
          {task.status === 'open' && <Decide visit={visit} task={task} />}
        </div>
      ),
    })
  })
  .post('/tasks/:id/:verb{approve|reject|done|answer}', decide)

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
  if (answer.kind === 'refused') return done(c, form.back, answer.detail, 'bad')
  return done(c, '/tasks', say(visit.locale).thanks)
}

function pathOf(task: Task): string {
  return `/tasks/${encodeURIComponent(task.id)}`
}
