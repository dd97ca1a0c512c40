import { Hono } from 'hono'
import type * as v from 'valibot'
import type { RunAnswer } from '../../../schema/api/runs.ts'
import type { VersionAnswer } from '../../../schema/api/workflows.ts'
import { eventWords } from '../../../schema/event-words.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { Facts } from '../parts/facts.tsx'
import { failureWords } from '../parts/failure.tsx'
import { Filters } from '../parts/filters.tsx'
import { Flow } from '../parts/flow.tsx'
import { Journal, placeWords } from '../parts/journal.tsx'
import { listing } from '../parts/listing.tsx'
import { Moment } from '../parts/moment.tsx'
import { Member, type Names, namesOf, titleOf, titlesOf, Workflow } from '../parts/names.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { reasonWords } from '../parts/reasons.ts'
import { refusal } from '../parts/refusal.tsx'
import { SendButton } from '../parts/send-button.tsx'
import { Status, statusChoices } from '../parts/status.tsx'
import { type StepNames, stepNames } from '../parts/step-names.ts'
import { waitingWords } from '../parts/waiting.ts'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { fill, words } from '../words.ts'

const say = words({
  title: ['Runs', '运行'],
  sub: ['Each time a workflow was started for somebody, step by step.', '每一次为某人启动的工作流，一步一步。'],
  workflow: ['Workflow', '工作流'],
  status: ['Status', '状态'],
  member: ['Member', '成员'],
  started: ['Started', '开始'],
  stands: ['Stands at', '所在步骤'],
  wakes: ['Goes on at', '继续于'],
  ended: ['Ended', '结束'],
  why: ['Why', '原因'],
  empty: ['No run yet', '还没有运行'],
  emptySub: [
    'A run begins when an event meets a published workflow: publish one, or take away a filter.',
    '事件触发已发布的工作流时，运行就会开始：请先发布工作流，或去掉筛选条件。',
  ],
  journal: ['What happened', '经过'],
  facts: ['Facts', '概况'],
  version: ['Version', '版本'],
  event: ['Started by', '触发事件'],
  waiting: ['Waits for', '正在等待'],
  values: ['Values of its steps', '各步骤的值'],
  failedAt: ['It failed at: {step}', '失败步骤：{step}'],
  cancel: ['Cancel', '取消'],
  sure: ['Cancel this run? What it has not sent yet will not go out.', '取消这次运行？尚未发送的内容将不再发送。'],
  retry: ['Retry the failed step', '重试失败步骤'],
  replay: ['Run again', '重新运行'],
  cancelled: ['The run is cancelled.', '运行已取消。'],
  retried: ['The run goes on.', '运行已继续。'],
  replayed: ['A new run was started.', '已启动新的运行。'],
})

type Run = v.InferOutput<typeof RunAnswer>
type Version = v.InferOutput<typeof VersionAnswer>
const STATUSES = ['active', 'waiting', 'completed', 'exited', 'failed', 'cancelled']

