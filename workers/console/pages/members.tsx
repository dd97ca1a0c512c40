import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ContactAnswer, TimelineAnswer } from '../../../schema/api/contacts.ts'
import type { RunAnswer } from '../../../schema/api/runs.ts'
import { eventWords } from '../../../schema/event-words.ts'
import type { List as Listed } from '../api.ts'
import { show } from '../layout.tsx'
import { Filters } from '../parts/filters.tsx'
import { Line, toneOf } from '../parts/journal.tsx'
import { List } from '../parts/list.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { type Names, short, titleOf, titlesOf } from '../parts/names.tsx'
import { reasonWords } from '../parts/reasons.ts'
import { refusal } from '../parts/refusal.tsx'
import { Stage } from '../parts/status.tsx'
import type { Choice } from '../parts/tabs.tsx'
import { Values } from '../parts/values.tsx'
import type { Site, Visit } from '../site.ts'
import { words } from '../words.ts'
import { segmentsOf } from './broadcasts/audience.tsx'
import { memberEdits } from './members/edit.tsx'
import { MemberActs, wholeMembers } from './members/merge.tsx'

const say = words({
  title: ['Members', '成员'],
  sub: ['Everybody we know, on whichever platform.', '我们认识的每一个人，无论在哪个平台。'],
  search: ['Search', '搜索'],
  hint: [
    'how a word of the name, or a part of an e-mail or handle, begins; an id or phone in full',
    '姓名中任一词、邮箱或账号中任一段的开头；完整的 ID 或手机号',
  ],
  segment: ['Segment', '分群'],
  make: ['Make a segment', '新建分群'],
  name: ['Name', '姓名'],
  nameless: ['Member without a name', '未命名成员'],
  stage: ['Stage', '阶段'],
  points: ['Points', '积分'],
  tags: ['Tags', '标签'],
  seen: ['Last seen', '最近活跃'],
  joined: ['Joined', '加入'],
  empty: ['Nobody here', '没有成员'],
  emptySub: [
    'Members appear with the first event of a platform, or by import.',
    '成员会随平台的第一个事件出现，也可以导入。',
  ],
  profile: ['Profile', '资料'],
  history: ['History', '经历'],
  email: ['E-mail', '邮箱'],
  phone: ['Phone', '手机号'],
  made: ['Contributions', '用户作品'],
  locale: ['Language', '语言'],
  zone: ['Time zone', '时区'],
  tier: ['Tier', '等级'],
  risk: ['Risk', '流失风险'],
  streak: ['Streak', '连续签到'],
  owner: ['Owner', '负责人'],
  consents: ['Consents', '同意'],
  known: ['Known as', '身份'],
  traits: ['Traits', '属性'],
  more: ['Earlier', '更早'],
  messages: ['Messages', '消息'],
  runs: ['Runs', '运行'],
  run: ['See the run', '查看运行'],
  note: ['Note', '备注'],
})

type Contact = v.InferOutput<typeof ContactAnswer>
type Run = v.InferOutput<typeof RunAnswer>
type Moments = v.InferOutput<typeof TimelineAnswer>

export const members = new Hono<Site>()
  .route('/', memberEdits)
  .route('/', wholeMembers)
  .get('/members', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const { q = '', segment = '', cursor } = c.req.query()
    const [listed, kept] = await Promise.all([
      visit.api.get<Listed<Contact>>('/contacts', { q, segment, cursor }),
      segmentsOf(visit),
    ])
    if (listed.kind === 'refused') return refusal(c, listed)
    return show(c, {
      title: w.title,
      sub: w.sub,
      acts: (
        <a class="button" href="/segments/new">
          {w.make}
        </a>
      ),
      children: (
        <>
          <Filters
            visit={visit}
            go={w.search}
            filters={[
              { name: 'q', label: w.search, value: q, placeholder: w.hint, wide: true },
              { name: 'segment', label: w.segment, value: segment, choices: choicesWith(kept, segment) },
            ]}
          />
          <List
            visit={visit}
            label={w.title}
            items={listed.body.items}
            nextCursor={listed.body.next_cursor}
            empty={{ title: w.empty, sub: w.emptySub }}
            columns={[
              {
                title: w.name,
                show: (one) => <a href={`/members/${encodeURIComponent(one.id)}`}>{short(one.name ?? w.nameless)}</a>,
              },
              { title: w.stage, tight: true, show: (one) => <Stage visit={visit} of={one.stage} /> },
              { title: w.points, num: true, tight: true, show: (one) => numeral(visit, one.points) },
              { title: w.tags, show: (one) => <Tags tags={one.tags} /> },
              { title: w.seen, tight: true, show: (one) => <Moment visit={visit} at={one.last_seen_at} /> },
            ]}
          />
        </>
      ),
    })
  })
  .get('/members/:id', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const id = encodeURIComponent(c.req.param('id'))
    const [found, timeline, runs, titles] = await Promise.all([
      visit.api.get<Contact>(`/contacts/${id}`),
      visit.api.get<Listed<Moments>>(`/contacts/${id}/timeline`, { cursor: c.req.query('cursor'), limit: 40 }),
      visit.api.get<Listed<Run>>('/runs', { contact_id: c.req.param('id'), limit: 200 }),
      titlesOf(visit),
    ])
    const followed = new Map(runs.kind === 'ok' ? runs.body.items.map((run) => [run.id, run.workflow_id]) : [])
    if (found.kind === 'refused') return refusal(c, found)
    const one = found.body
    const next = timeline.kind === 'ok' ? timeline.body.next_cursor : null
    return show(c, {
      title: short(one.name ?? w.nameless, 120),
      crumbs: [{ title: w.title, path: '/members' }],
      acts: <MemberActs visit={visit} id={one.id} />,
      sub: (
        <>
          <Stage visit={visit} of={one.stage} /> <Tags tags={one.tags} />
        </>
      ),
      children: (
        <div class="split">
          <section class="card">
            <h2>{w.history}</h2>
            <ol class="line">
              {(timeline.kind === 'ok' ? timeline.body.items : []).map((moment) => (
                <Happened
                  visit={visit}
                  moment={moment}
                  titles={titles}
                  workflowId={followed.get(moment.run_id ?? '')}
                />
              ))}
            </ol>
            {next && (
              <a class="button" href={`/members/${id}?cursor=${encodeURIComponent(next)}`}>
                {w.more}
              </a>
            )}
          </section>
          <div>
            <section class="card">
              <h2>{w.profile}</h2>
              <Profile visit={visit} contact={one} />
              <p class="row">
                <a href={`/messages?contact_id=${id}`}>{w.messages}</a>
                <a href={`/runs?contact_id=${id}`}>{w.runs}</a>
                <a href={`/contributions?status=all&contact_id=${id}`}>{w.made}</a>
              </p>
            </section>
          </div>
        </div>
      ),
    })
  })

