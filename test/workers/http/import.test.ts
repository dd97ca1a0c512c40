import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { ask, contact, get, idle, migrate, sandbox } from '../../world.ts'

const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('crm')
})

const post = (body: string | object, query: string, type = 'text/csv') =>
  ask(`/api/v1/contacts/import?${query}`, { body, headers: { 'content-type': type } })

async function imported(body: string, query: string, type?: string) {
  const answer = await post(body, query, type)
  expect(answer.status, await answer.clone().text()).toBe(202)
  const { id } = (await answer.json()) as { id: string }
  await idle()
  return { job: await get(`/api/v1/jobs/${id}`), errors: (await get(`/api/v1/jobs/${id}/errors`)).items }
}

test('takes CSV with quoted lines and other names of columns, and says which lines are wrong', async () => {
  const csv = [
    '\uFEFFNummer,name,电话,email,tags,traits.city,joined_at,locale',
    'u1,"Li, ""Lei""\nzwei",+86 138 0000 0001,LI@example.com,vip;core,北京,2026-01-02,zh-CN',
    'u2,Ann,,ann at example,,,,',
    ',,,,,,,',
    'u3,Bo,,bo@example.com,,,yesterday,en',
    'u4,Cy,,cy@example.com,new,,,en,too,many',
    'u5,Di,,di@example.com,,,,en',
  ].join('\r\n')
  const map = encodeURIComponent(JSON.stringify({ Nummer: 'external_id', 电话: 'phone' }))
  const { job, errors } = await imported(csv, `channel=crm&map=${map}`)
  expect(errors).toMatchObject([
    { line: 4, column: 'email', reason: 'not an email address' },
    { line: 5, column: '' },
    { line: 6, column: 'joined_at', reason: 'not a date' },
    { line: 7, column: '' },
  ])
  expect(job).toMatchObject({ kind: 'import', status: 'done', done: 6, matched: 2 })
  expect(await contact('crm', 'u1')).toMatchObject({
    name: 'Li, "Lei"\nzwei',
    phone: '+86 138 0000 0001',
    email: 'li@example.com',
    tags: ['vip', 'core'],
    traits: { city: '北京' },
    joined_at: '2026-01-02T00:00:00.000Z',
  })
  const left = await DB.prepare('SELECT count(*) AS n FROM import_parts').first<{ n: number }>()
  expect(left?.n).toBe(0)
})

test('meets nobody twice: by identity, by email, and when it comes again', async () => {
  const lines = [
    { external_id: 'n1', name: 'Eva', email: 'eva@example.com', tags: ['a'] },
    { external_id: 'n1', tags: ['b'] },
    { email: 'eva@example.com', traits: { size: 3 } },
    { email: 'fay@example.com', name: 'Fay' },
  ]
  const ndjson = lines.map((line) => JSON.stringify(line)).join('\n')
  for (let again = 0; again < 2; again++) {
    const { job, errors } = await imported(ndjson, 'channel=crm', 'application/x-ndjson')
    expect([job.matched, errors]).toEqual([4, []])
  }
  expect(await contact('crm', 'n1')).toMatchObject({ name: 'Eva', tags: ['a', 'b'], traits: { size: 3 } })
  expect((await get('/api/v1/contacts?q=fay@example.com')).items).toHaveLength(1)
  const created = await get('/api/v1/events?type=contact.created')
  expect(
    created.items.filter(({ data }: { data: { source?: string } }) => data.source === 'import').length,
  ).toBeLessThan(10)
})

test('takes a large file in pieces that are cut anywhere', async () => {
  const rows = Array.from({ length: 600 }, (_, i) => `p${i},"会员 ${i}",p${i}@example.com`)
  const text = ['external_id,name,email', ...rows, ''].join('\n')
  const cuts = [0, 4_001, 9_002, text.length]
  for (let part = 1; part < cuts.length; part++) {
    const piece = text.slice(cuts[part - 1], cuts[part])
    const last = part === cuts.length - 1
    const answer = await ask(`/api/v1/contacts/import?channel=crm&upload=big&part=${part}&last=${last}`, {
      body: piece,
      headers: { 'content-type': 'text/csv' },
    })
    expect(answer.status).toBe(last ? 202 : 200)
  }
  await idle()
  expect(await get('/api/v1/jobs/import-big')).toMatchObject({ status: 'done', done: 600, matched: 600, total: 600 })
  expect((await contact('crm', 'p599')).name).toBe('会员 599')
  expect((await post('x', 'upload=gap&part=2&last=true')).status).toBe(409)
})

test('exports everything of a contact, and a segment as CSV in which no cell is a formula', async () => {
  await imported('external_id,name,tags\nx1,=1+1,formula\nx2,"a ""b"", c",formula', 'channel=crm')
  const { id } = await contact('crm', 'x1')
  const all = await get(`/api/v1/contacts/${id}/export`)
  expect(all).toMatchObject({ contact: { id, name: '=1+1' }, points: [], messages: [] })
  expect(all.history.length).toBeGreaterThan(0)
  const csv = await (
    await ask(`/api/v1/contacts/export?segment=${encodeURIComponent("'formula' in contact.tags")}`)
  ).text()
  expect(csv.split('\r\n')).toHaveLength(4)
  expect(csv).toContain(",'=1+1,")
  expect(csv).toContain('"a ""b"", c"')
})

