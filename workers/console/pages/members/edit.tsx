import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ContactAnswer } from '../../../../schema/api/contacts.ts'
import { ConsentCategory } from '../../../../schema/consent.ts'
import type { Refused } from '../../api.ts'
import { type Form, formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx'
import { short } from '../../parts/names.tsx'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { fill, words } from '../../words.ts'
import { sayField } from '../segments/labels.ts'

const say = words({
  members: ['Members', '成员'],
  edit: ['Edit {name}', '编辑{name}'],
  about: ['About them', '基本信息'],
  tags: ['Tags', '标签'],
  tagsHint: ['One a line', '每行一个'],
  traits: ['Attributes', '属性'],
  traitsHint: ['One a line, such as city: Berlin', '每行一个，例如 city: 北京'],
  consents: ['What they agree to', '同意接收'],
  all: ['every message', '所有消息'],
  transactional: ['transactional messages', '事务类消息'],
  lifecycle: ['lifecycle messages', '生命周期消息'],
  promotional: ['promotional messages', '营销消息'],
  unasked: ['not said', '未表态'],
  given: ['given', '同意'],
  withdrawn: ['withdrawn', '撤回'],
  save: ['Save', '保存'],
  saved: ['Kept.', '已保存。'],
  points: ['Points by hand', '手动调整积分'],
  now: ['They have {count} now.', '当前有 {count} 积分。'],
  delta: ['How many (− takes)', '数量（负数为扣减）'],
  reason: ['Why', '原因'],
  book: ['Book', '记账'],
  booked: ['Booked.', '已记账。'],
})

type Contact = v.InferOutput<typeof ContactAnswer>
const FIELDS = ['name', 'email', 'phone', 'locale', 'timezone', 'owner'] as const

/** Change a member by hand. What was refused is shown again as it was written. */
export const memberEdits = new Hono<Site>()
  .get('/members/:id/edit', (c) => page(c))
  .post('/members/:id/change', async (c) => {
    const { visit } = c.var
    const form = await formOf(c)
    const found = await visit.api.get<Contact>(pathOf(c))
    if (found.kind === 'refused') return refusal(c, found)
    const answer = await visit.api.send('PATCH', pathOf(c), changeOf(form, found.body))
    return answer.kind === 'refused' ? page(c, { form, refused: answer }) : done(c, hereOf(c), say(visit.locale).saved)
  })
  .post('/members/:id/points', async (c) => {
    const { visit } = c.var
    const form = await formOf(c)
    const body = { contact_id: c.req.param('id'), delta: Number(form.text('delta')), reason: form.text('reason') }
    const answer = await visit.api.send('POST', '/points', body)
    return answer.kind === 'refused' ? page(c, { form, refused: answer }) : done(c, hereOf(c), say(visit.locale).booked)
  })

function pathOf(c: Page): string {
  return `/contacts/${encodeURIComponent(c.req.param('id') ?? '')}`
}

function hereOf(c: Page): string {
  return `/members/${encodeURIComponent(c.req.param('id') ?? '')}`
}

/** What the form changes. Fields that it does not have stay. */
function changeOf(form: Form, contact: Contact): Record<string, unknown> {
  const written = form.under('')
  const fields = FIELDS.filter((field) => field in written).map((field) => [field, form.text(field) || null])
  const lines = (name: string) =>
    form
      .text(name)
      .split('\n')
      .flatMap((line) => line.trim() || [])
  const consents = ConsentCategory.options.flatMap((category) => {
    const said = form.text(`consents.${category}`)
    return said === '' ? [] : [[category, said === 'given']]
  })
  return {
    ...Object.fromEntries(fields),
    ...('tags' in written && { tags: lines('tags') }),
    ...('traits' in written && { traits: traitsFrom(lines('traits'), contact) }),
    ...(consents.length > 0 && { consents: Object.fromEntries(consents) }),
  }
}

/** Attributes as lines; what stands in none of them any more is taken away. What no line can say stays. */
function traitsFrom(lines: readonly string[], { traits }: Contact): Record<string, unknown> {
  const gone = Object.entries(traits).flatMap(([name, value]) => (isPlain(value) ? [[name, null]] : []))
  const written = lines.map((line) => {
    const [, name = line, value = ''] = /^([^:：=]+?)\s*[:：=]\s*(.*)$/s.exec(line) ?? []
    return [name, valueOfLine(value)]
  })
  return Object.fromEntries([...gone, ...written])
}

function valueOfLine(text: string): string | number | boolean {
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text)
  return text === 'true' || text === 'false' ? text === 'true' : text
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && !String(value).includes('\n')
}

