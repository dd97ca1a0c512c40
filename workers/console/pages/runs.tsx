import { Hono } from 'hono'
import type * as v from 'valibot'
import type { RunAnswer } from '../../../schema/api/runs.ts'
import type { List as Listed } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { Journal } from '../parts/journal.tsx'
import { List } from '../parts/list.tsx'
import { Moment } from '../parts/moment.tsx'
import { refusal } from '../parts/refusal.tsx'
import { SendButton } from '../parts/send-button.tsx'
import { Status } from '../parts/status.tsx'
import type { Page, Site } from '../site.ts'
import { done } from '../visit.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Runs', '运行'],
  sub: ['Each time a workflow was started for somebody, step by step.', '每一次为某人启动的工作流，一步一步。'],
  workflow: ['Workflow', '工作流'],
  status: ['Status', '状态'],
  all: ['all', '全部'],
  member: ['Member', '成员'],
  started: ['Started', '开始'],
  stands: ['Stands at', '所在步骤'],
  wakes: ['Goes on at', '继续于'],
  ended: ['Ended', '结束'],
  reason: ['Why', '原因'],
  filter: ['Filter', '筛选'],
  empty: ['No run', '没有运行'],
  emptySub: ['A run begins when an event meets a published workflow.', '事件触发已发布的工作流时，运行就会开始。'],
  journal: ['What happened', '经过'],
  facts: ['Facts', '概况'],
  version: ['Version', '版本'],
  event: ['Started by', '触发事件'],
  waiting: ['Waits for', '正在等待'],
  values: ['Values of its steps', '各步骤的值'],
  cancel: ['Cancel', '取消'],
  sure: ['Cancel this run? What it has not sent yet will not go out.', '取消这次运行？尚未发送的内容将不再发送。'],
  retry: ['Retry the failed step', '重试失败步骤'],
  replay: ['Run again', '重新运行'],
  cancelled: ['The run is cancelled.', '运行已取消。'],
  retried: ['The run goes on.', '运行已继续。'],
  replayed: ['A new run was started.', '已启动新的运行。'],
})

type Run = v.InferOutput<typeof RunAnswer>
const STATUSES = ['active', 'waiting', 'completed', 'exited', 'failed', 'cancelled']

export const runs = new Hono<Site>()
  .get('/runs', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const query = c.req.query()
    const { workflow = '', status = '', contact_id = '', cursor } = query
    const listed = await visit.api.get<Listed<Run>>('/runs', { workflow, status, contact_id, cursor })
    if (listed.kind === 'refused') return refusal(c, listed)
    return show(c, {
      title: w.title,
      sub: w.sub,
      children: (
        <>
          <form class="filters" method="get">
            <label>
              {w.workflow}
              <input name="workflow" value={workflow} />
            </label>
            <label>
              {w.status}
              <select name="status" data-sends>
                <option value="">{w.all}</option>
                {STATUSES.map((one) => (
                  <option value={one} selected={one === status}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {w.member}
              <input name="contact_id" value={contact_id} />
            </label>
            <button type="submit">{w.filter}</button>
          </form>
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
              {
                title: w.workflow,
                show: (run) => <a href={`/runs/${encodeURIComponent(run.id)}`}>{run.workflow_id}</a>,
              },
              { title: w.status, tight: true, show: (run) => <Status visit={visit} of={run.status} /> },
              { title: w.stands, show: (run) => (run.ended_at ? run.reason : <code>{run.position}</code>) },
              { title: w.member, show: (run) => <Member id={run.contact_id} /> },
              { title: w.started, tight: true, show: (run) => <Moment visit={visit} at={run.started_at} /> },
              { title: w.wakes, tight: true, show: (run) => <Moment visit={visit} at={run.wake_at} /> },
            ]}
          />
        </>
      ),
    })
  })
  .get('/runs/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const found = await visit.api.get<Run>(`/runs/${encodeURIComponent(c.req.param('id'))}`)
    if (found.kind === 'refused') return refusal(c, found)
    const run = found.body
    const here = `/runs/${encodeURIComponent(run.id)}`
    const going = run.ended_at === null
    return show(c, {
      title: run.workflow_id,
      crumbs: [{ title: w.title, path: '/runs' }],
      sub: <Status visit={visit} of={run.status} />,
      acts: (
        <>
          {going && (
            <SendButton visit={visit} to={`${here}/cancel`} confirm={w.sure} class="danger">
              {w.cancel}
            </SendButton>
          )}
          {run.status === 'failed' && (
            <SendButton visit={visit} to={`${here}/retry`} class="first">
              {w.retry}
            </SendButton>
          )}
          {!going && (
            <SendButton visit={visit} to={`${here}/replay`}>
              {w.replay}
            </SendButton>
          )}
        </>
      ),
      children: (
        <>
          <section class="card">
            <h2>{w.facts}</h2>
            <dl class="facts">
              <dt>{w.workflow}</dt>
              <dd>
                <a href={`/workflows/${run.workflow_id}`}>{run.workflow_id}</a> · {w.version} {run.version}
              </dd>
              <dt>{w.member}</dt>
              <dd>
                <Member id={run.contact_id} />
              </dd>
              <dt>{w.started}</dt>
              <dd>
                <Moment visit={visit} at={run.started_at} />
              </dd>
              <dt>{w.event}</dt>
              <dd>
                <code>{run.event_id}</code>
              </dd>
              {going && <dt>{w.stands}</dt>}
              {going && (
                <dd>
                  <code>{run.position}</code>
                </dd>
              )}
              {run.wake_at && <dt>{w.wakes}</dt>}
              {run.wake_at && (
                <dd>
                  <Moment visit={visit} at={run.wake_at} />
                </dd>
              )}
              {run.waiting_for && <dt>{w.waiting}</dt>}
              {run.waiting_for && (
                <dd>
                  <code>{JSON.stringify(run.waiting_for)}</code>
                </dd>
              )}
              {!going && <dt>{w.ended}</dt>}
              {!going && (
                <dd>
                  <Moment visit={visit} at={run.ended_at} /> {run.reason}
                </dd>
              )}
            </dl>
          </section>
          <section class="card">
            <h2>{w.journal}</h2>
            <Journal visit={visit} entries={run.journal ?? []} />
          </section>
          <details class="card">
            <summary>{w.values}</summary>
            <pre tabindex={0}>{JSON.stringify({ vars: run.vars, steps: run.steps }, null, 2)}</pre>
          </details>
        </>
      ),
    })
  })
  .post('/runs/:id/cancel', (c) => act(c, 'cancel'))
  .post('/runs/:id/retry', (c) => act(c, 'retry'))
  .post('/runs/:id/replay', (c) => act(c, 'replay'))

async function act(c: Page, verb: 'cancel' | 'retry' | 'replay'): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const { back } = await formOf(c)
  const answer = await visit.api.send<{ id?: string; run_id?: string }>(
    'POST',
    `/runs/${encodeURIComponent(c.req.param('id') ?? '')}/${verb}`,
  )
  if (answer.kind === 'refused') return done(c, back, answer.detail, 'bad')
  const started = verb === 'replay' ? (answer.body.run_id ?? answer.body.id) : undefined
  const said = { cancel: w.cancelled, retry: w.retried, replay: w.replayed }
  return done(c, started ? `/runs/${encodeURIComponent(started)}` : back, said[verb])
}

function Member({ id }: { id: string | null }) {
  return id === null ? <span class="quiet">–</span> : <a href={`/members/${encodeURIComponent(id)}`}>{id}</a>
}
