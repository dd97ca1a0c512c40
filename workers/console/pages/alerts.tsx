import { Hono } from 'hono'
import type * as v from 'valibot'
import type { AlertAnswer, AlertDetail } from '../../../schema/api/alerts.ts'
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
  title: ['Alerts', '告警'],
  sub: ['What somebody must look at now, and who was called.', '需要立即处理的事，以及通知了谁。'],
  what: ['What', '内容'],
  level: ['Level', '级别'],
  status: ['Status', '状态'],
  raised: ['Raised', '触发时间'],
  times: ['Times', '次数'],
  open: ['open', '未处理'],
  all: ['all', '全部'],
  empty: ['No alert', '没有告警'],
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
const LEVEL_TONES: Record<number, string> = { 1: 'info', 2: 'warn', 3: 'bad' }

export const alerts = new Hono<Site>()
  .get('/alerts', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const status = c.req.query('status') ?? 'open'
    const listed = await visit.api.get<Listed<Alert>>('/alerts', {
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
              <a href={`/alerts?status=${one}`} {...(one === status && { 'aria-current': 'page' })}>
                {w[one]}
              </a>
            ))}
          </nav>
          <List
            visit={visit}
            label={w.title}
            items={listed.body.items}
            nextCursor={listed.body.next_cursor}
            empty={{ title: w.empty, sub: w.emptySub }}
            columns={[
              {
                title: w.level,
                tight: true,
                show: (one) => <span class={`badge ${LEVEL_TONES[one.level]}`}>L{one.level}</span>,
              },
              { title: w.what, show: (one) => <a href={pathOf(one.id)}>{one.title}</a> },
              { title: w.status, tight: true, show: (one) => <Status visit={visit} of={one.status} /> },
              { title: w.times, num: true, tight: true, show: (one) => one.occurrences },
              { title: w.raised, tight: true, show: (one) => <Moment visit={visit} at={one.raised_at} /> },
            ]}
          />
          <form class="card" method="post" action="/alerts/drill">
            <Csrf visit={visit} />
            <h2>{w.drill}</h2>
            <p class="quiet">{w.drillSub}</p>
            <div class="field">
              <label for="title">{w.name}</label>
              <input id="title" name="title" required maxlength={200} />
            </div>
            <div class="field">
              <label for="level">{w.level}</label>
              <select id="level" name="level">
                {[1, 2, 3].map((level) => (
                  <option value={level}>L{level}</option>
                ))}
              </select>
            </div>
            <button type="submit">{w.drill}</button>
          </form>
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
      ? done(c, '/alerts', answer.detail, 'bad')
      : done(c, '/alerts', say(c.var.visit.locale).begun)
  })
  .get('/alerts/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const found = await visit.api.get<Detail>(pathOf(c.req.param('id')))
    if (found.kind === 'refused') return refusal(c, found)
    const one = found.body
    return show(c, {
      title: one.title,
      crumbs: [{ title: w.title, path: '/alerts' }],
      sub: (
        <>
          <span class={`badge ${LEVEL_TONES[one.level]}`}>L{one.level}</span> <Status visit={visit} of={one.status} />
        </>
      ),
      children: (
        <div class="grid">
          <section class="card">
            {one.detail && <p>{one.detail}</p>}
            <h2>{w.history}</h2>
            <ol class="line">
              {one.history.map(({ at, ...rest }) => (
                <li>
                  {typeof at === 'string' && <Moment visit={visit} at={at} />}{' '}
                  <code class="small">{JSON.stringify(rest)}</code>
                </li>
              ))}
            </ol>
          </section>
          {one.status !== 'resolved' && <Decide visit={visit} alert={one} />}
        </div>
      ),
    })
  })
  .post('/alerts/:id/:verb{acknowledge|resolve}', decide)

function Decide({ visit, alert }: { visit: Visit; alert: Detail }) {
  const w = say(visit.locale)
  return (
    <form class="card" method="post">
      <Csrf visit={visit} />
      <div class="field">
        <label for="note">{w.note}</label>
        <textarea id="note" name="note" maxlength={2000} />
      </div>
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
  if (answer.kind === 'refused') return done(c, form.back, answer.detail, 'bad')
  return done(c, pathOf(id), verb === 'resolve' ? w.resolved : w.acknowledged)
}

function pathOf(id: string): string {
  return `/alerts/${encodeURIComponent(id)}`
}
