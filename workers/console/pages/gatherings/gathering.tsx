import { Hono } from 'hono'
import type * as v from 'valibot'
import type { GatheringDetail, SeatAnswer, SignupAnswer } from '../../../../schema/api/gatherings.ts'
import type { List as Listed } from '../../api.ts'
import { findMember } from '../../find-member.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Figure } from '../../parts/figure.tsx'
import { List } from '../../parts/list.tsx'
import { Moment, numeral } from '../../parts/moment.tsx'
import { Member } from '../../parts/names.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { refusal } from '../../parts/refusal.tsx'
import { Csrf, SendButton } from '../../parts/send-button.tsx'
import { Status, statusChoices, statusWord } from '../../parts/status.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { local, words } from '../../words.ts'

const say = words({
  events: ['Events', '活动'],
  edit: ['Change', '修改'],
  table: ['As a table (CSV)', '导出名单（CSV）'],
  cancel: ['It does not take place', '取消活动'],
  sureCancel: ['Cancel it? Everybody who signed up is told.', '确定取消活动？已报名的成员都会收到通知。'],
  cancelled: ['It is cancelled. Those who signed up are told.', '活动已取消，正在通知已报名的成员。'],
  signedUp: ['Signed up', '已报名'],
  waitlisted: ['On the wait-list', '候补'],
  came: ['Came', '已签到'],
  promoted: ['Moved up', '递补'],
  feedback: ['Feedback, mean', '反馈均分'],
  starts: ['Starts', '开始'],
  ends: ['Ends', '结束'],
  place: ['Place', '地点'],
  seats: ['Seats', '名额'],
  free: ['as many as want to come', '不限'],
  code: ['Check-in code', '签到码'],
  who: ['Who', '成员'],
  status: ['Status', '状态'],
  at: ['Signed up at', '报名时间'],
  in: ['Came at', '签到时间'],
  said: ['Said afterwards', '反馈'],
  checkin: ['Has come', '签到'],
  withdraw: ['Give the seat back', '取消报名'],
  signups: ['Sign-ups', '报名名单'],
  empty: ['Nobody has signed up yet', '还没有人报名'],
  emptySub: [
    'Install the event template so that members can sign up by message, or add somebody here.',
    '安装活动模板后，成员发消息即可报名；也可以在这里手动添加。',
  ],
  templates: ['See the templates', '查看活动模板'],
  add: ['Add a member', '添加成员'],
  memberId: ['Who: a name, e-mail, phone or id', '成员：姓名、邮箱、手机号或 ID'],
  added: ['Has a seat.', '已报名成功。'],
  waits: ['There is no seat left: on the wait-list now.', '名额已满，已加入候补。'],
  full: ['There is no seat left, and no wait-list.', '名额已满，且不接受候补。'],
  arrived: ['Checked in.', '已签到。'],
  withdrawn: ['The seat is free again.', '名额已释放。'],
})

type Gathering = v.InferOutput<typeof GatheringDetail>
type Signup = v.InferOutput<typeof SignupAnswer>
type Seat = v.InferOutput<typeof SeatAnswer>
const VIEWS = ['confirmed', 'waitlisted', 'attended', 'cancelled']

/** One event: how full it is, who comes, and who came. */
export const gathering = new Hono<Site>()
  .get('/gatherings/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const path = pathOf(c)
    const { status = '', cursor } = c.req.query()
    const [found, signups] = await Promise.all([
      visit.api.get<Gathering>(path),
      visit.api.get<Listed<Signup>>(`${path}/signups`, { status, cursor }),
    ])
    if (found.kind === 'refused') return refusal(c, found)
    if (signups.kind === 'refused') return refusal(c, signups)
    const one = found.body
    return show(c, {
      title: local(one.name, visit.locale),
      crumbs: [{ title: w.events, path: '/gatherings' }],
      sub: one.status === 'cancelled' ? <Status visit={visit} of="cancelled" /> : local(one.description, visit.locale),
      acts: <Acts visit={visit} gathering={one} />,
      children: (
        <>
          <Figures visit={visit} gathering={one} />
          <div class="grid">
            <About visit={visit} gathering={one} />
            {one.status === 'open' && <Add visit={visit} to={`${path}/signup`} />}
          </div>
          <h2 class="apart">{w.signups}</h2>
          <Tabs
            visit={visit}
            label={w.status}
            name="status"
            current={status}
            choices={[['', statusWord(visit, 'all')], ...statusChoices(visit, VIEWS)]}
          />
          <Signups visit={visit} path={path} listed={signups.body} />
        </>
      ),
    })
  })
  .post('/gatherings/:id/cancel', async (c) => {
    const answer = await c.var.visit.api.send('POST', `${pathOf(c)}/cancel`)
    if (answer.kind === 'refused') return done(c, pathOf(c), problemWords(c.var.visit, answer.detail), 'bad')
    return done(c, pathOf(c), say(c.var.visit.locale).cancelled)
  })
  .post('/gatherings/:id/:verb{signup|checkin|withdraw}', seat)
  .get('/gatherings/:id/table', async (c) => {
    const found = await c.var.visit.api.text(`${pathOf(c)}/export`)
    if (found.kind === 'refused') return refusal(c, found)
    return c.body(found.body, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${encodeURIComponent(c.req.param('id'))}.csv"`,
    })
  })

