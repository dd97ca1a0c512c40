import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ContactAnswer } from '../../../../schema/api/contacts.ts'
import { findMember } from '../../find-member.ts'
import { formOf } from '../../form.ts'
import { Csrf, SendButton } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'

const say = words({
  change: ['Change', '修改'],
  name: ['Name', '姓名'],
  locale: ['Language', '语言'],
  timezone: ['Time zone', '时区'],
  owner: ['Owner', '负责人'],
  tags: ['Tags, one a line', '标签，每行一个'],
  save: ['Save', '保存'],
  saved: ['Kept.', '已保存。'],
  points: ['Points by hand', '手动调整积分'],
  delta: ['How many (− takes)', '数量（负数为扣减）'],
  reason: ['Why', '原因'],
  book: ['Book', '记账'],
  booked: ['Booked.', '已记账。'],
  merge: ['Merge with another', '与其他成员合并'],
  mergeSub: [
    'For the same person on two platforms: identities, points and history of the other come over to this one.',
    '同一个人在两个平台有两份档案时使用：对方的身份、积分与经历会并入当前成员。',
  ],
  other: ['The other: a name, e-mail, phone or id', '对方：姓名、邮箱、手机号或 ID'],
  sureMerge: ['Merge them? It cannot be taken back.', '确定合并？此操作无法撤销。'],
  merged: ['They are one member now.', '已合并为一位成员。'],
  erase: ['Erase this member', '清除该成员'],
  eraseSub: [
    'Everything that tells who they are goes, from every table. It cannot be taken back.',
    '将从所有数据表中清除其身份信息，无法恢复。',
  ],
  sure: ['Erase this member for good?', '确定永久清除该成员？'],
  erased: ['The member is erased.', '该成员已清除。'],
})

type Contact = v.InferOutput<typeof ContactAnswer>
const FIELDS = ['name', 'locale', 'timezone', 'owner'] as const

/** Change a member by hand. */
export const memberEdits = new Hono<Site>()
  .post('/members/:id/change', async (c) => {
    const form = await formOf(c)
    const fields = Object.fromEntries(FIELDS.map((field) => [field, form.text(field) === '' ? null : form.text(field)]))
    const tags = form
      .text('tags')
      .split(/\r?\n/)
      .flatMap((tag) => tag.trim() || [])
    return answered(
      c,
      await c.var.visit.api.send('PATCH', pathOf(c), { ...fields, tags }),
      say(c.var.visit.locale).saved,
    )
  })
  .post('/members/:id/points', async (c) => {
    const form = await formOf(c)
    const body = { contact_id: c.req.param('id'), delta: Number(form.text('delta')), reason: form.text('reason') }
    return answered(c, await c.var.visit.api.send('POST', '/points', body), say(c.var.visit.locale).booked)
  })
  .post('/members/:id/merge', async (c) => {
    const { visit } = c.var
    const other = await findMember(visit, (await formOf(c)).text('other'))
    if (other.kind === 'unclear') return answered(c, { kind: 'refused', detail: other.why, errors: [] }, '')
    const body = { into: c.req.param('id'), from: other.id }
    return answered(c, await visit.api.send('POST', '/contacts/merge', body), say(visit.locale).merged)
  })
  .post('/members/:id/erase', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', pathOf(c))
    if (answer.kind === 'refused') return answered(c, answer, '')
    return done(c, '/members', say(c.var.visit.locale).erased)
  })

function pathOf(c: Page): string {
  return `/contacts/${encodeURIComponent(c.req.param('id') ?? '')}`
}

function answered(
  c: Page,
  answer: { kind: 'ok' } | { kind: 'refused'; detail: string; errors: { message: string }[] },
  text: string,
): Response {
  const here = `/members/${encodeURIComponent(c.req.param('id') ?? '')}`
  if (answer.kind === 'ok') return done(c, here, text)
  return done(c, here, [answer.detail, ...answer.errors.map(({ message }) => message)].join(': '), 'bad')
}

export function MemberForms({ visit, contact }: { visit: Visit; contact: Contact }) {
  const w = say(visit.locale)
  const here = `/members/${encodeURIComponent(contact.id)}`
  return (
    <details class="card">
      <summary>{w.change}</summary>
      <form method="post" action={`${here}/change`}>
        <Csrf visit={visit} />
        {FIELDS.map((field) => (
          <div class="field">
            <label for={field}>{w[field]}</label>
            <input id={field} name={field} value={contact[field] ?? ''} />
          </div>
        ))}
        <div class="field">
          <label for="tags">{w.tags}</label>
          <textarea id="tags" name="tags">
            {contact.tags.join('\n')}
          </textarea>
        </div>
        <button type="submit" class="first">
          {w.save}
        </button>
      </form>
      <form method="post" action={`${here}/points`}>
        <Csrf visit={visit} />
        <h3>{w.points}</h3>
        <div class="filters">
          <label>
            {w.delta}
            <input name="delta" type="number" step="1" required />
          </label>
          <label>
            {w.reason}
            <input name="reason" required maxlength={200} />
          </label>
          <button type="submit">{w.book}</button>
        </div>
      </form>
      <form method="post" action={`${here}/merge`} data-confirm={w.sureMerge}>
        <Csrf visit={visit} />
        <h3>{w.merge}</h3>
        <p class="quiet">{w.mergeSub}</p>
        <div class="filters">
          <div>
            <label for="other">{w.other}</label>
            <input id="other" name="other" required />
          </div>
          <button type="submit">{w.merge}</button>
        </div>
      </form>
      <h3>{w.erase}</h3>
      <p class="quiet">{w.eraseSub}</p>
      <SendButton visit={visit} to={`${here}/erase`} confirm={w.sure} class="danger">
        {w.erase}
      </SendButton>
    </details>
  )
}