test('takes every line of a plain file, the first and the last too, however long it is and however its lines end', async () => {
  for (const [newline, end] of [['\n', ''], ['\n', '\n'], ['\r\n', '\r\n'], ['\r\n', '']] as const)
    for (const count of [1, 2, 201]) {
      const name = `plain-${newline.length}-${end.length}-${count}`
      const rows = Array.from({ length: count }, (_, i) => `${name}-${i},Person ${i}`)
      const { job, errors } = await imported(`external_id,name${newline}${rows.join(newline)}${end}`, 'channel=crm')
      expect(errors).toEqual([])
      expect(job, name).toMatchObject({ status: 'done', done: count, matched: count, total: count })
      expect(await contact('crm', `${name}-0`)).toMatchObject({ name: 'Person 0' })
      expect(await contact('crm', `${name}-${count - 1}`)).toMatchObject({ name: `Person ${count - 1}` })
    }
}) // biome-ignore format: one list

test('takes columns of any name, and no line holds up the product, whatever it holds', async () => {
  const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']
  const csv = [
    ['external_id', ...odd, 'traits.ok', 'traits.__proto__'].join(),
    'o1,a,b,c,d,e,yes,',
    'o2,a,b,c,d,e,no,x',
  ].join('\n')
  const map = encodeURIComponent(JSON.stringify({ nothing: 'name' }))
  const { job, errors } = await imported(csv, `channel=crm&map=${map}`)
  expect(job).toMatchObject({ status: 'done', matched: 1 })
  expect(errors).toMatchObject([{ line: 3, column: 'traits.__proto__' }])
  expect((await contact('crm', 'o1')).traits).toEqual({ ok: 'yes' })
  const lines = [
    '{"__proto__":{"a":1},"external_id":"o3"}',
    '{"constructor":{"prototype":{"a":1}},"external_id":"o4"}',
    `{"external_id":"o5","traits":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    `{"external_id":"o6","traits":{"big":"${'x'.repeat(70_000)}"}}`,
    '{"external_id":"o7","toString":1,"traits":["a"],"tags":{"a":1},"channel":{}}',
  ]
  const taken = await imported(lines.join('\n'), 'format=ndjson&channel=crm', 'application/x-ndjson')
  expect(taken.job).toMatchObject({ status: 'done', done: 5, matched: 1 })
  expect(taken.errors.map(({ line }: { line: number }) => line)).toEqual([1, 2, 3, 4])
})

test('a job whose page can never be carried out holds up nothing, and is given up after a while', async () => {
  const { now } = await get('/dev/clock')
  const task = JSON.stringify({ kind: 'start', workflowId: 'x', of: null })
  const before = Date.parse(now) - 20 * 60_000
  const sql = `INSERT INTO jobs (id, kind, task, status, cursor, done, total, created_at, updated_at, lease_until)
    VALUES ('poison', 'start', ?1, 'running', '', 0, 1, ?2, ?2, 0)`
  await DB.prepare(sql).bind(task, before).run()
  expect((await imported('external_id\nbeside', 'channel=crm')).job).toMatchObject({ status: 'done', matched: 1 })
  expect(await get('/api/v1/jobs/poison')).toMatchObject({ status: 'failed', error: 'it could not be carried on' })
})

test('says which line has no room in whom it would change, and leaves them as they were', async () => {
  const big = (letter: string) => letter.repeat(40_000)
  const lines = [
    { external_id: 'full', name: 'Gil', traits: { a: big('a') } },
    { external_id: 'full', name: 'Gia', traits: { b: big('b') } },
    { external_id: 'full', traits: { c: 1 } },
  ]
  const text = lines.map((line) => JSON.stringify(line)).join('\n')
  const { job, errors } = await imported(text, 'channel=crm', 'application/x-ndjson')
  expect(errors).toMatchObject([{ line: 2, column: '', reason: 'traits take at most 65536 characters' }])
  expect(job).toMatchObject({ status: 'done', done: 3, matched: 2 })
  expect(await contact('crm', 'full')).toMatchObject({ name: 'Gil', traits: { a: big('a'), c: 1 } })
})

test('takes no day that there is not for when somebody joined', async () => {
  const days = ['2026-02-30', '2026-2-3', 'room 5', '+275760-09-13', '0001-01-01', '2026-02-28T25:00:00Z']
  const csv = ['external_id,joined_at', ...days.map((day, i) => `d${i},${day}`)].join('\n')
  const { errors } = await imported(csv, 'channel=crm')
  expect(errors.map(({ line }: { line: number }) => line)).toEqual([2, 4, 5, 6, 7])
  expect((await contact('crm', 'd1')).joined_at).toBe('2026-02-03T00:00:00.000Z')
})
