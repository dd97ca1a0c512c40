import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

const { DB } = env as unknown as { DB: D1Database }
const members: Record<string, string> = {}

beforeAll(async () => {
  await migrate()
  await get('/dev/clock', { body: { set: '2026-03-02T08:00:00Z' } })
  await sandbox('box')
  const people = [
    ['ann', 'en', 'Europe/London'],
    ['bo', 'zh-CN', 'Asia/Shanghai'],
    ['cy', 'zh-TW', 'America/New_York'],
    ['di', 'fr', 'UTC'],
  ]
  for (const [user = '', locale, timezone] of people) {
    await happens('box', user, 'message.received', { text: 'hi' })
    await idle()
    members[user] = (await contact('box', user)).id
    await get(`/api/v1/contacts/${members[user]}`, { method: 'PATCH', body: { name: user, locale, timezone } })
  }
})

const content = {
  en: { text: 'Hello {{contact.name}}', buttons: [{ text: 'Go', url: 'https://x.test/a' }] },
  'zh-CN': { text: '你好 {{contact.name}}' },
}
const everybody = { segment: "contact.id != ''" }

async function write(extra: object = {}) {
  const { status, body } = await answer('/broadcasts', {
    body: { name: 'News', content, audience: everybody, ...extra },
  })
  expect({ status, body }).toMatchObject({ status: 201, body: { status: 'draft', version: 1 } })
  return body.id as string
}

const read = async (id: string) => (await answer(`/broadcasts/${id}`)).body
const submit = (id: string) => answer(`/broadcasts/${id}/submit`, { method: 'POST' })

async function approve(id: string, steps = 3) {
  for (let step = 0; step < steps; step++) {
    const open = (await read(id)).approvals.find(({ status }: { status: string }) => status === 'open')
    expect((await answer(`/tasks/${open.task_id}/approve`, { body: {} })).status).toBe(200)
  }
}

async function textsOf(id: string): Promise<string[]> {
  const { results } = await DB.prepare(
    'SELECT d.body FROM runs r JOIN deliveries d ON d.run_id = r.id WHERE r.workflow_id = ? ORDER BY d.body',
  )
    .bind(`broadcast--${id}`)
    .all<{ body: string }>()
  return results.map(({ body }) => body)
}

test('goes to each member once, in their language, after operator, brand and legal have agreed', async () => {
  const id = await write()
  await submit(id)
  expect(await read(id)).toMatchObject({
    status: 'approving',
    approvals: [
      { step: 'operator', status: 'open' },
      { step: 'brand', status: 'waiting' },
      { step: 'legal', status: 'waiting' },
    ],
  })
  await approve(id, 2)
  expect(await textsOf(id)).toEqual([])
  await approve(id, 1)
  await idle()
  await advance('10m')
  expect(await read(id)).toMatchObject({
    status: 'done',
    progress: { status: 'done', done: 4, matched: 4, total: 4 },
    figures: { members: { completed: 4 }, messages: { sent: 4 }, reasons: {} },
  })
  expect(await textsOf(id)).toEqual(['Hello ann', 'Hello di', '你好 bo', '你好 cy'])
  const { items } = await get(`/api/v1/messages?contact_id=${members.ann}`)
  expect(items[0]).toMatchObject({
    text: 'Hello ann',
    category: 'promotional',
    buttons: [{ text: 'Go', url: 'https://x.test/a' }],
  })
  const workflows = await get('/api/v1/workflows')
  expect(workflows.items).toEqual([])
  expect((await submit(id)).status).toBe(409)
})

test('an edit begins the approval again and keeps what was written; a rejection and a deadline stop it and say so', async () => {
  const id = await write()
  await submit(id)
  await approve(id, 2)
  const before = (await read(id)).approvals[2].task_id
  const changed = await answer(`/broadcasts/${id}`, {
    method: 'PUT',
    body: { name: 'News 2', content: { en: { text: 'Better' } }, audience: everybody },
  })
  expect(changed.body).toMatchObject({ status: 'approving', version: 2, approvals: [{ status: 'open' }, {}, {}] })
  expect((await answer(`/tasks/${before}/approve`, { body: {} })).status).toBe(409)
  const versions = (await get(`/api/v1/broadcasts/${id}/versions`)).items
  expect(
    versions.map((one: { version: number; broadcast: { name: string } }) => [one.version, one.broadcast.name]),
  ).toEqual([
    [2, 'News 2'],
    [1, 'News'],
  ])
  await answer(`/tasks/${changed.body.approvals[0].task_id}/reject`, { body: { note: 'too loud' } })
  expect(await read(id)).toMatchObject({ status: 'rejected', reason: 'rejected by operator: too loud' })
  await submit(id)
  await advance('2d')
  expect(await read(id)).toMatchObject({
    status: 'expired',
    reason: expect.stringMatching(/^not approved by operator until /),
  })
  expect(await textsOf(id)).toEqual([])
  expect((await answer(`/broadcasts/${id}`, { method: 'DELETE' })).status).toBe(204)
})

