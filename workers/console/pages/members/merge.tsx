import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ContactAnswer } from '../../../../schema/api/contacts.ts'
import type { Answer } from '../../api.ts'
import { findMember } from '../../find-member.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Facts } from '../../parts/facts.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Moment, numeral } from '../../parts/moment.tsx'
import { short } from '../../parts/names.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { refusal } from '../../parts/refusal.tsx'
import { Csrf, SendButton } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { fill, words } from '../../words.ts'

const say = words({
  members: ['Members', '成员'],
  merge: ['Merge with another', '与其他成员合并'],
  sub: [
    'For the same person on two platforms: identities, points and history of the other come over to this one.',
    '同一个人在两个平台有两份档案时使用：对方的身份、积分与经历会并入当前成员。',
  ],
  other: ['The other: a name, e-mail, phone or id', '对方：姓名、邮箱、手机号或 ID'],
  look: ['Show both', '查看两份档案'],
  kept: ['This one stays', '保留'],
  gone: ['This one becomes part of it', '并入后消失'],
  sure: ['Is this the same person? Merging cannot be taken back.', '确认是同一个人吗？合并后无法撤销。'],
  do: ['Merge them for good', '确认合并'],
  back: ['Choose another', '重新选择'],
  merged: ['They are one member now.', '已合并为一位成员。'],
  nameless: ['Member without a name', '未命名成员'],
  points: ['Points', '积分'],
  tags: ['Tags', '标签'],
  known: ['Known as', '身份'],
  joined: ['Joined', '加入'],
  seen: ['Last seen', '最近活跃'],
  export: ['Export', '导出'],
  erase: ['Erase', '清除'],
  sureErase: [
    'Erase this member for good? Everything that tells who they are goes, from every table. It cannot be taken back.',
    '确定永久清除该成员？所有数据表中的身份信息都会被清除，无法恢复。',
  ],
  erased: ['The member is erased.', '该成员已清除。'],
  edit: ['Edit', '编辑'],
})

type Contact = v.InferOutput<typeof ContactAnswer>

/** Make two members one, after a look at both; give out what is kept of one, and erase them. */
export const wholeMembers = new Hono<Site>()
  .get('/members/:id/merge', (c) => ask(c, ''))
  .post('/members/:id/merge', async (c) => {
    const { visit } = c.var
    const form = await formOf(c)
    const other = await findMember(visit, form.text('other'))
    if (other.kind === 'unclear') return ask(c, form.text('other'), other.why)
    if (form.text('sure') !== 'true') return compare(c, other.id)
    const body = { into: c.req.param('id'), from: other.id }
    const answer = await visit.api.send('POST', '/contacts/merge', body)
    if (answer.kind === 'refused') return ask(c, form.text('other'), saidOf(visit, answer))
    return done(c, hereOf(c), say(visit.locale).merged)
  })
  .post('/members/:id/erase', async (c) => {
    const { visit } = c.var
    const answer = await visit.api.send('DELETE', pathOf(c))
    if (answer.kind === 'refused') return done(c, hereOf(c), saidOf(visit, answer), 'bad')
    return done(c, '/members', say(visit.locale).erased)
  })
  .get('/members/:id/export', async (c) => {
    const { visit } = c.var
    const found = await visit.api.text(`${pathOf(c)}/export`)
    if (found.kind === 'refused') return refusal(c, found)
    c.header('content-disposition', `attachment; filename="${encodeURIComponent(c.req.param('id'))}.json"`)
    return c.body(found.body, 200, { 'content-type': 'application/json; charset=utf-8' })
  })

/** What can be done with a member as a whole. */
export function MemberActs({ visit, id }: { visit: Visit; id: string }) {
  const w = say(visit.locale)
  const here = `/members/${encodeURIComponent(id)}`
  return (
    <>
      <a class="button first" href={`${here}/edit`}>
        {w.edit}
      </a>
      <a class="button" href={`${here}/merge`}>
        {w.merge}
      </a>
      <a class="button" href={`${here}/export`} download>
        {w.export}
      </a>
      <SendButton visit={visit} to={`${here}/erase`} confirm={w.sureErase} class="danger">
        {w.erase}
      </SendButton>
    </>
  )
}

function pathOf(c: Page): string {
  return `/contacts/${encodeURIComponent(c.req.param('id') ?? '')}`
}

function hereOf(c: Page): string {
  return `/members/${encodeURIComponent(c.req.param('id') ?? '')}`
}

function saidOf(visit: Visit, { detail, errors }: Extract<Answer<unknown>, { kind: 'refused' }>): string {
  return [detail, ...errors.map(({ message }) => message)].map((one) => problemWords(visit, one)).join(': ')
}

async function ask(c: Page, other: string, wrong?: string): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const found = await visit.api.get<Contact>(pathOf(c))
  if (found.kind === 'refused') return refusal(c, found)
  return show(
    c,
    {
      title: w.merge,
      crumbs: [
        { title: w.members, path: '/members' },
        { title: short(found.body.name ?? w.nameless), path: hereOf(c) },
      ],
      sub: w.sub,
      children: (
        <form method="post" class="card narrow">
          <Csrf visit={visit} />
          <TextField visit={visit} name="other" label={w.other} required maxlength={200} value={other} wrong={wrong} />
          <button type="submit" class="first">
            {w.look}
          </button>
        </form>
      ),
    },
    wrong === undefined ? 200 : 400,
  )
}

async function compare(c: Page, otherId: string): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const [one, other] = await Promise.all([
    visit.api.get<Contact>(pathOf(c)),
    visit.api.get<Contact>(`/contacts/${encodeURIComponent(otherId)}`),
  ])
  if (one.kind === 'refused') return refusal(c, one)
  if (other.kind === 'refused') return refusal(c, other)
  return show(c, {
    title: w.merge,
    crumbs: [
      { title: w.members, path: '/members' },
      { title: short(one.body.name ?? w.nameless), path: hereOf(c) },
    ],
    sub: w.sure,
    children: (
      <>
        <div class="grid">
          <Whole visit={visit} title={w.kept} contact={one.body} />
          <Whole visit={visit} title={w.gone} contact={other.body} />
        </div>
        <div class="row">
          <SendButton visit={visit} to={`${hereOf(c)}/merge`} values={{ other: otherId, sure: 'true' }} class="danger">
            {w.do}
          </SendButton>
          <a class="button" href={`${hereOf(c)}/merge`}>
            {w.back}
          </a>
        </div>
      </>
    ),
  })
}

function Whole({ visit, title, contact }: { visit: Visit; title: string; contact: Contact }) {
  const w = say(visit.locale)
  return (
    <section class="card">
      <p class="quiet">{title}</p>
      <h2 dir="auto">{short(contact.name ?? w.nameless, 120)}</h2>
      <Facts
        facts={[
          [
            w.known,
            contact.identities
              .map(({ channel, external_id }) => fill('{channel}: {id}', { channel, id: external_id }))
              .join(', '),
          ],
          [w.points, numeral(visit, contact.points)],
          [w.tags, contact.tags.join(', ')],
          [w.joined, contact.joined_at && <Moment visit={visit} at={contact.joined_at} />],
          [w.seen, contact.last_seen_at && <Moment visit={visit} at={contact.last_seen_at} />],
        ]}
      />
    </section>
  )
}