function pathOf(c: Page): string {
  return `/gatherings/${encodeURIComponent(c.req.param('id') ?? '')}`
}

function Acts({ visit, gathering: { id, status } }: { visit: Visit; gathering: Gathering }) {
  const w = say(visit.locale)
  return (
    <>
      <a class="button" href={`/gatherings/${id}/table`}>
        {w.table}
      </a>
      <a class="button" href={`/gatherings/${id}/edit`}>
        {w.edit}
      </a>
      {status === 'open' && (
        <SendButton visit={visit} to={`/gatherings/${id}/cancel`} confirm={w.sureCancel} class="danger">
          {w.cancel}
        </SendButton>
      )}
    </>
  )
}

function Figures({ visit, gathering: { figures } }: { visit: Visit; gathering: Gathering }) {
  const w = say(visit.locale)
  return (
    <div class="figures">
      <Figure visit={visit} label={w.signedUp} value={figures.signed_up} />
      <Figure visit={visit} label={w.waitlisted} value={figures.waitlisted} />
      <Figure visit={visit} label={w.came} value={figures.came} />
      <Figure visit={visit} label={w.promoted} value={figures.promoted} />
      <Figure visit={visit} label={w.feedback} value={figures.feedback.average} digits={1} />
    </div>
  )
}

function About({ visit, gathering: one }: { visit: Visit; gathering: Gathering }) {
  const w = say(visit.locale)
  const { capacity, taken } = one
  return (
    <section class="card">
      <Facts
        facts={[
          [w.starts, <Moment visit={visit} at={one.starts_at} />],
          [w.ends, one.ends_at && <Moment visit={visit} at={one.ends_at} />],
          [w.place, one.place],
          [w.seats, capacity === null ? w.free : `${numeral(visit, taken)} / ${numeral(visit, capacity)}`],
          [w.code, <code>{one.code}</code>],
        ]}
      />
      {capacity !== null && capacity > 0 && (
        <progress value={Math.min(taken, capacity)} max={capacity} aria-label={w.seats} />
      )}
    </section>
  )
}

function Add({ visit, to }: { visit: Visit; to: string }) {
  const w = say(visit.locale)
  return (
    <form class="card" method="post" action={to}>
      <Csrf visit={visit} />
      <h2>{w.add}</h2>
      <div class="field">
        <label for="contact_id">{w.memberId}</label>
        <input id="contact_id" name="contact_id" required />
      </div>
      <button type="submit">{w.add}</button>
    </form>
  )
}

function Signups({ visit, path, listed }: { visit: Visit; path: string; listed: Listed<Signup> }) {
  const w = say(visit.locale)
  const names = new Map(listed.items.map((one) => [one.contact_id, one.name ?? one.contact_id]))
  return (
    <List
      visit={visit}
      label={w.signups}
      items={listed.items}
      nextCursor={listed.next_cursor}
      empty={{
        title: w.empty,
        sub: w.emptySub,
        acts: (
          <a class="button" href="/templates?q=event">
            {w.templates}
          </a>
        ),
      }}
      columns={[
        { title: w.who, show: (one) => <Member names={names} id={one.contact_id} /> },
        { title: w.status, tight: true, show: (one) => <Status visit={visit} of={one.status} /> },
        { title: w.at, tight: true, show: (one) => <Moment visit={visit} at={one.at} /> },
        { title: w.in, tight: true, show: (one) => <Moment visit={visit} at={one.checked_in_at} /> },
        { title: w.said, show: (one) => [one.score, one.feedback].filter((said) => said !== null).join(' · ') },
        { title: '', tight: true, show: (one) => <Seat visit={visit} path={path} signup={one} /> },
      ]}
    />
  )
}

function Seat({ visit, path, signup: { contact_id, status } }: { visit: Visit; path: string; signup: Signup }) {
  const w = say(visit.locale)
  if (status === 'attended' || status === 'cancelled') return null
  return (
    <div class="row">
      {status === 'confirmed' && (
        <SendButton visit={visit} to={`${path}/checkin`} values={{ contact_id }}>
          {w.checkin}
        </SendButton>
      )}
      <SendButton visit={visit} to={`${path}/withdraw`} values={{ contact_id }} class="danger">
        {w.withdraw}
      </SendButton>
    </div>
  )
}

async function seat(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const form = await formOf(c)
  const verb = c.req.param('verb') ?? ''
  const member = await findMember(visit, form.text('contact_id'))
  if (member.kind === 'unclear') return done(c, pathOf(c), member.why, 'bad')
  const answer = await visit.api.send<Seat>('POST', `${pathOf(c)}/${verb}`, { contact_id: member.id })
  if (answer.kind === 'refused')
    return done(c, pathOf(c), answer.errors.map(({ message }) => message).join(' ') || answer.detail, 'bad')
  const said = { confirmed: w.added, waitlisted: w.waits, full: w.full, attended: w.arrived, cancelled: w.withdrawn }
  return done(c, pathOf(c), said[answer.body.status], answer.body.status === 'full' ? 'bad' : 'good')
}