test('is not sent late: an approval that has not come when it was to begin is over', async () => {
  const now = Date.parse((await get('/dev/clock')).now)
  const at = new Date(now + 3_600_000).toISOString()
  const id = await write({ schedule: { at } })
  await submit(id)
  expect((await read(id)).approvals[0].due_at).toBe(at)
  await advance('1h')
  expect((await read(id)).status).toBe('expired')
})

test('needs nobody where the settings name no step, and goes at the time on each member’s own clock', async () => {
  await get('/api/v1/settings', { method: 'PUT', body: { approvals: { steps: [] } } })
  await get('/dev/clock', { body: { set: '2026-04-01T00:00:00Z' } })
  const id = await write({ schedule: { local: '2026-04-03T09:30' }, theme: 'Fresh Friday' })
  expect((await submit(id)).body.status).toBe('scheduled')
  expect((await get('/api/v1/calendar?from=2026-04-01T00:00:00Z&to=2026-04-05T00:00:00Z')).items).toMatchObject([
    { kind: 'broadcast', id, theme: 'Fresh Friday', status: 'scheduled' },
  ])
  await advance('3d')
  const { results } = await DB.prepare(
    'SELECT d.sent_at, r.subject_id FROM runs r JOIN deliveries d ON d.run_id = r.id WHERE r.workflow_id = ?',
  )
    .bind(`broadcast--${id}`)
    .all<{ sent_at: number; subject_id: string }>()
  const sent = Object.fromEntries(results.map((row) => [row.subject_id, new Date(row.sent_at).toISOString()]))
  expect(sent).toEqual({
    [String(members.ann)]: '2026-04-03T08:30:00.000Z',
    [String(members.bo)]: '2026-04-03T01:30:00.000Z',
    [String(members.cy)]: '2026-04-03T13:30:00.000Z',
    [String(members.di)]: '2026-04-03T09:30:00.000Z',
  })
  expect(await read(id)).toMatchObject({ status: 'done' })
})

test('stands still while it is paused, goes on with whoever is left, and each is written to once', async () => {
  const id = await write({ schedule: { local: '2026-04-10T09:30' } })
  await submit(id)
  await get('/dev/clock', { body: { set: '2026-04-10T03:00:00Z' } })
  expect(await textsOf(id)).toEqual(['你好 bo'])
  expect((await answer(`/broadcasts/${id}/pause`, { method: 'POST' })).body.status).toBe('paused')
  await advance('12h')
  expect(await textsOf(id)).toEqual(['你好 bo'])
  expect((await answer(`/broadcasts/${id}/resume`, { method: 'POST' })).body.status).toBe('sending')
  await idle()
  await advance('1h')
  expect(await textsOf(id)).toEqual(['Hello ann', 'Hello di', '你好 bo', '你好 cy'])
  expect((await read(id)).status).toBe('done')
})

test('sends no more once it is cancelled', async () => {
  const id = await write({ schedule: { local: '2026-04-20T09:30' } })
  await submit(id)
  await get('/dev/clock', { body: { set: '2026-04-20T03:00:00Z' } })
  const cancelled = await answer(`/broadcasts/${id}/cancel`, { body: { reason: 'wrong day' } })
  expect(cancelled.body).toMatchObject({ status: 'cancelled', reason: 'wrong day' })
  await idle()
  await advance('2d')
  expect(await textsOf(id)).toEqual(['你好 bo'])
  expect(await read(id)).toMatchObject({ figures: { members: { completed: 1, cancelled: 3 }, messages: { sent: 1 } } })
  expect((await answer(`/broadcasts/${id}/resume`, { method: 'POST' })).status).toBe(409)
})

test('posts to rooms, each once, in the community’s language', async () => {
  const rooms = [
    { channel: 'box', room: 'one' },
    { channel: 'box', room: 'two' },
  ]
  const id = await write({ audience: { rooms }, content: { 'zh-CN': { text: '大家好' }, en: { text: 'Hello all' } } })
  await submit(id)
  await idle()
  const { results } = await DB.prepare(
    "SELECT recipient, audience, body FROM deliveries WHERE run_id LIKE ? || '-%' ORDER BY recipient",
  )
    .bind(`s-broadcast-${id}`)
    .all()
  expect(results).toEqual([
    { recipient: 'one', audience: 'room', body: 'Hello all' },
    { recipient: 'two', audience: 'room', body: 'Hello all' },
  ])
})

test('passes the gate of each member', async () => {
  await answer(`/contacts/${members.ann}`, { method: 'PATCH', body: { consents: { promotional: false } } })
  const id = await write({ audience: { contact_ids: [members.ann, members.di, members.di] } })
  await submit(id)
  await idle()
  await advance('10m')
  expect(await read(id)).toMatchObject({
    status: 'done',
    progress: { total: 2 },
    figures: { messages: { sent: 1, skipped: 1 }, reasons: { consent: 1 } },
  })
})

