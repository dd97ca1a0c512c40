import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { sum, sweepAll } from '../../../workers/run/sweep.ts'
import { database, emptyStats } from '../../../workers/store/database.ts'
import { portableTables } from '../../../workers/store/portable.ts'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { everyWrite } from '../http/every-write.ts'

/** The restore rehearsal: a product is exported, and a database without anything in it takes it over. */

const SLOW = { timeout: 180_000 }
const { DB } = env as unknown as { DB: D1Database }
const db = database(DB, emptyStats())

beforeAll(async () => {
  await migrate()
  await sandbox('club')
})

/** What the machine has of its own stays; nothing else does. */
async function emptyDatabase(): Promise<void> {
  const tables = (await portableTables(db)).map(({ name }) => name)
  for (const name of [...tables, 'answers', 'refusals', 'tallies', 'catalogue', 'faqs_fts'])
    await DB.exec(`DELETE FROM ${name} ${name === 'notes' ? "WHERE name IN ('virtual clock', 'standstill')" : ''}`)
}

const exported = async (query = '') => (await ask(`/api/v1/export${query}`)).text()
const taken = (body: string) => ask('/api/v1/import', { body, headers: { 'content-type': 'application/x-ndjson' } })

const LISTS = [
  ...['channels', 'workflows', 'contacts', 'events', 'runs', 'messages', 'segments', 'broadcasts', 'gatherings'],
  ...['words', 'badges', 'coupons', 'items', 'tasks', 'alerts', 'rotas', 'texts', 'surveys', 'faqs', 'secrets', 'keys'],
  ...['referrals', 'audit', 'jobs', 'campaigns'],
]

async function everything(): Promise<Record<string, unknown>> {
  const told: Record<string, unknown> = { settings: await get('/api/v1/settings') }
  for (const list of LISTS) told[list] = (await get(`/api/v1/${list}${list === 'words' ? '' : '?limit=200'}`)).items
  for (const { id } of (told.contacts as { id: string }[]).slice(0, 12)) {
    told[`points of ${id}`] = await get(`/api/v1/points?contact_id=${id}`)
    told[`timeline of ${id}`] = await get(`/api/v1/contacts/${id}/timeline`)
  }
  for (const { id } of (told.runs as { id: string }[]).slice(0, 20)) told[`run ${id}`] = await get(`/api/v1/runs/${id}`)
  return told
}

test(
  'a product that takes over an export gives the same answers, goes on once, and sends nothing twice',
  SLOW,
  async () => {
    const say = (id: string, text: string) => ({ id, do: 'message.send', with: { text, category: 'transactional' } })
    const give = { id: 'give', do: 'points.award', with: { points: 7, reason: 'waited' } }
    const actions = [say('first', 'one'), { id: 'rest', wait: '1d' }, give, say('second', 'two')]
    await install({ id: 'waiting', triggers: [{ on: 'custom.begin' }], actions })
    for (let i = 0; i < 55; i++) await happens('club', `m${i}`, 'custom.begin')
    for (const { operation, path, body } of await everyWrite())
      if (!path.includes('/settings') && !path.includes('/import'))
        await ask(`/api/v1${path}`, { method: operation.split(' ')[0] ?? '', body })
    await idle()
    const text = await exported()
    const before = await everything()
    await emptyDatabase()
    expect((await get('/api/v1/contacts')).items).toEqual([])
    const answer = await taken(text)
    expect(answer.status, await answer.clone().text()).toBe(200)
    expect(await answer.json()).toMatchObject({ secrets: 'opened', rows: { subjects: expect.any(Number) } })
    const after = await everything()
    const ownLine = (line: { operation: string }) => !line.operation.endsWith('port')
    for (const told of [before, after]) told.audit = (told.audit as { operation: string }[]).filter(ownLine)
    for (const name of Object.keys(before)) expect({ [name]: after[name] }).toEqual({ [name]: before[name] })
    await advance('2d')
    await idle()
    for (const i of [0, 33, 54]) {
      const { id, points } = await contact('club', `m${i}`)
      expect(points).toBe(7)
      const { items } = await get(`/api/v1/messages?contact_id=${id}`)
      expect(items.map(({ text, status }: { text: string; status: string }) => `${text} ${status}`).sort()).toEqual([
        'one sent',
        'two sent',
      ])
      expect((await get(`/api/v1/points?contact_id=${id}`)).items).toMatchObject([{ delta: 7, balance: 7 }])
      expect((await get(`/api/v1/runs?contact_id=${id}&workflow=waiting`)).items).toMatchObject([
        { status: 'completed' },
      ])
    }
    const [sums] = await db.rows(
      `SELECT count(*) AS wrong FROM subjects s WHERE points <> (SELECT coalesce(sum(delta), 0) FROM ledger l WHERE l.subject_id = s.id)`,
    )
    expect(sums?.wrong).toBe(0)
    await happens('club', 'm0', 'custom.begin')
    await idle()
    expect((await taken(text)).status).toBe(409)
  },
)

