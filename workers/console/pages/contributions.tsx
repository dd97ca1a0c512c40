import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ContributionAnswer } from '../../../schema/api/contributions.ts'
import { listing } from '../parts/listing.tsx'
import { Moment } from '../parts/moment.tsx'
import { Member, namesOf, short } from '../parts/names.tsx'
import { Status, statusChoices } from '../parts/status.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Site } from '../site.ts'
import { words } from '../words.ts'
import { grading } from './contributions/grading.tsx'
import { Stars } from './contributions/stars.tsx'

const say = words({
  title: ['Contributions', '用户作品'],
  sub: [
    'What members make for the community: grade it, show the best to everybody, and workflows thank them for it.',
    '成员为社群创作的内容：给出评级、精选展示，由工作流自动致谢。',
  ],
  add: ['Write one down', '登记作品'],
  status: ['Status', '状态'],
  what: ['What', '内容'],
  member: ['Member', '成员'],
  kind: ['Kind', '类型'],
  made: ['Made', '提交于'],
  grade: ['Grade', '评级'],
  untitled: ['without a title', '无标题'],
  featured: ['featured', '精选'],
  empty: ['Nothing to grade', '没有待评级的作品'],
  emptySub: [
    'Contributions come from a workflow that collects them, or are written down here.',
    '作品由收集作品的工作流自动登记，也可以在这里手动登记。',
  ],
  templates: ['Templates that collect them', '收集作品的模板'],
})

type Contribution = v.InferOutput<typeof ContributionAnswer>
const VIEWS = ['waiting', 'graded', 'rejected', 'all']

/** What members have made, those first that wait for a grade. */
export const contributions = new Hono<Site>().route('/', grading).get('/contributions', (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const { status = 'waiting', contact_id } = c.req.query()
  const add = (
    <a class="button first" href="/contributions/new">
      {w.add}
    </a>
  )
  return listing<Contribution>(c, {
    from: '/contributions',
    query: { status: status === 'all' ? undefined : status, contact_id },
    title: w.title,
    sub: w.sub,
    acts: add,
    empty: {
      title: w.empty,
      sub: w.emptySub,
      acts: (
        <>
          {add}
          <a class="button" href="/templates?q=ugc">
            {w.templates}
          </a>
        </>
      ),
    },
    above: <Tabs visit={visit} label={w.status} name="status" current={status} choices={statusChoices(visit, VIEWS)} />,
    columns: async (items) => {
      const names = await namesOf(
        visit,
        items.map((one) => one.contact_id),
      )
      return [
        {
          title: w.what,
          show: (one) => (
            <a href={`/contributions/${encodeURIComponent(one.id)}`} dir="auto">
              {short(one.title ?? one.text ?? one.url ?? w.untitled, 100)}
            </a>
          ),
        },
        { title: w.member, show: (one) => <Member names={names} id={one.contact_id} /> },
        { title: w.kind, tight: true, show: (one) => <span class="badge">{one.kind}</span> },
        { title: w.made, tight: true, show: (one) => <Moment visit={visit} at={one.at} /> },
        {
          title: w.grade,
          tight: true,
          show: (one) => (
            <>
              {one.grade === null ? (
                <Status visit={visit} of={one.status} />
              ) : (
                <Stars visit={visit} grade={one.grade} />
              )}{' '}
              {one.featured_at && <span class="badge good">{w.featured}</span>}
            </>
          ),
        },
      ]
    },
  })
})
