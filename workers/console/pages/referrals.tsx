import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ReferralAnswer } from '../../../schema/api/referrals.ts'
import { REFERRAL_STATUSES } from '../../../schema/referral.ts'
import type { Settings } from '../../../schema/settings.ts'
import { formOf } from '../form.ts'
import { listing } from '../parts/listing.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { Member, namesOf } from '../parts/names.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { SendButton } from '../parts/send-button.tsx'
import { Status, statusChoices, statusWord } from '../parts/status.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { fill, local, words } from '../words.ts'

const say = words({
  title: ['Referrals', '邀请'],
  sub: [
    'Who brought whom, what speaks against it, and what waits for your eye.',
    '谁邀请了谁、有哪些可疑之处，以及需要人工审核的邀请。',
  ],
  status: ['Status', '状态'],
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
  ladder: ['The ladder', '邀请阶梯'],
  noLadder: ['No rung is set up: settings, under referrals.', '尚未设置档位，可在设置的邀请部分添加。'],
  rung: ['{count} qualified', '{count} 人有效邀请'],
  counts: [
    'Members may be said to be invited for {window}; a referral counts after: {after}.',
    '加入后 {window} 内可认定邀请人；计为有效的条件：{after}。',
  ],
  templates: ['See the templates', '查看邀请模板'],
  empty: ['No referral yet', '还没有邀请记录'],
  emptySub: [
    'Give members a code with one of the referral templates; whoever comes by it appears here.',
    '用邀请类模板给成员发放邀请码，受邀而来的人会显示在这里。',
  ],
})

type Referral = v.InferOutput<typeof ReferralAnswer>
const UNDECIDED: ReadonlySet<string> = new Set(['review', 'hold', 'held', 'pending'])

export const referrals = new Hono<Site>()
  .get('/referrals', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const { status = '' } = c.req.query()
    const settings = await visit.api.get<Settings>('/settings')
    return listing<Referral>(c, {
      from: '/referrals',
      query: { status },
      title: w.title,
      sub: w.sub,
      empty: {
        title: w.empty,
        sub: w.emptySub,
        acts: (
          <a class="button first" href="/templates?q=referral">
            {w.templates}
          </a>
        ),
      },
      above: (
        <Tabs
          visit={visit}
          label={w.status}
          name="status"
          current={status}
          choices={[['', statusWord(visit, 'all')], ...statusChoices(visit, REFERRAL_STATUSES)]}
        />
      ),
      below: settings.kind === 'ok' && <Ladder visit={visit} settings={settings.body} />,
      columns: async (items) => {
        const names = await namesOf(
          visit,
          items.flatMap((one) => [one.referrer_id, one.invitee_id]),
        )
        return [
          { title: w.referrer, show: (one) => <Member names={names} id={one.referrer_id} /> },
          { title: w.invitee, show: (one) => <Member names={names} id={one.invitee_id} /> },
          { title: w.status, tight: true, show: (one) => <Status visit={visit} of={one.status} /> },
          { title: w.score, num: true, tight: true, show: (one) => numeral(visit, one.score) },
          {
            title: w.why,
            show: (one) => one.signals.map(({ explanation }) => <div>{local(explanation, visit.locale)}</div>),
          },
          { title: w.when, tight: true, show: (one) => <Moment visit={visit} at={one.attributed_at} /> },
          { title: '', tight: true, show: (one) => <Acts visit={visit} referral={one} /> },
        ]
      },
    })
  })
  .post('/referrals/:id/:verb{approve|reject}', decide)

/** What members are given for how many they have brought, and what a referral must do to count. */
function Ladder({ visit, settings: { referral } }: { visit: Visit; settings: Settings }) {
  const w = say(visit.locale)
  const { ladder, qualify, window } = referral
  return (
    <section class="card">
      <h2>{w.ladder}</h2>
      {ladder.length === 0 && <p class="quiet">{w.noLadder}</p>}
      <ol class="steps">
        {ladder.map(({ name, count }) => (
          <li>
            <strong>{fill(w.rung, { count: numeral(visit, count) })}</strong>
            <div>{name}</div>
          </li>
        ))}
      </ol>
      <p class="quiet">{fill(w.counts, { after: qualify.on ?? qualify.after, window })}</p>
    </section>
  )
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
  if (answer.kind === 'refused') return done(c, back, problemWords(c.var.visit, answer.detail), 'bad')
  return done(c, back, verb === 'reject' ? w.rejected : w.approved)
}