test('what broke off is sent again; nothing is carried out before it is whole', async () => {
  const text = await exported()
  const { items } = await get('/api/v1/contacts?limit=200')
  await emptyDatabase()
  const lines = text.trimEnd().split('\n')
  const half = `${lines.slice(0, lines.length >> 1).join('\n')}\n`
  expect((await taken(half)).status).toBe(422)
  const another = text.replace(/"id":"x\w+"/, '"id":"xanother"')
  expect((await taken(another)).status).toBe(409)
  const open = async () => Number((await db.rows("SELECT count(*) AS n FROM runs WHERE status = 'waiting'"))[0]?.n)
  const waiting = await open()
  const { deps, virtual } = await house(env as unknown as Env)
  virtual?.turning.turn(deps.clock.now() + 30 * 86_400_000)
  expect(sum(await sweepAll(deps, deps.clock.real() + 1000))).toBe(0)
  expect(await open()).toBe(waiting)
  expect((await taken(text)).status).toBe(200)
  expect((await get('/api/v1/contacts?limit=200')).items.map(({ id }: { id: string }) => id)).toEqual(
    items.map(({ id }: { id: string }) => id),
  )
})

test.each([
  ['nothing', '', 400],
  ['no NDJSON', 'hello\n', 400],
  ['another version', '{"qunflow":2}\n', 400],
])('refuses %s', async (_what, body, status) => {
  await emptyDatabase()
  expect((await taken(body)).status).toBe(status)
})

test('refuses a table or a column that is not here, by the line', async () => {
  await emptyDatabase()
  const header = `{"qunflow":1,"id":"x1","migration":"","revision":1,"secrets":"sealed","vault":""}`
  const strange = [
    '{"table":"d1_migrations","row":{"id":1}}',
    '{"table":"keys; DROP TABLE keys","row":{"id":"1"}}',
    '{"table":"badges","row":{"id":"1","name) VALUES (1); --":"x"}}',
    '{"table":"notes","row":{"name":"standstill","value":"{}"}}',
  ]
  for (const line of strange) {
    const answer = await taken(`${header}\n${line}\n`)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toMatch(/^line 2: /)
  }
})

test('refuses a row that cannot be one, by its line, and never with an error of ours', async () => {
  await emptyDatabase()
  const header = `{"qunflow":1,"id":"x1","migration":"","revision":1,"secrets":"sealed","vault":""}`
  const rows = [
    ['{"table":"badges","row":{"id":"b"}}', '`badges.name` must be a string'],
    ['{"table":"shares","row":{"resource":"r","taken":"many"}}', '`shares.taken` must be a number'],
    ['{"table":"segments","row":{"id":7}}', '`segments.id` must be a string'],
  ] as const
  for (const [line, why] of rows) {
    const answer = await taken(`${header}\n${line}\n`)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(`line 2: ${why}`)])
  }
})

