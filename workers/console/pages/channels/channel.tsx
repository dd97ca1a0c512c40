import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ChannelAnswer, ChannelTestAnswer } from '../../../../schema/api/channels.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { SelectField, TextField } from '../../parts/fields.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Prose } from '../../parts/prose.tsx'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { SchemaForm } from '../../parts/schema-form.tsx'
import type { FormSchema } from '../../parts/schema-kinds.ts'
import { readSchemaForm } from '../../parts/schema-read.ts'
import { Csrf, SendButton } from '../../parts/send-button.tsx'
import type { Page, Site } from '../../site.ts'
import { done } from '../../visit.ts'
import { local, words } from '../../words.ts'
import { type Kind, kindsOf } from './kinds.ts'
import { Pace } from './pace.tsx'
import { Received, receivedBy } from './received.tsx'
import { Rotation, rotated } from './rotation.tsx'

const say = words({
  channels: ['Channels', '渠道'],
  add: ['Add a channel', '添加渠道'],
  id: ['Id, part of its address', '标识，用于回调地址'],
  idHint: ['a-z, 0-9 and -, for example wecom-main', '小写字母、数字和 -，例如 wecom-main'],
  name: ['Name', '名称'],
  settings: ['Settings', '设置'],
  secrets: ['Secrets', '密钥'],
  base: ['Other address of the provider', '服务商的其他地址'],
  guide: ['How to set it up', '设置指南'],
  address: ['Its address for the platform', '平台回调地址'],
  save: ['Save', '保存'],
  saved: [
    'The channel is kept. Enter its address at the platform, then test it.',
    '渠道已保存。请到平台填写回调地址，然后测试。',
  ],
  test: ['Test', '测试'],
  to: ['To (an id on this channel; empty: only the credentials)', '收件人（该渠道的 ID；留空则只测试凭证）'],
  works: ['It works.', '可用。'],
  text: ['Text', '内容'],
  textHint: ['Empty: our own words.', '留空则使用默认文字。'],
  recipient: ['That is', '对象'],
  contact: ['a person', '个人'],
  room: ['a group or room', '群'],
  resumed: ['It goes on.', '已继续。'],
  remove: ['Remove', '删除'],
  sure: [
    'Remove this channel? What comes to its address is refused from then on.',
    '删除这个渠道？之后发到该地址的请求都会被拒绝。',
  ],
  removed: ['The channel is removed.', '渠道已删除。'],
})

type Channel = v.InferOutput<typeof ChannelAnswer>
type Tested = v.InferOutput<typeof ChannelTestAnswer>

/** One channel: its form drawn from what its kind says that it needs. */
export const channel = new Hono<Site>()
  .get('/channels/add/:kind', async (c) => {
    const kind = (await kindsOf(c.var.visit)).get(c.req.param('kind'))
    return kind
      ? write(c, { kind, values: { id: kind.kind, name: local(kind.title, c.var.visit.locale), config: {} } })
      : missing(c)
  })
  .post('/channels/add/:kind', save)
  .get('/channels/:id', async (c) => {
    const found = await c.var.visit.api.get<Channel>(`/channels/${encodeURIComponent(c.req.param('id'))}`)
    if (found.kind === 'refused') return refusal(c, found)
    const kind = (await kindsOf(c.var.visit)).get(found.body.kind)
    return kind ? write(c, { kind, values: found.body, known: found.body }) : missing(c)
  })
  .post('/channels/:id', save)
  .post('/channels/:id/test', async (c) => {
    const { visit } = c.var
    const form = await formOf(c)
    const to = form.text('to')
    const path = `/channels/${encodeURIComponent(c.req.param('id'))}`
    const [text, recipient] = [form.text('text'), form.text('recipient') || 'contact']
    const asked = to === '' ? {} : { to, recipient, ...(text !== '' && { text }) }
    const answer = await visit.api.send<Tested>('POST', `${path}/test`, asked)
    if (answer.kind === 'refused') return done(c, path, problemWords(c.var.visit, answer.detail), 'bad')
    const { ok, explanation, reason } = answer.body
    return done(c, path, local(explanation, visit.locale) || (reason ?? say(visit.locale).works), ok ? 'good' : 'bad')
  })
  .post('/channels/:id/resume', async (c) => {
    const path = `/channels/${encodeURIComponent(c.req.param('id'))}`
    const answer = await c.var.visit.api.send('POST', `${path}/resume`)
    return answer.kind === 'refused'
      ? done(c, path, problemWords(c.var.visit, answer.detail), 'bad')
      : done(c, path, say(c.var.visit.locale).resumed)
  })
  .post('/channels/:id/remove', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', `/channels/${encodeURIComponent(c.req.param('id'))}`)
    return answer.kind === 'refused'
      ? done(c, '/channels', problemWords(c.var.visit, answer.detail), 'bad')
      : done(c, '/channels', say(c.var.visit.locale).removed)
  })

type Written = { id: string; name: string; config: Record<string, unknown>; api_base?: string | null }