type Again = { form: Form; refused: Refused }

async function page(c: Page, again?: Again): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const found = await visit.api.get<Contact>(pathOf(c))
  if (found.kind === 'refused') return refusal(c, found)
  const contact = found.body
  const name = short(contact.name ?? contact.id, 80)
  return show(
    c,
    {
      title: fill(w.edit, { name }),
      crumbs: [
        { title: w.members, path: '/members' },
        { title: name, path: hereOf(c) },
      ],
      children: (
        <>
          <Problems visit={visit} refused={again?.refused} />
          <div class="split">
            <AboutFields visit={visit} contact={contact} again={again} to={`${hereOf(c)}/change`} />
            <Points visit={visit} contact={contact} again={again} to={`${hereOf(c)}/points`} />
          </div>
        </>
      ),
    },
    again ? 400 : 200,
  )
}

type Given = { visit: Visit; contact: Contact; again: Again | undefined; to: string }

function AboutFields({ visit, contact, again, to }: Given) {
  const w = say(visit.locale)
  const wrong = wrongIn(visit, again?.refused)
  const written = again && again.form.text('delta') === '' ? again.form : undefined
  const traits = Object.entries(contact.traits).flatMap(([name, value]) =>
    isPlain(value) ? [`${name}: ${value}`] : [],
  )
  const wrongUnder = (path: string) => [...wrong].find(([at]) => at === path || at.startsWith(`${path}.`))?.[1]
  return (
    <form method="post" action={to} class="card">
      <Csrf visit={visit} />
      <h2>{w.about}</h2>
      {FIELDS.map((field) => (
        <TextField
          visit={visit}
          name={field}
          label={sayField(visit.locale)[field]}
          value={written ? written.text(field) : (contact[field] ?? '')}
          wrong={wrong.get(field)}
          maxlength={200}
        />
      ))}
      <AreaField
        visit={visit}
        name="tags"
        label={w.tags}
        hint={w.tagsHint}
        value={written ? written.text('tags') : contact.tags.join('\n')}
        wrong={wrongUnder('tags')}
      />
      <AreaField
        visit={visit}
        name="traits"
        label={w.traits}
        hint={w.traitsHint}
        value={written ? written.text('traits') : traits.join('\n')}
        wrong={wrongUnder('traits')}
      />
      <fieldset>
        <legend>{w.consents}</legend>
        {ConsentCategory.options.map((category) => {
          const now = contact.consents[category]
          return (
            <SelectField
              visit={visit}
              name={`consents.${category}`}
              label={w[category]}
              choices={[
                ['given', w.given],
                ['withdrawn', w.withdrawn],
              ]}
              {...(now === undefined && { none: w.unasked })}
              value={now === undefined ? '' : now ? 'given' : 'withdrawn'}
            />
          )
        })}
      </fieldset>
      <button type="submit" class="first">
        {w.save}
      </button>
    </form>
  )
}

function Points({ visit, contact, again, to }: Given) {
  const w = say(visit.locale)
  const wrong = wrongIn(visit, again?.refused)
  const written = (name: string) => again?.form.text(name) ?? ''
  return (
    <form method="post" action={to} class="card">
      <Csrf visit={visit} />
      <h2>{w.points}</h2>
      <p class="quiet">{fill(w.now, { count: contact.points })}</p>
      <TextField
        visit={visit}
        name="delta"
        type="number"
        label={w.delta}
        required
        value={written('delta')}
        wrong={wrong.get('delta')}
      />
      <TextField
        visit={visit}
        name="reason"
        label={w.reason}
        required
        maxlength={200}
        value={written('reason')}
        wrong={wrong.get('reason')}
      />
      <button type="submit">{w.book}</button>
    </form>
  )
}
