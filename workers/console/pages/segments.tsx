import { Hono } from 'hono'
import type * as v from 'valibot'
import type { SegmentAnswer } from '../../../schema/api/segments.ts'
import { readRows } from '../../../workflows/segments/read-rows.ts'
import { listing } from '../parts/listing.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { short } from '../parts/names.tsx'
import type { Site, Visit } from '../site.ts'
import { words } from '../words.ts'
import { RowsInWords } from './segments/told.tsx'
import { writing } from './segments/write.tsx'

const say = words({
  title: ['Segments', '分群'],
  sub: [
    'Groups of members by what is known of them, always up to date: for broadcasts, workflows and lists.',
    '按成员的已知信息划分，实时更新，可用于群发、工作流和成员列表。',
  ],
  add: ['Make a segment', '新建分群'],
  name: ['Name', '名称'],
  who: ['Who is in it', '包含谁'],
  count: ['Members', '成员数'],
  counted: ['Counted', '统计于'],
  see: ['See its members', '查看成员'],
  empty: ['No segment yet', '还没有分群'],
  emptySub: [
    'Put conditions together without writing code, and see at once who is meant.',
    '无需写代码，组合条件即可立即看到包含哪些成员。',
  ],
})

type Segment = v.InferOutput<typeof SegmentAnswer>

/** Named conditions over members. */
export const segments = new Hono<Site>()
  .route('/', writing)
  .get('/library/segments', (c) => c.redirect('/segments', 301))
  .get('/segments', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const add = (
      <a class="button first" href="/segments/new">
        {w.add}
      </a>
    )
    return listing<Segment>(c, {
      from: '/segments',
      title: w.title,
      sub: w.sub,
      acts: add,
      empty: { title: w.empty, sub: w.emptySub, acts: add },
      columns: [
        { title: w.name, show: (one) => <a href={`/segments/${encodeURIComponent(one.id)}`}>{short(one.name)}</a> },
        { title: w.who, show: (one) => <Condition visit={visit} source={one.if} /> },
        {
          title: w.count,
          num: true,
          tight: true,
          show: (one) => (one.count === null ? '–' : numeral(visit, one.count)),
        },
        { title: w.counted, tight: true, show: (one) => <Moment visit={visit} at={one.counted_at} /> },
        {
          title: w.see,
          tight: true,
          show: (one) => <a href={`/members?segment=${encodeURIComponent(one.id)}`}>{w.see}</a>,
        },
      ],
    })
  })

function Condition({ visit, source }: { visit: Visit; source: string }) {
  const rows = readRows(source)
  return rows ? <RowsInWords visit={visit} rows={rows} /> : <code>{short(source, 120)}</code>
}
