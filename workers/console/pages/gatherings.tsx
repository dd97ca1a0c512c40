import { Hono } from 'hono'
import type * as v from 'valibot'
import type { GatheringAnswer } from '../../../schema/api/gatherings.ts'
import { listing } from '../parts/listing.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { short } from '../parts/names.tsx'
import { Status } from '../parts/status.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Site, Visit } from '../site.ts'
import { local, words } from '../words.ts'
import { gathering } from './gatherings/gathering.tsx'
import { writing } from './gatherings/write.tsx'

const say = words({
  title: ['Events', '活动'],
  sub: ['Meetings of the community: seats, a wait-list, and who came.', '社群聚会、课程与直播：名额、候补与签到。'],
  plan: ['Plan an event', '新建活动'],
  name: ['Event', '活动'],
  starts: ['Starts', '开始'],
  place: ['Place', '地点'],
  seats: ['Seats', '名额'],
  status: ['Status', '状态'],
  view: ['When', '时间'],
  coming: ['Coming', '即将开始'],
  all: ['All', '全部'],
  empty: ['No event is planned', '还没有活动'],
  emptySub: [
    'Plan one: members sign up by message, whoever waits moves up by themselves, and a code checks people in.',
    '新建一个：成员发消息即可报名，候补自动递补，到场凭码签到。',
  ],
  full: ['full', '已满'],
})

type Gathering = v.InferOutput<typeof GatheringAnswer>

export const gatherings = new Hono<Site>()
  .route('/', writing)
  .get('/gatherings', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const when = c.req.query('when') ?? ''
    const plan = (
      <a class="button first" href="/gatherings/new">
        {w.plan}
      </a>
    )
    const since = new Date(visit.nowMs - 86_400_000).toISOString()
    return listing<Gathering>(c, {
      from: '/gatherings',
      query: { from: when === 'all' ? undefined : since },
      title: w.title,
      sub: w.sub,
      acts: plan,
      empty: { title: w.empty, sub: w.emptySub, acts: plan },
      above: (
        <Tabs
          visit={visit}
          label={w.view}
          name="when"
          current={when}
          choices={[
            ['', w.coming],
            ['all', w.all],
          ]}
        />
      ),
      columns: [
        {
          title: w.name,
          show: (one) => <a href={`/gatherings/${one.id}`}>{short(local(one.name, visit.locale), 100)}</a>,
        },
        { title: w.starts, tight: true, show: (one) => <Moment visit={visit} at={one.starts_at} /> },
        { title: w.place, show: (one) => short(one.place ?? '–', 80) },
        { title: w.seats, tight: true, show: (one) => <Seats visit={visit} gathering={one} /> },
        {
          title: w.status,
          tight: true,
          show: (one) => one.status === 'cancelled' && <Status visit={visit} of="cancelled" />,
        },
      ],
    })
  })
  .route('/', gathering)

function Seats({ visit, gathering: { taken, capacity } }: { visit: Visit; gathering: Gathering }) {
  const w = say(visit.locale)
  if (capacity === null) return numeral(visit, taken)
  return (
    <>
      {`${numeral(visit, taken)} / ${numeral(visit, capacity)}`}{' '}
      {taken >= capacity && <span class="badge warn">{w.full}</span>}
    </>
  )
}
