import { Hono } from 'hono'
import type * as v from 'valibot'
import type { CampaignAnswer } from '../../../schema/api/campaigns.ts'
import { listing } from '../parts/listing.tsx'
import { Moment } from '../parts/moment.tsx'
import { short } from '../parts/names.tsx'
import { Status } from '../parts/status.tsx'
import type { Site } from '../site.ts'
import { local, words } from '../words.ts'
import { campaign } from './campaigns/campaign.tsx'
import { writing } from './campaigns/write.tsx'

const say = words({
  title: ['Campaigns', '营销活动'],
  sub: [
    'A warm-up, a burst, what follows it, and a wrap-up: planned once, measured against the time before.',
    '预热、爆发、延续、收尾四个阶段：一次规划，并与之前同样长的时间对比效果。',
  ],
  plan: ['Plan a campaign', '新建营销活动'],
  name: ['Campaign', '营销活动'],
  phase: ['Phase', '阶段'],
  from: ['From', '开始'],
  to: ['To', '结束'],
  next: ['Next phase', '下一阶段'],
  empty: ['No campaign is planned', '还没有营销活动'],
  emptySub: [
    'Plan one: when each phase begins, workflows hear of it, and the report adds up what it led to.',
    '新建一个：每个阶段开始时会通知工作流，报告会汇总带来的效果。',
  ],
})

type Campaign = v.InferOutput<typeof CampaignAnswer>

export const campaigns = new Hono<Site>()
  .route('/', writing)
  .get('/campaigns', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const plan = (
      <a class="button first" href="/campaigns/new">
        {w.plan}
      </a>
    )
    return listing<Campaign>(c, {
      from: '/campaigns',
      title: w.title,
      sub: w.sub,
      acts: plan,
      empty: { title: w.empty, sub: w.emptySub, acts: plan },
      columns: [
        {
          title: w.name,
          show: (one) => <a href={`/campaigns/${one.id}`}>{short(local(one.name, visit.locale), 100)}</a>,
        },
        { title: w.phase, tight: true, show: (one) => <Status visit={visit} of={one.phase} /> },
        { title: w.from, tight: true, show: (one) => <Moment visit={visit} at={one.phases.warm_up} /> },
        { title: w.next, tight: true, show: (one) => <Moment visit={visit} at={one.phase_ends_at} /> },
        { title: w.to, tight: true, show: (one) => <Moment visit={visit} at={one.ends_at} /> },
      ],
    })
  })
  .route('/', campaign)
