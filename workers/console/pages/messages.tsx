import { Hono } from 'hono'
import type * as v from 'valibot'
import type { MessageAnswer, VerdictAnswer } from '../../../schema/api/messages.ts'
import type { List } from '../api.ts'
import { formOf } from '../form.ts'
import { Filters } from '../parts/filters.tsx'
import { listing } from '../parts/listing.tsx'
import { Moment } from '../parts/moment.tsx'
import { Member, type Names, namesOf, short } from '../parts/names.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { reasonWords } from '../parts/reasons.ts'
import { SendButton } from '../parts/send-button.tsx'
import { Status, statusChoices } from '../parts/status.tsx'
import type { Choice } from '../parts/tabs.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { fill, words } from '../words.ts'

const say = words({
  title: ['Messages', '消息'],
  sub: ['What was sent, what waits, and what needs a decision.', '已发送的、等待中的，以及需要决定的。'],
  text: ['Message', '内容'],
  status: ['Status', '状态'],
  channel: ['Channel', '渠道'],
  to: ['To', '收件人'],
  when: ['When', '时间'],
  retry: ['Send again', '重新发送'],
  cancel: ['Do not send', '不再发送'],
  empty: ['No message', '没有消息'],
  emptySub: ['Messages appear as soon as a workflow writes one.', '工作流写出消息后就会出现在这里。'],
  retried: ['The message goes out again.', '消息将重新发送。'],
  cancelled: ['The message will not go out.', '消息不再发送。'],
  sendAll: ['Send all of these again', '全部重新发送'],
  cancelAll: ['Send none of these', '全部不再发送'],
  decided: ['Decided: {count}.', '已决定 {count} 条。'],
  refused: ['Not possible: {count}.', '无法处理 {count} 条。'],
  others: ['There are more: press once more.', '还有更多，请再按一次。'],
})

type Message = v.InferOutput<typeof MessageAnswer>
const STATUSES = ['queued', 'deferred', 'sending', 'sent', 'failed', 'unknown', 'skipped', 'expired', 'cancelled']

export const messages = new Hono<Site>()
  .get('/messages', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const { status = '', channel = '', contact_id = '' } = c.req.query()
    const channels = await visit.api.get<List<{ id: string; name: string }>>('/channels', { limit: 200 })
    const known = channels.kind === 'ok' ? channels.body.items.map(({ id, name }): Choice => [id, name]) : []
    return listing<Message>(c, {
      from: '/messages',
      query: { status, channel, contact_id },
      title: w.title,
      sub: w.sub,
      empty: { title: w.empty, sub: w.emptySub },
      above: (
        <>
          <Filters
            visit={visit}
            filters={[
              { name: 'status', label: w.status, value: status, choices: statusChoices(visit, STATUSES) },
              { name: 'channel', label: w.channel, value: channel, choices: known },
              ...(contact_id === '' ? [] : [{ name: 'contact_id', label: w.to, value: contact_id }]),
            ]}
          />
          <Verdicts visit={visit} status={status} channel={channel} />
        </>
      ),
      columns: async (items) => {
        const names = await namesOf(
          visit,
          items.map((one) => one.contact_id),
        )
        return [
          { title: w.text, show: (one) => <Text visit={visit} message={one} /> },
          { title: w.status, tight: true, show: (one) => <Status visit={visit} of={one.status} /> },
          { title: w.to, show: (one) => <To names={names} message={one} /> },
          { title: w.channel, tight: true, show: (one) => one.channel ?? '–' },
          { title: w.when, tight: true, show: (one) => <Moment visit={visit} at={one.sent_at ?? one.send_after} /> },
          { title: '', tight: true, show: (one) => <Acts visit={visit} message={one} /> },
        ]
      },
    })
  })
  .post('/messages/verdict/:verdict{retry|cancel}', decideAll)
  .post('/messages/:id/:verb{retry|cancel}', act)

const AT_ONCE = 50
/** Each message asks D1 a few times, and a request may ask it a thousand times. */
const PAGES_MAX = 4

type Verdict = v.InferOutput<typeof VerdictAnswer>

/** What needs a decision, decided for all that the filters show. */
function Verdicts({ visit, status, channel }: { visit: Visit; status: string; channel: string }) {
  if (status !== 'unknown' && status !== 'failed') return null
  const w = say(visit.locale)
  const asked = `?${new URLSearchParams({ status, ...(channel !== '' && { channel }) })}`
  return (
    <div class="actions">
      <SendButton visit={visit} to={`/messages/verdict/retry${asked}`}>
        {w.sendAll}
      </SendButton>
      {status === 'unknown' && (
        <SendButton visit={visit} to={`/messages/verdict/cancel${asked}`} class="danger">
          {w.cancelAll}
        </SendButton>
      )}
    </div>
  )
}

async function decideAll(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const { back } = await formOf(c)
  const body = { ...c.req.query(), verdict: c.req.param('verdict') }
  const told: Verdict = { decided: 0, refused: [], next_cursor: null }
  // What nobody can decide stays on top of the list: it must not keep us from the others for ever.
  for (let page = 0; page < PAGES_MAX && told.decided === 0 && (page === 0 || told.next_cursor !== null); page++) {
    const query = new URLSearchParams({ limit: String(AT_ONCE), ...(told.next_cursor && { cursor: told.next_cursor }) })
    const answer = await visit.api.send<Verdict>('POST', `/messages/verdict?${query}`, body)
    if (answer.kind === 'refused') return done(c, back, problemWords(visit, answer.detail), 'bad')
    told.decided += answer.body.decided
    told.refused.push(...answer.body.refused)
    told.next_cursor = answer.body.next_cursor
  }
  const { decided, refused, next_cursor } = told
  const said = [
    fill(w.decided, { count: decided }),
    ...(refused.length > 0 ? [fill(w.refused, { count: refused.length })] : []),
    ...(next_cursor === null ? [] : [w.others]),
  ]
  return done(c, back, said.join(' '), refused.length > 0 ? 'bad' : 'good')
}

function Text({ visit, message }: { visit: Visit; message: Message }) {
  return (
    <>
      <div class="bubble" dir="auto">
        {short(message.text, 600)}
      </div>
      {message.reason && <div class="quiet small">{reasonWords(visit, message.reason)}</div>}
    </>
  )
}

function To({ names, message }: { names: Names; message: Message }) {
  return message.contact_id ? <Member names={names} id={message.contact_id} /> : message.to
}

function Acts({ visit, message }: { visit: Visit; message: Message }) {
  const w = say(visit.locale)
  const here = `/messages/${encodeURIComponent(message.id)}`
  if (message.status === 'failed' || message.status === 'unknown')
    return (
      <>
        <SendButton visit={visit} to={`${here}/retry`}>
          {w.retry}
        </SendButton>
        {message.status === 'unknown' && (
          <SendButton visit={visit} to={`${here}/cancel`} class="danger">
            {w.cancel}
          </SendButton>
        )}
      </>
    )
  if (message.status === 'queued' || message.status === 'deferred')
    return (
      <SendButton visit={visit} to={`${here}/cancel`} class="danger">
        {w.cancel}
      </SendButton>
    )
  return null
}

async function act(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const { back } = await formOf(c)
  const verb = c.req.param('verb')
  const answer = await visit.api.send('POST', `/messages/${encodeURIComponent(c.req.param('id') ?? '')}/${verb}`)
  if (answer.kind === 'refused') return done(c, back, problemWords(c.var.visit, answer.detail), 'bad')
  return done(c, back, verb === 'retry' ? w.retried : w.cancelled)
}