/** Kept segments, and a condition that somebody has asked for by hand. */
function choicesWith(kept: Awaited<ReturnType<typeof segmentsOf>>, asked: string): Choice[] {
  const known = kept.map(({ id, name }): Choice => [id, name])
  return asked === '' || known.some(([id]) => id === asked) ? known : [...known, [asked, short(asked)]]
}

function Profile({ visit, contact }: { visit: Visit; contact: Contact }) {
  const w = say(visit.locale)
  const rows = [
    [w.email, contact.email],
    [w.phone, contact.phone],
    [w.points, numeral(visit, contact.points)],
    [w.tier, contact.tier],
    [w.streak, numeral(visit, contact.streak)],
    [w.risk, `${numeral(visit, contact.risk)} / 100`],
    [w.locale, contact.locale],
    [w.zone, contact.timezone],
    [w.owner, contact.owner],
    [w.joined, <Moment visit={visit} at={contact.joined_at} />],
    [w.seen, <Moment visit={visit} at={contact.last_seen_at} />],
    [w.known, contact.identities.map(({ channel, external_id }) => `${channel}: ${external_id}`).join(', ')],
    [
      w.consents,
      Object.entries(contact.consents)
        .map(([name, given]) => `${name} ${given ? '✓' : '✗'}`)
        .join(', '),
    ],
  ] as const
  return (
    <>
      <dl class="facts">
        {rows.map(([title, value]) => (
          <>
            <dt>{title}</dt>
            <dd>{value === null || value === '' ? '–' : value}</dd>
          </>
        ))}
      </dl>
      {Object.keys(contact.traits).length > 0 && (
        <details open>
          <summary>{w.traits}</summary>
          <pre tabindex={0}>{JSON.stringify(contact.traits, null, 2)}</pre>
        </details>
      )}
    </>
  )
}

type Shown = { visit: Visit; moment: Moments; titles: Names; workflowId: string | undefined }

function Happened({ visit, moment: { at, event, entry, run_id, note, message }, titles, workflowId }: Shown) {
  const w = say(visit.locale)
  if (event)
    return (
      <li class="info">
        <strong title={event.type}>{eventWords(event.type, visit.locale)}</strong> <Moment visit={visit} at={at} />{' '}
        {event.channel && <span class="quiet">{event.channel}</span>}
        {event.reason && event.reason !== 'no match' && <div class="quiet">{reasonWords(visit, event.reason)}</div>}
        <Values visit={visit} title="" value={event.data} />
      </li>
    )
  if (note)
    return (
      <li class="warn">
        <strong>{w.note}</strong> <Moment visit={visit} at={at} />
        <p class="written" dir="auto">
          {note.text}
        </p>
      </li>
    )
  if (!entry) return null
  return (
    <li class={toneOf(entry)}>
      <Line visit={visit} entry={entry} />
      {message && (
        <div>
          <div class="bubble" dir="auto">
            {short(message.text, 600)}
          </div>
        </div>
      )}
      {run_id && (
        <a class="small" href={`/runs/${encodeURIComponent(run_id)}`}>
          {workflowId === undefined ? w.run : titleOf(visit, titles, workflowId)}
        </a>
      )}
    </li>
  )
}

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span class="tags">
      {tags.map((tag) => (
        <span class="badge">{tag}</span>
      ))}
    </span>
  )
}
