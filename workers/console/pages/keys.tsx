import { Hono } from 'hono'
import type * as v from 'valibot'
import type { KeyAnswer, NewKeyAnswer } from '../../../schema/api/keys.ts'
import type { List as Listed, Refused } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { SelectField, TextField } from '../parts/fields.tsx'
import { List } from '../parts/list.tsx'
import { Moment } from '../parts/moment.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { Problems, refusal, wrongIn } from '../parts/refusal.tsx'
import { Csrf, SendButton } from '../parts/send-button.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { dayOf, instantOf } from '../wall-clock.ts'
import { fill, words } from '../words.ts'

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
  used: ['Last used', '最近使用'],
  never: ['never', '从未'],
  ends: ['Ends', '到期'],
  noEnd: ['never', '不过期'],
  over: ['over', '已过期'],
  role_viewer: ['viewer', '只读'],
  role_operator: ['operator', '运营'],
  role_admin: ['admin', '管理员'],
  nameHint: [
    'Whose it is, or what uses it: one for each person and each system.',
    '谁在用或什么系统在用：每人、每个系统各一个。',
  ],
  until: ['Good until', '有效期至'],
  untilHint: ['That day included; empty: until it is taken back.', '含当日；留空则直到吊销。'],
  limit: ['Requests in a minute', '每分钟请求数'],
  limitHint: ['Empty: what the settings say.', '留空则按设置。'],
  emptySub: [
    'Make one for each person and each system, so that each can be taken back alone.',
    '为每个人、每个系统各建一个，便于单独吊销。',
  ],
  make: ['Make a key', '创建密钥'],
  made_: ['This is the key. It is shown this once: copy it now.', '这是密钥，只显示这一次，请立即复制。'],
  take: ['Take back', '吊销'],
  sure: ['Take the key “{name}” back? Whoever uses it is out at once.', '吊销密钥“{name}”？使用者会立即失去权限。'],
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
    const [until, perMinute] = [form.text('until'), form.text('per_minute')]
    const body = {
      ...{ name: form.text('name'), role: form.text('role') },
      ...(until !== '' && { expires_at: instantOf(`${until}T00:00`, c.var.visit.zone, 1) }),
      ...(perMinute !== '' && { requests_per_minute: Number(perMinute) }),
    }
    const made = await c.var.visit.api.send<NewKey>('POST', '/keys', body)
    return made.kind === 'refused'
      ? page(c, { refused: made, given: { name: body.name, role: body.role, until, perMinute } })
      : page(c, { fresh: made.body.key })
  })
  .post('/settings/keys/:id/remove', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', `/keys/${encodeURIComponent(c.req.param('id'))}`)
    if (answer.kind === 'refused') return done(c, '/settings/keys', problemWords(c.var.visit, answer.detail), 'bad')
    return done(c, '/settings/keys', say(c.var.visit.locale).taken)
  })

type Given = { name: string; role: string; until: string; perMinute: string }
type Shown = { fresh?: string; refused?: Refused; given?: Given }

async function page(c: Page, { fresh, refused, given }: Shown = {}): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const listed = await visit.api.get<Listed<Key>>('/keys', { cursor: c.req.query('cursor') })
  if (listed.kind === 'refused') return refusal(c, listed)
  return show(
    c,
    {
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
            empty={{ title: w.empty, sub: w.emptySub }}
            columns={[
              { title: w.name, show: (key) => <span dir="auto">{key.name}</span> },
              { title: w.role, tight: true, show: (key) => <span class="badge">{w[`role_${key.role}`]}</span> },
              { title: w.begins, tight: true, show: (key) => <code>{key.prefix}…</code> },
              { title: w.used, tight: true, show: (key) => <Used visit={visit} at={key.last_used_at} /> },
              { title: w.ends, tight: true, show: (key) => <Ends visit={visit} at={key.expires_at} /> },
              { title: w.made, tight: true, show: (key) => <Moment visit={visit} at={key.created_at} /> },
              {
                title: '',
                tight: true,
                show: (key) => (
                  <SendButton
                    visit={visit}
                    to={`/settings/keys/${encodeURIComponent(key.id)}/remove`}
                    confirm={fill(w.sure, { name: key.name })}
                    class="danger"
                  >
                    {w.take}
                  </SendButton>
                ),
              },
            ]}
          />
          <Make visit={visit} refused={refused} given={given} />
        </>
      ),
    },
    refused ? 400 : 200,
  )
}

function Used({ visit, at }: { visit: Visit; at: string | null }) {
  return at === null ? <span class="quiet">{say(visit.locale).never}</span> : <Moment visit={visit} at={at} />
}

function Ends({ visit, at }: { visit: Visit; at: string | null }) {
  const w = say(visit.locale)
  if (at === null) return <span class="quiet">{w.noEnd}</span>
  return Date.parse(at) <= visit.nowMs ? <span class="badge bad">{w.over}</span> : <Moment visit={visit} at={at} />
}

type Making = { visit: Visit; refused: Refused | undefined; given: Given | undefined }

function Make({ visit, refused, given }: Making) {
  const w = say(visit.locale)
  const wrong = wrongIn(visit, refused)
  return (
    <form class="card" method="post" action="/settings/keys">
      <Csrf visit={visit} />
      <h2>{w.make}</h2>
      <Problems visit={visit} refused={refused} />
      <TextField
        visit={visit}
        name="name"
        label={w.name}
        hint={w.nameHint}
        required
        maxlength={200}
        value={given?.name}
        wrong={wrong.get('name')}
      />
      <SelectField
        visit={visit}
        name="role"
        label={w.role}
        required
        value={given?.role ?? 'viewer'}
        choices={ROLES.map((role) => [role, w[role]])}
      />
      <TextField
        visit={visit}
        name="until"
        type="date"
        label={w.until}
        hint={w.untilHint}
        value={given?.until}
        min={dayOf(visit.nowMs, visit.zone)}
        wrong={wrong.get('expires_at')}
      />
      <TextField
        visit={visit}
        name="per_minute"
        type="number"
        label={w.limit}
        hint={w.limitHint}
        value={given?.perMinute}
        min="1"
        wrong={wrong.get('requests_per_minute')}
      />
      <button type="submit" class="first">
        {w.make}
      </button>
    </form>
  )
}
