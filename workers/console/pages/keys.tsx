import { Hono } from 'hono'
import type * as v from 'valibot'
import type { KeyAnswer, NewKeyAnswer } from '../../../schema/api/keys.ts'
import type { List as Listed } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { List } from '../parts/list.tsx'
import { Moment } from '../parts/moment.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { refusal } from '../parts/refusal.tsx'
import { Csrf, SendButton } from '../parts/send-button.tsx'
import type { Page, Site } from '../site.ts'
import { done } from '../visit.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Keys', '密钥'],
  sub: ['Who may use the console and the API, and how far.', '谁可以使用控制台和 API，以及权限范围。'],
  settings: ['Settings', '设置'],
  name: ['Name', '名称'],
  role: ['Role', '角色'],
  viewer: ['viewer: reads', '只读：查看'],
  operator: ['operator: reads and writes', '运营：查看与操作'],
  admin: ['admin: everything', '管理员：全部'],
  begins: ['Begins with', '开头'],
  made: ['Made', '创建于'],
  make: ['Make a key', '创建密钥'],
  made_: ['This is the key. It is shown this once: copy it now.', '这是密钥，只显示这一次，请立即复制。'],
  take: ['Take back', '吊销'],
  sure: ['Take this key back? Whoever uses it is out at once.', '吊销这个密钥？使用者会立即失去权限。'],
  taken: ['The key is taken back.', '密钥已吊销。'],
  empty: ['No key but the one of the environment', '除环境变量中的密钥外没有其他密钥'],
})

type Key = v.InferOutput<typeof KeyAnswer>
type NewKey = v.InferOutput<typeof NewKeyAnswer>
const ROLES = ['viewer', 'operator', 'admin'] as const

export const keys = new Hono<Site>()
  .get('/settings/keys', (c) => page(c))
  .post('/settings/keys', async (c) => {
    const form = await formOf(c)
    const body = { name: form.text('name'), role: form.text('role') }
    const made = await c.var.visit.api.send<NewKey>('POST', '/keys', body)
    return made.kind === 'refused' ? done(c, '/settings/keys', made.detail, 'bad') : page(c, made.body.key)
  })
  .post('/settings/keys/:id/remove', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', `/keys/${encodeURIComponent(c.req.param('id'))}`)
    if (answer.kind === 'refused') return done(c, '/settings/keys', problemWords(c.var.visit, answer.detail), 'bad')
    return done(c, '/settings/keys', say(c.var.visit.locale).taken)
  })

async function page(c: Page, fresh?: string): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const listed = await visit.api.get<Listed<Key>>('/keys', { cursor: c.req.query('cursor') })
  if (listed.kind === 'refused') return refusal(c, listed)
  return show(c, {
    title: w.title,
    sub: w.sub,
    crumbs: [{ title: w.settings, path: '/settings' }],
    children: (
      <>
        {fresh !== undefined && (
          <div class="flash good" role="status">
            {w.made_}
            <pre tabindex={0}>{fresh}</pre>
          </div>
        )}
        <List
          visit={visit}
          label={w.title}
          items={listed.body.items}
          nextCursor={listed.body.next_cursor}
          empty={{ title: w.empty }}
          columns={[
            { title: w.name, show: (key) => key.name },
            { title: w.role, show: (key) => w[key.role] },
            { title: w.begins, tight: true, show: (key) => <code>{key.prefix}…</code> },
            { title: w.made, tight: true, show: (key) => <Moment visit={visit} at={key.created_at} /> },
            {
              title: '',
              tight: true,
              show: (key) => (
                <SendButton
                  visit={visit}
                  to={`/settings/keys/${encodeURIComponent(key.id)}/remove`}
                  confirm={w.sure}
                  class="danger"
                >
                  {w.take}
                </SendButton>
              ),
            },
          ]}
        />
        <form class="card" method="post" action="/settings/keys">
          <Csrf visit={visit} />
          <h2>{w.make}</h2>
          <div class="field">
            <label for="name">{w.name}</label>
            <input id="name" name="name" required maxlength={200} />
          </div>
          <div class="field">
            <label for="role">{w.role}</label>
            <select id="role" name="role">
              {ROLES.map((role) => (
                <option value={role}>{w[role]}</option>
              ))}
            </select>
          </div>
          <button type="submit" class="first">
            {w.make}
          </button>
        </form>
      </>
    ),
  })
}
