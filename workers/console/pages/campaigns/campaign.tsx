import { Hono } from 'hono'
import type * as v from 'valibot'
import type { CampaignAnswer, CampaignReport } from '../../../../schema/api/campaigns.ts'
import { PHASES } from '../../../../schema/campaign.ts'
import { show } from '../../layout.tsx'
import { Figure } from '../../parts/figure.tsx'
import { Table } from '../../parts/list.tsx'
import { Moment, numeral } from '../../parts/moment.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { refusal } from '../../parts/refusal.tsx'
import { SendButton } from '../../parts/send-button.tsx'
import { Status, statusWord } from '../../parts/status.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { local, words } from '../../words.ts'

const say = words({
  campaigns: ['Campaigns', '营销活动'],
  edit: ['Change', '修改'],
  remove: ['Remove', '删除'],
  sure: ['Remove this campaign? What it led to stays.', '确定删除？已产生的效果会保留。'],
  removed: ['The campaign is removed.', '营销活动已删除。'],
  phases: ['Phases', '阶段'],
  phase: ['Phase', '阶段'],
  now: ['now', '进行中'],
  report: ['What it came to so far', '目前的效果'],
  compared: ['Each figure stands against as long a time before the campaign.', '每项数据都与活动前同样长的时间对比。'],
  planned: ['The report begins with the first phase.', '第一阶段开始后即可查看报告。'],
  byPhase: ['Phase by phase', '各阶段效果'],
  sent: ['Messages', '消息'],
  clicked: ['Clicks', '点击'],
  joined: ['New members', '新增成员'],
  invited: ['Invited', '邀请'],
  rungs: ['Ladder rungs reached', '达成的阶梯'],
  orders: ['Orders', '订单'],
  value: ['Order value', '订单金额'],
  points: ['Points awarded', '发放积分'],
})

type Campaign = v.InferOutput<typeof CampaignAnswer>
type Report = v.InferOutput<typeof CampaignReport>
const FIGURES = ['sent', 'clicked', 'joined', 'invited', 'rungs', 'orders', 'value', 'points'] as const

/** One campaign: where it stands, and what it came to. */
export const campaign = new Hono<Site>()
  .get('/campaigns/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const path = pathOf(c)
    const [found, report] = await Promise.all([visit.api.get<Campaign>(path), visit.api.get<Report>(`${path}/report`)])
    if (found.kind === 'refused') return refusal(c, found)
    const one = found.body
    return show(c, {
      title: local(one.name, visit.locale),
      crumbs: [{ title: w.campaigns, path: '/campaigns' }],
      sub: <Status visit={visit} of={one.phase} />,
      acts: (
        <>
          <a class="button" href={`${path}/edit`}>
            {w.edit}
          </a>
          <SendButton visit={visit} to={`${path}/remove`} confirm={w.sure} class="danger">
            {w.remove}
          </SendButton>
        </>
      ),
      children: (
        <>
          <Phases visit={visit} campaign={one} />
          {one.phase === 'planned' && <p class="quiet">{w.planned}</p>}
          {one.phase !== 'planned' && report.kind === 'ok' && <Came visit={visit} report={report.body} />}
        </>
      ),
    })
  })
  .post('/campaigns/:id/remove', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', pathOf(c))
    if (answer.kind === 'refused') return done(c, pathOf(c), problemWords(c.var.visit, answer.detail), 'bad')
    return done(c, '/campaigns', say(c.var.visit.locale).removed)
  })

function pathOf(c: Page): string {
  return `/campaigns/${encodeURIComponent(c.req.param('id') ?? '')}`
}

/** The four phases as steps, the present one marked. */
function Phases({ visit, campaign }: { visit: Visit; campaign: Campaign }) {
  const w = say(visit.locale)
  const at = (PHASES as readonly string[]).indexOf(campaign.phase)
  const isOver = campaign.phase === 'ended'
  return (
    <ol class="steps" aria-label={w.phases}>
      {PHASES.map((phase, i) => (
        <li
          class={isOver || i < at ? 'past' : i === at ? 'present' : ''}
          {...(i === at && { 'aria-current': 'step' as const })}
        >
          <strong>{statusWord(visit, phase)}</strong> {i === at && <span class="badge good">{w.now}</span>}
          <div>
            <Moment visit={visit} at={campaign.phases[phase]} />
          </div>
        </li>
      ))}
      <li class={isOver ? 'past' : ''}>
        <strong>{statusWord(visit, 'ended')}</strong>
        <div>
          <Moment visit={visit} at={campaign.ends_at} />
        </div>
      </li>
    </ol>
  )
}

function Came({ visit, report }: { visit: Visit; report: Report }) {
  const w = say(visit.locale)
  return (
    <section aria-label={w.report}>
      <h2>{w.report}</h2>
      <p class="quiet">{w.compared}</p>
      <div class="figures">
        {FIGURES.map((name) => (
          <Figure visit={visit} label={w[name]} value={report.campaign[name]} before={report.before[name]} />
        ))}
      </div>
      <h2>{w.byPhase}</h2>
      <Table
        label={w.byPhase}
        items={report.phases}
        columns={[
          { title: w.phase, show: ({ phase }) => statusWord(visit, phase) },
          ...FIGURES.map((name) => ({
            title: w[name],
            num: true,
            show: (one: Report['phases'][number]) => numeral(visit, one[name]),
          })),
        ]}
      />
    </section>
  )
}
