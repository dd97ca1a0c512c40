import { Hono } from 'hono'
import type * as v from 'valibot'
import type { PreviewAnswer } from '../../../../schema/api/broadcasts.ts'
import { findMember } from '../../find-member.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Moment } from '../../parts/moment.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { refusal } from '../../parts/refusal.tsx'
import { SendButton } from '../../parts/send-button.tsx'
import { Status } from '../../parts/status.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'
import { Approvals } from './approvals.tsx'
import { audienceWords, segmentsOf } from './audience.tsx'
import { Preview } from './preview.tsx'
import { Sending } from './sending.tsx'
import { type Detail, sayBroadcast } from './words.ts'

const say = words({
  edit: ['Change', '修改'],
  submit: ['Ask for approval', '提交审批'],
  sureSubmit: [
    'Ask for approval? Once everybody has agreed, it is sent at its time.',
    '提交审批？全部通过后将按计划发送。',
  ],
  pause: ['Pause', '暂停'],
  resume: ['Go on', '继续'],
  cancel: ['Do not send it', '取消发送'],
  sureCancel: ['Send no more of it? Who has it already keeps it.', '停止发送？已收到的成员不受影响。'],
  remove: ['Remove', '删除'],
  sureRemove: ['Remove this broadcast?', '删除这条群发？'],
  submitted: ['It waits for approval. The first step is asked now.', '已提交，等待第一步审批。'],
  paused: ['It stands still: nobody else is written to.', '已暂停，不再继续发送。'],
  resumed: ['It goes on.', '已继续发送。'],
  cancelled: ['It is not sent any more.', '已取消发送。'],
  removed: ['The broadcast is removed.', '群发已删除。'],
  plan: ['The plan', '计划'],
  local: ['at that time on the clock of each member', '按各成员当地时间'],
  best: ['in the hour in which each is most active', '在每位成员最活跃的时段'],
  soon: ['as soon as it is approved', '审批通过后立即'],
  channel: ['Channel', '渠道'],
  best_channel: ['where each is best reached', '各成员最方便的渠道'],
  theme: ['Theme', '主题'],
  version: ['Version', '版本'],
  reason: ['Why', '原因'],
  ended: ['Ended', '结束'],
})

type Shown = v.InferOutput<typeof PreviewAnswer>
const AGAIN_SECONDS = 5

/** One broadcast: how it looks, who has agreed, and what has become of it. */
export const broadcast = new Hono<Site>()
  .get('/broadcasts/:id', async (c) => {
    const { visit } = c.var
    const w = { ...sayBroadcast(visit.locale), ...say(visit.locale) }
    const path = pathOf(c.req.param('id'))
    const as = c.req.query('as')?.trim() ?? ''
    const member = as === '' ? undefined : await findMember(visit, as)
    const [found, preview, segments] = await Promise.all([
      visit.api.get<Detail>(path),
      visit.api.send<Shown>('POST', `${path}/preview`, member?.kind === 'found' ? { contact_id: member.id } : {}),
      segmentsOf(visit),
    ])
    if (found.kind === 'refused') return refusal(c, found)
    const one = found.body
    return show(c, {
      title: one.name,
      crumbs: [{ title: w.title, path: '/broadcasts' }],
      sub: <Status visit={visit} of={one.status} />,
      acts: <Acts visit={visit} broadcast={one} />,
      ...(one.status === 'sending' && { againSeconds: AGAIN_SECONDS }),
      children: (
        <>
          <Sending visit={visit} broadcast={one} />
          <div class="grid">
            <div>
              <Approvals visit={visit} broadcast={one} />
              <section class="card">
                <h2>{w.plan}</h2>
                <Facts
                  facts={[
                    [w.audience, audienceWords(visit, one.audience, segments)],
                    [w.begins, <Begins visit={visit} broadcast={one} />],
                    [w.ended, one.ended_at && <Moment visit={visit} at={one.ended_at} />],
                    [w.reason, one.reason],
                    [w.categoryShort, w[one.category]],
                    [w.channel, one.channel ?? w.best_channel],
                    [w.theme, one.theme],
                    [w.version, one.version],
                  ]}
                />
              </section>
            </div>
            <Preview
              visit={visit}
              preview={preview}
              as={as}
              unclear={member?.kind === 'unclear' ? member.why : undefined}
            />
          </div>
        </>
      ),
    })
  })
  .post('/broadcasts/:id/:verb{submit|pause|resume|cancel|remove}', act)

function Begins({ visit, broadcast: { schedule = {}, started_at, begins_at } }: { visit: Visit; broadcast: Detail }) {
  const w = say(visit.locale)
  if (started_at) return <Moment visit={visit} at={started_at} />
  if (schedule.local) return `${schedule.local.replace('T', ' ')} · ${w.local}`
  if (!schedule.at && !schedule.best_hour) return w.soon
  return (
    <>
      <Moment visit={visit} at={begins_at} /> {schedule.best_hour && `· ${w.best}`}
    </>
  )
}

function pathOf(id: string): string {
  return `/broadcasts/${encodeURIComponent(id)}`
}

const CHANGEABLE = new Set(['draft', 'approving', 'scheduled', 'rejected', 'expired'])
const SUBMITTABLE = new Set(['draft', 'rejected', 'expired'])
const OPEN = new Set(['draft', 'approving', 'scheduled', 'sending', 'paused'])

function Acts({ visit, broadcast: { id, status } }: { visit: Visit; broadcast: Detail }) {
  const w = say(visit.locale)
  const here = pathOf(id)
  return (
    <>
      {CHANGEABLE.has(status) && (
        <a class="button" href={`${here}/edit`}>
          {w.edit}
        </a>
      )}
      {SUBMITTABLE.has(status) && (
        <SendButton visit={visit} to={`${here}/submit`} confirm={w.sureSubmit} class="first">
          {w.submit}
        </SendButton>
      )}
      {status === 'sending' && (
        <SendButton visit={visit} to={`${here}/pause`}>
          {w.pause}
        </SendButton>
      )}
      {status === 'paused' && (
        <SendButton visit={visit} to={`${here}/resume`} class="first">
          {w.resume}
        </SendButton>
      )}
      {OPEN.has(status) && status !== 'draft' && (
        <SendButton visit={visit} to={`${here}/cancel`} confirm={w.sureCancel} class="danger">
          {w.cancel}
        </SendButton>
      )}
      {SUBMITTABLE.has(status) && (
        <SendButton visit={visit} to={`${here}/remove`} confirm={w.sureRemove} class="danger">
          {w.remove}
        </SendButton>
      )}
    </>
  )
}

async function act(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const { back } = await formOf(c)
  const path = pathOf(c.req.param('id') ?? '')
  const verb = c.req.param('verb') as 'submit' | 'pause' | 'resume' | 'cancel' | 'remove'
  const answer =
    verb === 'remove' ? await visit.api.send('DELETE', path) : await visit.api.send('POST', `${path}/${verb}`)
  if (answer.kind === 'refused') return done(c, back, problemWords(c.var.visit, answer.detail), 'bad')
  const said = { submit: w.submitted, pause: w.paused, resume: w.resumed, cancel: w.cancelled, remove: w.removed }
  return done(c, verb === 'remove' ? '/broadcasts' : path, said[verb])
}
