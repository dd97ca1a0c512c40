import { Hono } from 'hono'
import type * as v from 'valibot'
import type { AlertAnswer, AlertDetail, AlertReport } from '../../../schema/api/alerts.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { Facts } from '../parts/facts.tsx'
import { AreaField, SelectField, TextField } from '../parts/fields.tsx'
import { Table } from '../parts/list.tsx'
import { listing } from '../parts/listing.tsx'
import { lasting, Moment, numeral } from '../parts/moment.tsx'
import { Member, namesOf, short, titlesOf, Workflow } from '../parts/names.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { refusal } from '../parts/refusal.tsx'
import { Csrf } from '../parts/send-button.tsx'
import { Status, statusChoices } from '../parts/status.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { words } from '../words.ts'
import { History } from './alerts/history.tsx'
import { Raising } from './alerts/raising.tsx'

const say = words({
  title: ['Alerts', '告警'],
  sub: ['What somebody must look at now, and who was called.', '需要立即处理的事，以及通知了谁。'],
  what: ['What', '内容'],
  level: ['Level', '级别'],
  status: ['Status', '状态'],
  raised: ['Raised', '触发时间'],
  times: ['Times', '次数'],
  answered: ['Answered after', '响应用时'],
  over: ['Over after', '解决用时'],
  member: ['Member', '成员'],
  workflow: ['Workflow', '工作流'],
  rotas: ['Who is on call?', '查看谁在值班'],
  answering: ['How quickly we answered, last 30 days', '最近 30 天的响应速度'],
  raisedCount: ['Raised', '触发'],
  acknowledgedCount: ['Answered', '已响应'],
  typical: ['Half of them within', '一半响应于'],
  slowest: ['Nine of ten within', '九成响应于'],
  unresolved: ['Still open', '未解决'],
  level1: ['L1: look at it today', 'L1：当天处理'],
  level2: ['L2: look at it soon', 'L2：尽快处理'],
  level3: ['L3: everybody, now', 'L3：立即通知所有人'],
  quiet: ['Nothing is wrong', '一切正常'],
  empty: ['No alert yet', '还没有告警'],
  emptySub: [
    'Workflows raise them, and the product does when it stops a loop.',
    '由工作流触发，或在系统中止循环时产生。',
  ],
  acknowledge: ['I take care of it', '我来处理'],
  resolve: ['It is resolved', '标记为已解决'],
  note: ['Note', '备注'],
  acknowledged: ['Acknowledged: nobody else is called.', '已确认，不再通知其他人。'],
  resolved: ['Resolved.', '已解决。'],
  history: ['What happened', '经过'],
  drill: ['Start a drill', '开始演练'],
  drillSub: [
    'The same as in earnest, marked as a drill, and counted nowhere.',
    '流程与真实情况一致，会标明为演练，不计入数据。',
  ],
  name: ['What is exercised', '演练内容'],
  begun: ['The drill has begun.', '演练已开始。'],
})

type Alert = v.InferOutput<typeof AlertAnswer>
type Detail = v.InferOutput<typeof AlertDetail>
type Report = v.InferOutput<typeof AlertReport>
const VIEWS = ['open', 'acknowledged', 'resolved', 'all'] as const
const LEVEL_TONES: Record<number, string> = { 1: 'info', 2: 'warn', 3: 'bad' }