test('shows before it is sent what a member would get, on each kind of channel, and what stops it', async () => {
  const id = await write({ audience: { segment: "contact.locale == 'en' || contact.locale == 'fr'" } })
  const { body } = await answer(`/broadcasts/${id}/preview`, { body: { contact_id: members.di } })
  expect(body).toMatchObject({
    audience: { count: 2, exact: true },
    contact_id: members.di,
    text: 'Hello di',
    gate: { verdict: 'goes' },
    kinds: [{ kind: 'sandbox', channels: ['box'] }],
    words: [],
  })
  const ann = await answer(`/broadcasts/${id}/preview`, { body: { contact_id: members.ann } })
  expect(ann.body.gate).toMatchObject({ verdict: 'skipped', reason: expect.stringContaining('consent') })
  expect((await answer(`/broadcasts/${id}/preview`, { body: { contact_id: 'nobody' } })).status).toBe(422)
})

test('takes words that are the same for everybody as they come, and says where those are wrong', async () => {
  const forms: [unknown, string][] = [
    [{ text: 'Hello {{contact.name}}', buttons: [{ text: 'Go', value: 'go' }] }, 'Hello bo'],
    ['Good day {{contact.name}}', 'Good day bo'],
    [{ en: 'Morning', zh: '早安 {{contact.name}}' }, '早安 bo'],
  ]
  for (const [written, text] of forms) {
    const id = await write({ content: written })
    const { body } = await answer(`/broadcasts/${id}/preview`, { body: { contact_id: members.bo } })
    expect(body).toMatchObject({ text, gate: { verdict: 'goes' } })
  }
  const wrong = async (content: unknown) =>
    (await answer('/broadcasts', { body: { name: 'X', content, audience: everybody } })).body.errors?.[0]?.path
  expect(await wrong('{{contact.nam')).toBe('content')
  expect(await wrong({ text: '{{contact.nam' })).toBe('content.text')
  expect(await wrong({ text: 'a', buttons: [{ txt: 'x' }] })).toBe('content.buttons[0]')
  expect(await wrong({ text: 'a', colour: 'x' })).toBe('content.colour')
  expect(await wrong({ en: 'a', zh: '{{contact.nam' })).toBe('content.zh')
  expect(await wrong({ english: 'a' })).toBe('content.english')
})

test('shows what goes out also while it is on its way, and afterwards', async () => {
  const id = await write({ audience: { contact_ids: [members.bo] } })
  await submit(id)
  await idle()
  await advance('1h')
  expect((await read(id)).status).toBe('done')
  const { body } = await answer(`/broadcasts/${id}/preview`, { body: {} })
  expect(body).toMatchObject({ contact_id: members.bo, text: '你好 bo', gate: { verdict: 'goes' } })
})

test('refuses what is not right, and says where', async () => {
  const wrong = async (extra: object) => {
    const { status, body } = await answer('/broadcasts', {
      body: { name: 'X', content, audience: everybody, ...extra },
    })
    return [status, body.errors?.[0]?.path]
  }
  expect(await wrong({ content: { en: { text: '{{contact.nam' } } })).toEqual([400, 'content.en.text'])
  expect(await wrong({ content: { en: { text: 'a' }, zh: { text: 'b', buttons: [{ txt: 'x' }] } } })).toEqual([
    400,
    'content.zh.buttons[0]',
  ])
  expect(await wrong({ content: {} })).toEqual([400, 'content'])
  expect(await wrong({ audience: { segment: 'contact.pints > 3' } })).toEqual([400, 'audience.segment'])
  expect(await wrong({ audience: { contact_ids: ['nobody'] } })).toEqual([400, 'audience.contact_ids'])
  expect(await wrong({ channel: 'none' })).toEqual([400, 'channel'])
  expect(await wrong({ schedule: { local: '2026-04-10T09:30', best_hour: true } })).toEqual([400, 'schedule'])
  expect(
    await answer('/workflows/broadcast--x', {
      method: 'PUT',
      body: { id: 'broadcast--x', name: 'x', triggers: [{ manual: true }], actions: [] },
    }),
  ).toMatchObject({ status: 400 })
})

test('shows scheduled workflows in the calendar', async () => {
  await install({ id: 'daily', triggers: [{ schedule: '0 12 * * *' }], actions: [] })
  const { now } = await get('/dev/clock')
  const to = new Date(Date.parse(now) + 2 * 86_400_000).toISOString()
  const { items } = await get(`/api/v1/calendar?from=${now}&to=${to}`)
  expect(items.filter(({ kind }: { kind: string }) => kind === 'workflow')).toHaveLength(2)
})
