import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ReferralAnswer } from '../../../schema/api/referrals.ts'
import { REFERRAL_STATUSES } from '../../../schema/referral.ts'
import type { List as Listed } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { List } from '../parts/list.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { refusal } from '../parts/refusal.tsx'
import { SendButton } from '../parts/send-button.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { local, words } from '../words.ts'

const say = words({
  title: ['Referrals', '邀请'],
  sub: [
    'Who brought whom, what speaks against it, and what waits for your eye.',
    '谁邀请了谁、有哪些可疑之处，以及需要人工审核的邀请。',
  ],
  status: ['Status', '状态'],
  all: ['all', '全部'],
  referrer: ['Referrer', '邀请人'],
  invitee: ['Invitee', '被邀请人'],
  score: ['Suspicion', '可疑度'],
  why: ['Signals', '信号'],
  when: ['When', '时间'],
  approve: ['Approve', '通过'],
  reject: ['Reject', '拒绝'],
  sure: ['Reject this referral?', '拒绝这次邀请？'],
  approved: ['Approved.', '已通过。'],
  rejected: ['Rejected.', '已拒绝。'],
  empty: ['No referral', '没有邀请记录'],
  emptySub: [
    'Members get a code by the step referral.code; who comes by it appears here.',
    '成员通过 referral.code 步骤获得邀请码，受邀者会显示在这里。',
  ],
  pending: ['pending', '待确认'],
  held: ['held', '暂缓'],
  hold: ['held', '暂缓'],
  review: ['to review', '待审核'],
  qualified: ['qualified', '有效'],
  reversed: ['reversed', '已撤销'],
})

type Referral = v.InferOutput<typeof ReferralAnswer>
const UNDECIDED: ReadonlySet<string> = new Set(['review', 'hold', 'held', 'pending'])

export const referrals = new Hono<Site>()
  .get('/referrals', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const { status = '', cursor } = c.req.query()
    const listed = await visit.api.get<Listed<Referral>>('/referrals', { status, cursor })
    if (listed.kind === 'refused') return refusal(c, listed)
    const named = (one: string) => (w as Record<string, string>)[one] ?? one
    return show(c, {
      title: w.title,
      sub: w.sub,
      children: (
        <>
          <nav class="tabs" aria-label={w.status}>
            {['', ...REFERRAL_STATUSES].map((one) => (
              <a
                href={one === '' ? '/referrals' : `/referrals?status=${one}`}
                {...(one === status && { 'aria-current': 'page' })}
              >
                {one === '' ? w.all : named(one)}
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
              { title: w.referrer, show: (one) => <Member id={one.referrer_id} /> },
              { title: w.invitee, show: (one) => <Member id={one.invitee_id} /> },
              { title: w.status, tight: true, show: (one) => <span class="badge">{named(one.status)}</span> },
              { title: w.score, num: true, tight: true, show: (one) => numeral(visit, one.score) },
              {
                title: w.why,
                show: (one) => one.signals.map(({ explanation }) => <div>{local(explanation, visit.locale)}</div>),
              },
              { title: w.when, tight: true, show: (one) => <Moment visit={visit} at={one.attributed_at} /> },
              { title: '', tight: true, show: (one) => <Acts visit={visit} referral={one} /> },
            ]}
          />
        </>
      ),
    })
  })
  .post('/referrals/:id/:verb{approve|reject}', decide)

function Member({ id }: { id: string }) {
  return <a href={`/members/${encodeURIComponent(id)}`}>{id}</a>
}

function Acts({ visit, referral }: { visit: Visit; referral: Referral }) {
  const w = say(visit.locale)
  const here = `/referrals/${encodeURIComponent(referral.id)}`
  if (!UNDECIDED.has(referral.status)) return null
  return (
    <div class="row">
      <SendButton visit={visit} to={`${here}/approve`}>
        {w.approve}
      </SendButton>
      <SendButton visit={visit} to={`${here}/reject`} confirm={w.sure} class="danger">
        {w.reject}
      </SendButton>
    </div>
  )
}

async function decide(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const { back } = await formOf(c)
  const verb = c.req.param('verb')
  const answer = await visit.api.send('POST', `/referrals/${encodeURIComponent(c.req.param('id') ?? '')}/${verb}`)
  if (answer.kind === 'refused') return done(c, back, answer.detail, 'bad')
  return done(c, back, verb === 'reject' ? w.rejected : w.approved)
}
