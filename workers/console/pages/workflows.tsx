import { Hono } from 'hono'
import type * as v from 'valibot'
import type { WorkflowListAnswer } from '../../../schema/api/metrics.ts'
import type { VersionAnswer, WorkflowAnswer, WorkflowSummary } from '../../../schema/api/workflows.ts'
import type { List as Listed } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { Filters } from '../parts/filters.tsx'
import { Flow } from '../parts/flow.tsx'
import { listing } from '../parts/listing.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { refusal } from '../parts/refusal.tsx'
import { SendButton } from '../parts/send-button.tsx'
import { Status } from '../parts/status.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { local, words } from '../words.ts'
import { Origin } from './templates/origin.tsx'
import { editor } from './workflows/editor.tsx'
import { countsOf, Figures, type WorkflowFigures } from './workflows/figures.tsx'
import { trial } from './workflows/trial.tsx'
import { versions as versionPages } from './workflows/versions.tsx'

const say = words({
  title: ['Workflows', '工作流'],
  sub: ['When something happens, if it concerns us, do this.', '当某事发生、且与我们有关时，就这样做。'],
  name: ['Name', '名称'],
  status: ['Status', '状态'],
  version: ['Version', '版本'],
  updated: ['Changed', '修改于'],
  search: ['Search', '搜索'],
  searchHint: ['words of its name', '名称中的词'],
  create: ['New workflow', '新建工作流'],
  template: ['Pick a template', '选择模板'],
  last30: ['Entered, converted, sent and failed: in the last 30 days.', '进入、转化、已发、失败均为最近 30 天的数据。'],
  active: ['In it now', '进行中'],
  entered: ['Entered', '进入'],
  converted: ['Converted', '转化'],
  sent: ['Sent', '已发'],
  failed: ['Failed', '失败'],
  empty: ['No workflow yet', '还没有工作流'],
  emptySub: [
    'Begin with a template, or write one: it can be simulated before it does anything.',
    '从模板开始，或自己写一个：上线前可以先模拟。',
  ],
  runs: ['Runs', '运行'],
  definition: ['Published definition', '已发布的定义'],
  versions: ['Versions', '版本'],
  try: ['Try it', '试运行'],
  since: ['what is different since', '与此版本的差异'],
  edit: ['Edit', '编辑'],
  pause: ['Pause', '暂停'],
  resume: ['Resume', '恢复'],
  remove: ['Remove', '删除'],
  sure: ['Remove this workflow? Its history stays.', '删除这个工作流？历史记录会保留。'],
  paused: [
    'The workflow is paused: it starts nothing, and its runs stand still.',
    '工作流已暂停：不再启动新运行，现有运行原地等待。',
  ],
  resumed: ['The workflow goes on.', '工作流已恢复。'],
  removed: ['The workflow is removed.', '工作流已删除。'],
  unpublished: ['It has not been published yet: it does nothing.', '尚未发布：不会做任何事。'],
  published: ['Published', '发布于'],
  by: ['by', '操作人'],
})

const WORKFLOWS_MAX = 200

type Summary = v.InferOutput<typeof WorkflowSummary>
type Workflow = v.InferOutput<typeof WorkflowAnswer>
type Version = v.InferOutput<typeof VersionAnswer>

