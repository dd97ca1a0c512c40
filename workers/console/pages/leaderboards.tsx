import { Hono } from 'hono'
import type * as v from 'valibot'
import type { LeaderboardAnswer } from '../../../schema/api/leaderboards.ts'
import { listing } from '../parts/listing.tsx'
import { numeral } from '../parts/moment.tsx'
import { Member } from '../parts/names.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Site, Visit } from '../site.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Leaderboards', '排行榜'],
  sub: ['Who earned most points, and who checked in most.', '谁的积分最多，谁打卡最勤。'],
  board: ['Board', '榜单'],
  points: ['Points earned', '积分榜'],
  checkins: ['Check-ins', '打卡榜'],
  period: ['Period', '周期'],
  week: ['This week', '本周'],
  month: ['This month', '本月'],
  all: ['Ever', '总榜'],
  rank: ['Rank', '名次'],
  who: ['Member', '成员'],
  score: ['Score', '得分'],
  empty: ['Nobody has scored yet', '还没有人上榜'],
  emptySub: [
    'Members score when a workflow awards points or records a check-in.',
    '工作流发放积分或记录打卡后，成员就会上榜。',
  ],
  templates: ['See the templates', '查看积分类模板'],
})

type Standing = v.InferOutput<typeof LeaderboardAnswer>['items'][number]
const BOARDS = ['points', 'checkins'] as const
const PERIODS = ['week', 'month', 'all'] as const

export const leaderboards = new Hono<Site>().get('/leaderboards', (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const board = BOARDS.find((one) => one === c.req.query('board')) ?? 'points'
  const period = PERIODS.find((one) => one === c.req.query('period')) ?? 'week'
  return listing<Standing>(c, {
    from: `/leaderboards/${board}`,
    query: { period },
    title: w.title,
    sub: w.sub,
    empty: {
      title: w.empty,
      sub: w.emptySub,
      acts: (
        <a class="button" href="/templates?goal=points">
          {w.templates}
        </a>
      ),
    },
    above: (
      <>
        <Tabs visit={visit} label={w.board} name="board" current={board} choices={BOARDS.map((one) => [one, w[one]])} />
        <Tabs
          visit={visit}
          label={w.period}
          name="period"
          current={period}
          choices={PERIODS.map((one) => [one, w[one]])}
        />
      </>
    ),
    columns: [
      { title: w.rank, num: true, tight: true, show: (one) => <Rank visit={visit} rank={one.rank} /> },
      {
        title: w.who,
        show: (one) => <Member names={new Map([[one.contact_id, one.name ?? one.contact_id]])} id={one.contact_id} />,
      },
      { title: w.score, num: true, tight: true, show: (one) => numeral(visit, one.score) },
    ],
  })
})

function Rank({ visit, rank }: { visit: Visit; rank: number | null }) {
  if (rank === null) return <span class="quiet">–</span>
  return rank <= 3 ? <span class={`badge ${['', 'warn', 'calm', 'info'][rank]}`}>{rank}</span> : numeral(visit, rank)
}