export const alerts = new Hono<Site>()
  .get('/alerts', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const status = c.req.query('status') ?? 'open'
    const report = await visit.api.get<Report>('/alerts/report')
    return listing<Alert>(c, {
      from: '/alerts',
      query: { status: status === 'all' ? undefined : status },
      title: w.title,
      sub: w.sub,
      acts: (
        <a class="button" href="#drill">
          {w.drill}
        </a>
      ),
      empty: {
        title: status === 'all' ? w.empty : w.quiet,
        sub: w.emptySub,
        acts: (
          <a class="button" href="/rotas">
            {w.rotas}
          </a>
        ),
      },
      above: (
        <Tabs visit={visit} label={w.status} name="status" current={status} choices={statusChoices(visit, VIEWS)} />
      ),
      columns: [
        { title: w.level, tight: true, show: (one) => <Level level={one.level} /> },
        { title: w.what, show: (one) => <a href={pathOf(one.id)}>{short(one.title, 120)}</a> },
        { title: w.status, tight: true, show: (one) => <Status visit={visit} of={one.status} /> },
        { title: w.times, num: true, tight: true, show: (one) => numeral(visit, one.occurrences) },
        { title: w.raised, tight: true, show: (one) => <Moment visit={visit} at={one.raised_at} /> },
        { title: w.answered, num: true, tight: true, show: (one) => lasting(visit, one.time_to_acknowledge) },
      ],
      below: (
        <>
          <Raising visit={visit} />
          {report.kind === 'ok' && <Answering visit={visit} report={report.body} />}
          <Drill visit={visit} />
        </>
      ),
    })
  })
  .post('/alerts/drill', async (c) => {
    const form = await formOf(c)
    const title = form.text('title')
    const answer = await c.var.visit.api.send('POST', '/alerts/drill', {
      name: title,
      title,
      level: Number(form.text('level')),
    })
    return answer.kind === 'refused'
      ? done(c, '/alerts', problemWords(c.var.visit, answer.detail), 'bad')
      : done(c, '/alerts', say(c.var.visit.locale).begun)
  })
  .get('/alerts/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const found = await visit.api.get<Detail>(pathOf(c.req.param('id')))
    if (found.kind === 'refused') return refusal(c, found)
    const one = found.body
    const [names, titles] = await Promise.all([namesOf(visit, [one.contact_id]), titlesOf(visit)])
    return show(c, {
      title: one.title,
      crumbs: [{ title: w.title, path: '/alerts' }],
      sub: (
        <>
          <Level level={one.level} /> <Status visit={visit} of={one.status} />
        </>
      ),
      children: (
        <div class="grid">
          <section class="card">
            {one.detail && <p class="said">{one.detail}</p>}
            <Facts
              facts={[
                [w.raised, <Moment visit={visit} at={one.raised_at} />],
                [w.times, one.occurrences > 1 && numeral(visit, one.occurrences)],
                [w.answered, one.acknowledged_at && lasting(visit, one.time_to_acknowledge)],
                [w.over, one.resolved_at && lasting(visit, one.time_to_resolve)],
                [w.member, one.contact_id && <Member names={names} id={one.contact_id} />],
                [w.workflow, one.workflow_id && <Workflow visit={visit} titles={titles} id={one.workflow_id} />],
              ]}
            />
            <h2>{w.history}</h2>
            <History visit={visit} entries={one.history} />
          </section>
          {one.status !== 'resolved' && <Decide visit={visit} alert={one} />}
        </div>
      ),
    })
  })
  .post('/alerts/:id/:verb{acknowledge|resolve}', decide)

function Level({ level }: { level: number }) {
  return <span class={`badge ${LEVEL_TONES[level]}`}>{`L${level}`}</span>
}

/** How quickly alerts were answered in the last 30 days, level by level. */
function Answering({ visit, report: { levels } }: { visit: Visit; report: Report }) {
  const w = say(visit.locale)
  if (levels.every(({ raised }) => raised === 0)) return null
  return (
    <section aria-label={w.answering}>
      <h2>{w.answering}</h2>
      <Table
        label={w.answering}
        items={levels}
        columns={[
          { title: w.level, tight: true, show: ({ level }) => <Level level={level} /> },
          { title: w.raisedCount, num: true, show: ({ raised }) => numeral(visit, raised) },
          { title: w.acknowledgedCount, num: true, show: ({ acknowledged }) => numeral(visit, acknowledged) },
          { title: w.typical, num: true, show: (one) => lasting(visit, one.time_to_acknowledge.p50) },
          { title: w.slowest, num: true, show: (one) => lasting(visit, one.time_to_acknowledge.p90) },
          { title: w.unresolved, num: true, show: ({ unresolved }) => numeral(visit, unresolved) },
        ]}
      />
    </section>
  )
}

function Drill({ visit }: { visit: Visit }) {
  const w = say(visit.locale)
  return (
    <form class="card" id="drill" method="post" action="/alerts/drill">
      <Csrf visit={visit} />
      <h2>{w.drill}</h2>
      <p class="quiet">{w.drillSub}</p>
      <TextField visit={visit} name="title" label={w.name} required maxlength={200} />
      <SelectField
        visit={visit}
        name="level"
        label={w.level}
        required
        choices={[
          ['1', w.level1],
          ['2', w.level2],
          ['3', w.level3],
        ]}
      />
      <button type="submit">{w.drill}</button>
    </form>
  )
}

function Decide({ visit, alert }: { visit: Visit; alert: Detail }) {
  const w = say(visit.locale)
  return (
    <form class="card" method="post">
      <Csrf visit={visit} />
      <AreaField visit={visit} name="note" label={w.note} maxlength={2000} />
      <div class="row">
        {alert.status === 'open' && (
          <button type="submit" class="first" formaction={`${pathOf(alert.id)}/acknowledge`}>
            {w.acknowledge}
          </button>
        )}
        <button type="submit" formaction={`${pathOf(alert.id)}/resolve`}>
          {w.resolve}
        </button>
      </div>
    </form>
  )
}

async function decide(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const form = await formOf(c)
  const [note, verb, id] = [form.text('note'), c.req.param('verb') ?? '', c.req.param('id') ?? '']
  const answer = await visit.api.send('POST', `${pathOf(id)}/${verb}`, note === '' ? {} : { note })
  if (answer.kind === 'refused') return done(c, form.back, problemWords(c.var.visit, answer.detail), 'bad')
  return done(c, pathOf(id), verb === 'resolve' ? w.resolved : w.acknowledged)
}

function pathOf(id: string): string {
  return `/alerts/${encodeURIComponent(id)}`
}