test('an export that was changed on its way never goes live, whatever was changed, and another copy of it does', async () => {
  await emptyDatabase()
  await sandbox('club')
  for (const id of ['one', 'two', 'three'])
    await get(`/api/v1/texts/${id}`, { method: 'PUT', body: { text: `of ${id}` } })
  const text = await exported()
  const lines = text.trimEnd().split('\n')
  const [one = '', two = ''] = lines.filter((line) => line.includes('"table":"texts"'))
  const changes: [string, string[], number][] = [
    ['a line twice', lines.flatMap((line) => (line === one ? [line, line] : [line])), 422],
    ['a line less', lines.filter((line) => line !== one), 422],
    ['one line in the place of another', lines.map((line) => (line === one ? two : line)), 409],
    ['another letter', lines.map((line) => line.replace('of one', 'on one')), 409],
    ['another order', lines.map((line) => (line === one ? two : line === two ? one : line)), 409],
  ]
  for (const [what, changed, status] of changes) {
    await emptyDatabase()
    const answer = await taken(`${changed.join('\n')}\n`)
    expect([what, answer.status], await answer.text()).toEqual([what, status])
    expect((await get('/api/v1/health')).standstill).toBe('import')
    // What is there may be of the changed one: it is no help to send the right one now.
    expect([what, (await taken(text)).status]).toEqual([what, status === 422 ? 200 : 409])
  }
  await emptyDatabase()
  const ended = await taken(text.replaceAll('\n', '\r\n'))
  expect(ended.status, await ended.text()).toBe(200)
  expect((await get('/api/v1/texts/one')).text).toBe('of one')
})

test('a channel whose secrets stayed behind, or do not open, takes nothing in until they are set again', async () => {
  await emptyDatabase()
  await sandbox('signed', { secrets: { secret: 'shh' } })
  await sandbox('unsigned')
  const body = JSON.stringify({ id: '1', type: 'custom.hello', user: { id: 'ann' } })
  const signature = `sha256=${createHmac('sha256', 'shh').update(body).digest('hex')}`
  const post = async (channel: string, headers: Record<string, string> = {}) =>
    (await ask(`/hooks/${channel}`, { body, key: null, headers })).status
  const both = async () => [await post('signed'), await post('signed', { 'x-signature': signature })]
  expect(await both()).toEqual([401, 202])
  const [sealed, omitted] = [await exported(), await exported('?secrets=omitted')]
  await idle()
  const cases = [omitted, sealed.replace(/("secrets":")q1\.[^"]{9}/, '$1q1.AAAAAAAAA').replace(/,"sha256":"\w+"/, '')]
  for (const text of cases) {
    await emptyDatabase()
    const answer = await taken(text)
    expect(answer.status, await answer.text()).toBe(200)
    expect(await both()).toEqual([503, 503])
    expect(await post('unsigned')).toBe(202)
    expect(await get('/api/v1/channels/signed')).toMatchObject({
      can_send: false,
      missing: expect.stringContaining('set them again'),
    })
    await sandbox('signed', { secrets: { secret: 'shh' } })
    expect(await both()).toEqual([401, 202])
    await idle()
  }
})

test('leaves out what is secret when told so, and is itself in the audit', async () => {
  await emptyDatabase()
  await sandbox('club', { secrets: { secret: 'shh' } })
  await get('/api/v1/secrets/TOKEN', { method: 'PUT', body: { value: 'hush' } })
  await get('/api/v1/keys', { body: { name: 'x', role: 'viewer' } })
  const [open, closed] = [await exported(), await exported('?secrets=omitted&only=definitions')]
  expect(open).toContain('"table":"secrets"')
  expect(open).not.toContain('hush')
  expect(closed).toContain('"table":"channels"')
  for (const hidden of ['"table":"secrets"', '"table":"keys"', 'q1.', '"table":"subjects"'])
    expect(closed).not.toContain(hidden)
  expect((await get('/api/v1/audit?operation=GET%20/export')).items).toMatchObject([
    { request: { secrets: 'omitted', only: 'definitions' }, after: null },
    { request: { secrets: 'sealed' } },
  ])
})