async function save(c: Page): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const id = c.req.param('id') ?? form.text('id')
  const known =
    c.req.param('id') === undefined ? undefined : await visit.api.get<Channel>(`/channels/${encodeURIComponent(id)}`)
  if (known?.kind === 'refused') return refusal(c, known)
  const kind = (await kindsOf(visit)).get(known?.body.kind ?? c.req.param('kind') ?? '')
  if (!kind) return missing(c)
  const secrets = { ...readSchemaForm(form, kind.secrets as FormSchema, 'secrets.'), ...rotated(form) }
  const config = readSchemaForm(form, kind.config as FormSchema, 'config.')
  const name = form.text('name')
  const base = form.text('api_base')
  const body = {
    kind: kind.kind,
    ...(name !== '' && { name }),
    config,
    ...((Object.keys(secrets).length > 0 || !known) && { secrets, keep_secrets: true }),
    api_base: base === '' ? null : base,
  }
  const kept = await visit.api.send('PUT', `/channels/${encodeURIComponent(id)}`, body)
  if (kept.kind === 'refused')
    return write(c, { kind, values: { id, name, config, api_base: base }, known: known?.body, refused: kept })
  return done(c, `/channels/${encodeURIComponent(id)}`, say(visit.locale).saved)
}

type Shown = { kind: Kind; values: Written; known?: Channel | undefined; refused?: Refused }

async function write(c: Page, { kind, values, known, refused }: Shown): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const origin = c.env.PUBLIC_URL ?? new URL(c.req.url).origin
  const address = `${origin}/hooks/${values.id || '…'}`
  const guide = local(kind.guide, visit.locale)
    .replaceAll('{origin}/hooks/{channel}', address)
    .replaceAll('{origin}', origin)
  const received = known ? await receivedBy(visit, known.id) : []
  const wrong = wrongIn(visit, refused)
  return show(
    c,
    {
      title: known?.name ?? `${w.add}: ${local(kind.title, visit.locale)}`,
      crumbs: [{ title: w.channels, path: '/channels' }],
      acts: known && (
        <SendButton visit={visit} to={`/channels/${known.id}/remove`} confirm={w.sure} class="danger">
          {w.remove}
        </SendButton>
      ),
      children: (
        <div class="grid">
          <form class="card" method="post">
            <Csrf visit={visit} />
            <Problems visit={visit} refused={refused} />
            {!known && (
              <div class="field">
                <label for="id">{w.id}</label>
                <input
                  id="id"
                  name="id"
                  value={values.id}
                  required
                  pattern="[a-z0-9\-]{1,64}"
                  aria-describedby="id-hint"
                />
                <span class="hint" id="id-hint">
                  {w.idHint}
                </span>
              </div>
            )}
            <div class="field">
              <label for="name">{w.name}</label>
              <input id="name" name="name" value={values.name} />
            </div>
            <SchemaForm
              visit={visit}
              schema={kind.config as FormSchema}
              prefix="config."
              place="config."
              values={values.config}
              wrong={wrong}
            />
            {Object.keys((kind.secrets as FormSchema).properties ?? {}).length > 0 && <h2>{w.secrets}</h2>}
            <SchemaForm
              visit={visit}
              schema={kind.secrets as FormSchema}
              prefix="secrets."
              place="secrets."
              values={{}}
              secret={new Set(known?.secrets_set)}
              isSecret
              wrong={wrong}
            />
            {known && <Rotation visit={visit} secrets={known.secrets_set} />}
            <details>
              <summary>{w.base}</summary>
              <div class="field">
                <label for="api_base">{w.base}</label>
                <input id="api_base" name="api_base" value={values.api_base ?? ''} placeholder="https://" />
              </div>
            </details>
            <button type="submit" class="first">
              {w.save}
            </button>
          </form>
          <div>
            <section class="card">
              <h2>{w.address}</h2>
              <p>
                <code>{address}</code>
              </p>
              {guide !== '' && <h2>{w.guide}</h2>}
              <Prose text={guide} />
            </section>
            {known && (
              <form class="card" method="post" action={`/channels/${known.id}/test`}>
                <Csrf visit={visit} />
                <h2>{w.test}</h2>
                <TextField visit={visit} name="to" label={w.to} maxlength={500} />
                <SelectField
                  visit={visit}
                  name="recipient"
                  label={w.recipient}
                  required
                  choices={[
                    ['contact', w.contact],
                    ['room', w.room],
                  ]}
                />
                <TextField visit={visit} name="text" label={w.text} hint={w.textHint} maxlength={1000} />
                <button type="submit">{w.test}</button>
              </form>
            )}
            {known && kind.can_send && <Pace visit={visit} id={known.id} kind={kind} />}
            {known && <Received visit={visit} items={received} />}
          </div>
        </div>
      ),
    },
    refused ? 400 : 200,
  )
}

function missing(c: Page): Response | Promise<Response> {
  return refusal(c, { kind: 'refused', status: 404, detail: '', errors: [] })
}