export const workflows = new Hono<Site>()
  .get('/workflows', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const acts = (
      <>
        <a class="button" href="/workflows/new">
          {w.create}
        </a>
        <a class="button first" href="/templates">
          {w.template}
        </a>
      </>
    )
    const q = c.req.query('q')?.trim() ?? ''
    return listing<Summary>(c, {
      from: '/workflows',
      ...(q !== '' && { query: { limit: WORKFLOWS_MAX }, keep: (one: Summary) => isNamed(one, q, visit) }),
      above: (
        <Filters
          visit={visit}
          go={w.search}
          filters={[{ name: 'q', label: w.search, value: q, placeholder: w.searchHint, wide: true }]}
        />
      ),
      title: w.title,
      sub: w.sub,
      acts,
      empty: { title: w.empty, sub: w.emptySub, acts },
      below: <p class="quiet">{w.last30}</p>,
      columns: async (items) => {
        const figures = await figuresOf(visit, items)
        const figure = (one: Summary, name: 'active' | 'entered' | 'converted' | 'sent' | 'failed') => {
          const value = figures.get(one.id)?.[name]
          return value === undefined ? '–' : numeral(visit, value)
        }
        return [
          { title: w.name, show: (one) => <Name visit={visit} workflow={one} /> },
          { title: w.status, tight: true, show: (one) => <LiveStatus visit={visit} status={one.status} /> },
          { title: w.active, num: true, tight: true, show: (one) => figure(one, 'active') },
          { title: w.entered, num: true, tight: true, show: (one) => figure(one, 'entered') },
          { title: w.converted, num: true, tight: true, show: (one) => figure(one, 'converted') },
          { title: w.sent, num: true, tight: true, show: (one) => figure(one, 'sent') },
          { title: w.failed, num: true, tight: true, show: (one) => figure(one, 'failed') },
          { title: w.updated, tight: true, show: (one) => <Moment visit={visit} at={one.updated_at} /> },
        ]
      },
    })
  })
  .route('/', editor)
  .route('/', trial)
  .route('/', versionPages)
  .get('/workflows/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const id = encodeURIComponent(c.req.param('id'))
    const [found, figures, versions] = await Promise.all([
      visit.api.get<Workflow>(`/workflows/${id}`),
      visit.api.get<WorkflowFigures>(`/metrics/workflows/${id}`, { timezone: visit.zone }),
      visit.api.get<Listed<Version>>(`/workflows/${id}/versions`),
    ])
    if (found.kind === 'refused') return refusal(c, found)
    const workflow = found.body
    return show(c, {
      title: titleOf(workflow, visit),
      crumbs: [{ title: w.title, path: '/workflows' }],
      sub: <LiveStatus visit={visit} status={workflow.status} />,
      acts: <Acts visit={visit} workflow={workflow} />,
      children: (
        <>
          {workflow.version === null && <p class="quiet">{w.unpublished}</p>}
          <Origin visit={visit} workflow={workflow} />
          {figures.kind === 'ok' && <Figures visit={visit} figures={figures.body} />}
          <Flow
            visit={visit}
            definition={workflow.definition ?? workflow.draft}
            counts={countsOf(figures.kind === 'ok' ? figures.body : undefined)}
          />
          {workflow.definition !== null && (
            <details class="card">
              <summary>{w.definition}</summary>
              <pre tabindex={0}>{JSON.stringify(workflow.definition, null, 2)}</pre>
            </details>
          )}
          {versions.kind === 'ok' && versions.body.items.length > 0 && (
            <section class="card">
              <h2>{w.versions}</h2>
              <ul class="line">
                {versions.body.items.map((one) => (
                  <li class={one.version === workflow.version ? 'good' : ''}>
                    {w.version} {one.version} · {w.published} <Moment visit={visit} at={one.published_at} /> {w.by}{' '}
                    {one.published_by}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      ),
    })
  })
  .post('/workflows/:id/:verb{pause|resume|remove}', act)

/** Whether a title or an id holds each of the words. */
function isNamed({ id, title }: Summary, q: string, { locale }: Visit): boolean {
  const named = `${local(title, locale)} ${id}`.toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => named.includes(word))
}

type InFigures = v.InferOutput<typeof WorkflowListAnswer>['items'][number]

async function figuresOf(visit: Visit, items: readonly Summary[]): Promise<ReadonlyMap<string, InFigures>> {
  if (items.length === 0) return new Map()
  const ids = items.map(({ id }) => id).join(',')
  const found = await visit.api.get<{ items: InFigures[] }>('/metrics/workflows', { ids, timezone: visit.zone })
  return new Map(found.kind === 'ok' ? found.body.items.map((one) => [one.workflow_id, one]) : [])
}

function Acts({ visit, workflow }: { visit: Visit; workflow: Workflow }) {
  const w = say(visit.locale)
  const here = `/workflows/${workflow.id}`
  return (
    <>
      <a class="button" href={`/runs?workflow=${workflow.id}`}>
        {w.runs}
      </a>
      <a class="button" href={`${here}/try`}>
        {w.try}
      </a>
      <a class="button first" href={`${here}/edit`}>
        {w.edit}
      </a>
      {workflow.status === 'active' && (
        <SendButton visit={visit} to={`${here}/pause`}>
          {w.pause}
        </SendButton>
      )}
      {workflow.status === 'paused' && (
        <SendButton visit={visit} to={`${here}/resume`}>
          {w.resume}
        </SendButton>
      )}
      <SendButton visit={visit} to={`${here}/remove`} confirm={w.sure} class="danger">
        {w.remove}
      </SendButton>
    </>
  )
}

async function act(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const { back } = await formOf(c)
  const id = encodeURIComponent(c.req.param('id') ?? '')
  const verb = c.req.param('verb')
  const answer =
    verb === 'remove'
      ? await visit.api.send('DELETE', `/workflows/${id}`)
      : await visit.api.send('POST', `/workflows/${id}/${verb}`)
  if (answer.kind === 'refused') return done(c, back, problemWords(c.var.visit, answer.detail), 'bad')
  if (verb === 'remove') return done(c, '/workflows', w.removed)
  return done(c, back, verb === 'pause' ? w.paused : w.resumed)
}

function Name({ visit, workflow }: { visit: Visit; workflow: Summary }) {
  return (
    <>
      <a href={`/workflows/${workflow.id}`}>{local(workflow.title, visit.locale)}</a>{' '}
      <span class="quiet mono">{workflow.id}</span>
    </>
  )
}

function LiveStatus({ visit, status }: { visit: Visit; status: string }) {
  return status === 'active' ? <Status visit={visit} of="completed" as="live" /> : <Status visit={visit} of={status} />
}

/** In the reader's language, when the definition has it. */
function titleOf({ draft, definition, name }: Workflow, { locale }: Visit): string {
  const written = (definition ?? draft) as { name?: unknown } | null
  return local(written?.name, locale) || name
}
