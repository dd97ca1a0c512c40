import { Hono } from 'hono'
import type * as v from 'valibot'
import type { JobAnswer } from '../../../schema/api/jobs.ts'
import type { Answer, List, Refused } from '../api.ts'
import { findMember } from '../find-member.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { Problems, refusal } from '../parts/refusal.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { fill, words } from '../words.ts'
import { ContactsForm, ExportForm, MemberForm, RestoreForm } from './moving/forms.tsx'

const say = words({
  title: ['Export and import', '导出与导入'],
  sub: ['Take everything along, bring members in, make a product anew.', '整体带走、导入成员、重建系统。'],
  settings: ['Settings', '设置'],
  taken: ['Everything is taken over: {rows} rows.', '已全部导入：{rows} 行。'],
  opened: ['Its secrets open here.', '机密值可用。'],
  omitted: ['The export held no secrets: set those of channels and workflows again.', '导出中不含机密值：请重新填写渠道与工作流的机密值。'],
  sealed: ['Its secrets do not open under this MASTER_KEY: set them again.', '机密值无法用当前 MASTER_KEY 解开：请重新填写。'],
  begun: ['The import has begun. You can leave this page.', '导入已开始，可以离开此页面。'],
  choose: ['Choose a file.', '请选择文件。'],
}) // biome-ignore format: one list, read at a glance

type Job = v.InferOutput<typeof JobAnswer>
type Taken = { rows: Record<string, number>; secrets: 'opened' | 'omitted' | 'sealed under another key' }

/** What comes here is read as a stream. */
export const STREAMED_PATH = '/settings/moving/restore'

/** What is carried out of the product and into it. */
export const moving = new Hono<Site>()
  .get('/settings/moving', (c) => page(c))
  .get('/settings/moving/export', async (c) => {
    const { only, secrets = 'sealed' } = c.req.query()
    const wish = { secrets, ...(only === 'definitions' && { only }) }
    return download(c, await c.var.visit.api.stream('/export', wish))
  })
  .get('/settings/moving/contacts', async (c) =>
    download(c, await c.var.visit.api.stream('/contacts/export', { segment: c.req.query('segment') })),
  )
  .get('/settings/moving/member', async (c) => {
    const found = await findMember(c.var.visit, (c.req.query('member') ?? '').trim())
    if (found.kind === 'unclear') return done(c, '/settings/moving', found.why, 'bad')
    return download(c, await c.var.visit.api.stream(`/contacts/${encodeURIComponent(found.id)}/export`))
  })
  .post('/settings/moving/import', importContacts)
  .post(STREAMED_PATH, restore)

/** As it comes: the browser saves it while we are still reading. */
async function download(c: Page, response: Response): Promise<Response> {
  if (!response.ok) {
    const { detail = '', title = '' } = (await response.json()) as { detail?: string; title?: string }
    return refusal(c, { kind: 'refused', status: response.status, detail: detail || title, errors: [] })
  }
  for (const name of ['content-type', 'content-disposition']) c.header(name, response.headers.get(name) ?? undefined)
  return c.body(response.body as ReadableStream)
}

/** A file of contacts: whole, or a piece of one. */
async function importContacts(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const form = await formOf(c)
  const file = (await c.req.formData()).get('file')
  if (typeof file === 'string' || file === null || file.size === 0)
    return answer(c, { kind: 'refused', status: 400, detail: w.choose, errors: [] }, '', '')
  const named = form.text('format')
  const format = named === '' ? (/\.(ndjson|jsonl|json)$/i.test(file.name) ? 'ndjson' : 'csv') : named
  const query = {
    ...{ format, channel: form.text('channel'), map: mapOf(form.text('map')) },
    ...{ upload: form.text('upload'), part: form.text('part'), last: form.text('last') },
  }
  const type = format === 'ndjson' ? 'application/x-ndjson' : 'text/csv'
  const taken = await visit.api.pour<Job | object>('/contacts/import', await file.arrayBuffer(), type, query)
  const to = taken.kind === 'ok' && 'id' in taken.body ? `/jobs/${encodeURIComponent(taken.body.id)}` : undefined
  return answer(c, taken, to, w.begun)
}

/** `Nummer = external_id`, a line each, as the API takes it. */
function mapOf(text: string): string | undefined {
  const pairs = text.split('\n').flatMap((line) => {
    const [from = '', to = ''] = line.split(/=(?=[^=]*$)/).map((part) => part.trim())
    return from === '' || to === '' ? [] : [[from, to] as const]
  })
  return pairs.length === 0 ? undefined : JSON.stringify(Object.fromEntries(pairs))
}

async function restore(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const { body } = c.req.raw
  const nothing: Refused = { kind: 'refused', status: 400, detail: w.choose, errors: [] }
  if (c.req.header('x-csrf') === undefined || !body) return answer(c, nothing, '', '')
  const taken = await visit.api.pour<Taken>('/import', body, 'application/x-ndjson')
  if (taken.kind === 'refused') return answer(c, taken, '', '')
  const { rows, secrets } = taken.body
  const count = Object.values(rows).reduce((sum, one) => sum + one, 0)
  const about = secrets === 'sealed under another key' ? w.sealed : w[secrets]
  return answer(c, taken, '/settings/moving', `${fill(w.taken, { rows: count })} ${about}`)
}

/** To a script as JSON, to everybody else as a page. Without `to` there is more to come. */
function answer(c: Page, given: Answer<unknown>, to: string | undefined, text: string): Response | Promise<Response> {
  const { visit } = c.var
  const isScript = c.req.header('accept') === 'application/json'
  if (given.kind === 'refused') {
    if (!isScript) return page(c, given)
    const told = [given.detail, ...given.errors.map(({ path, message }) => `${path} ${message}`)]
    return c.json({ error: told.map((one) => problemWords(visit, one)).join('. ') }, 200)
  }
  if (to === undefined) return c.json({}, 200)
  const there = done(c, to, text)
  return isScript ? c.json({ to }, 200) : there
}

async function page(c: Page, refused?: Refused): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const channels = await channelsOf(visit)
  return show(
    c,
    {
      title: w.title,
      sub: w.sub,
      crumbs: [{ title: w.settings, path: '/settings' }],
      children: (
        <>
          <Problems visit={visit} refused={refused} />
          <ContactsForm visit={visit} channels={channels} />
          <MemberForm visit={visit} />
          <ExportForm visit={visit} />
          <RestoreForm visit={visit} />
        </>
      ),
    },
    refused ? 400 : 200,
  )
}

async function channelsOf({ api }: Visit): Promise<{ id: string; name: string }[]> {
  const listed = await api.get<List<{ id: string; name: string }>>('/channels', { limit: 200 })
  return listed.kind === 'ok' ? listed.body.items : []
}