export const runs = new Hono<Site>()
  .get('/runs', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const { workflow = '', status = '', contact_id = '' } = c.req.query()
    const titles = await titlesOf(visit)
    return listing<Run>(c, {
      from: '/runs',
      query: { workflow, status, contact_id },
      title: w.title,
      sub: w.sub,
      empty: { title: w.empty, sub: w.emptySub },
      above: (
        <Filters
          visit={visit}
          filters={[
            { name: 'workflow', label: w.workflow, value: workflow, choices: [...titles] },
            { name: 'status', label: w.status, value: status, choices: statusChoices(visit, STATUSES) },
            ...(contact_id === '' ? [] : [{ name: 'contact_id', label: w.member, value: contact_id }]),
          ]}
        />
      ),
      columns: async (items) => {
        const names = await namesOf(
          visit,
          items.map((run) => run.contact_id),
        )
        return [
          {
            title: w.workflow,
            show: (run) => (
              <a href={`/runs/${encodeURIComponent(run.id)}`}>{titleOf(visit, titles, run.workflow_id)}</a>
            ),
          },
          { title: w.member, show: (run) => <Member names={names} id={run.contact_id} /> },
          { title: w.status, tight: true, show: (run) => <Status visit={visit} of={run.status} /> },
          {
            title: w.stands,
            show: (run) => (run.ended_at ? reasonWords(visit, run.reason) : placeWords(visit, run.position)),
          },
          { title: w.started, tight: true, show: (run) => <Moment visit={visit} at={run.started_at} /> },
          { title: w.wakes, tight: true, show: (run) => <Moment visit={visit} at={run.wake_at} /> },
        ]
      },
    })
  })
  .get('/runs/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const found = await visit.api.get<Run>(`/runs/${encodeURIComponent(c.req.param('id'))}`)
    if (found.kind === 'refused') return refusal(c, found)
    const run = found.body
    const [names, titles, version, event] = await Promise.all([
      namesOf(visit, [run.contact_id]),
      titlesOf(visit),
      visit.api.get<Version>(`/workflows/${encodeURIComponent(run.workflow_id)}/versions/${run.version}`),
      visit.api.get<{ type: string }>(`/events/${encodeURIComponent(run.event_id)}`),
    ])
    const definition = version.kind === 'ok' ? version.body.definition : undefined
    const steps = stepNames(visit, definition)
    const place = String(run.position)
    const here = `/runs/${encodeURIComponent(run.id)}`
    const going = run.ended_at === null
    return show(c, {
      title: titleOf(visit, titles, run.workflow_id),
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
          {run.status === 'failed' && <Failed visit={visit} run={run} steps={steps} />}
          <section class="card">
            <h2>{w.facts}</h2>
            <Facts
              facts={[
                [w.workflow, <Following visit={visit} titles={titles} run={run} word={w.version} />],
                [w.member, <Member names={names} id={run.contact_id} />],
                [w.started, <Moment visit={visit} at={run.started_at} />],
                [w.stands, going && (steps.get(place) ?? placeWords(visit, run.position))],
                [w.wakes, run.wake_at && <Moment visit={visit} at={run.wake_at} />],
                [w.waiting, going && waitingWords(visit, run.waiting_for)],
                [w.ended, !going && <Moment visit={visit} at={run.ended_at} />],
                [w.why, !going && reasonWords(visit, run.reason)],
                [w.event, event.kind === 'ok' && eventWords(event.body.type, visit.locale)],
              ]}
            />
          </section>
          <div class="grid">
            <section class="card">
              <h2>{w.journal}</h2>
              <Journal visit={visit} entries={run.journal ?? []} steps={steps} />
            </section>
            {definition !== undefined && (
              <Flow visit={visit} definition={definition} {...(going && { current: place })} />
            )}
          </div>
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
  if (answer.kind === 'refused') return done(c, back, problemWords(c.var.visit, answer.detail), 'bad')
  const started = verb === 'replay' ? (answer.body.run_id ?? answer.body.id) : undefined
  const said = { cancel: w.cancelled, retry: w.retried, replay: w.replayed }
  return done(c, started ? `/runs/${encodeURIComponent(started)}` : back, said[verb])
}

/** Why it stopped, and what to do. */
function Failed({ visit, run, steps }: { visit: Visit; run: Run; steps: StepNames }) {
  const failed = run.journal?.findLast(({ error }) => error !== undefined)
  if (!failed?.error) return null
  const { code, message } = failed.error
  return (
    <div class="flash bad" role="note">
      <strong>
        {fill(say(visit.locale).failedAt, { step: steps.get(failed.step ?? '') ?? placeWords(visit, failed.step) })}
      </strong>
      <div>{failureWords(visit, code)}</div>
      <div class="small">
        <code>{code}</code> {message}
      </div>
    </div>
  )
}

function Following({ visit, titles, run, word }: { visit: Visit; titles: Names; run: Run; word: string }) {
  return (
    <>
      <Workflow visit={visit} titles={titles} id={run.workflow_id} />{' '}
      <span class="quiet">{`· ${word} ${run.version}`}</span>
    </>
  )
}
