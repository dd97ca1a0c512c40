import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('here')
  await sandbox('there')
  await install({
    id: 'welcome',
    triggers: [{ on: 'member.joined' }],
    actions: [
      { do: 'points.award', with: { points: 10, reason: 'hello', expires_in: '30d' } },
      { wait: '60d' },
      { do: 'tag.add', with: { tag: 'done' } },
    ],
  })
  await install({
    id: 'seen-merge',
    triggers: [{ on: 'contact.merged' }],
    actions: [{ do: 'tag.add', with: { tag: 'merged' } }],
  })
})

async function two(name: string): Promise<{ into: string; from: string }> {
  await happens('here', name, 'member.joined')
  await happens('there', name, 'member.joined')
  await idle()
  return { into: (await contact('here', name)).id, from: (await contact('there', name)).id }
}

const merge = (body: object) => get('/api/v1/contacts/merge', { body })

async function sums(): Promise<void> {
  const { results } = await DB.prepare(
    `SELECT l.subject_id AS id, sum(l.delta) AS total, max(coalesce(s.points, 0)) AS points FROM ledger l
      LEFT JOIN subjects s ON s.id = l.subject_id GROUP BY 1`,
  ).all<{ total: number; points: number }>()
  for (const { total, points } of results) expect(total).toBe(points)
}

test('makes one of two: nothing lost, nothing doubled, and the old id is the survivor', async () => {
  const { into, from } = await two('ann')
  await get(`/api/v1/contacts/${from}`, {
    method: 'PATCH',
    body: { add_tags: ['x'], traits: { a: 1, b: 2 }, phone: '123', consents: { promotional: false } },
  })
  await get(`/api/v1/contacts/${into}`, {
    method: 'PATCH',
    body: { add_tags: ['y'], traits: { a: 9 }, consents: { promotional: true } },
  })
  const survivor = await merge({ into, from })
  expect(survivor).toMatchObject({
    id: into,
    points: 20,
    traits: { a: 9, b: 2 },
    phone: '123',
    consents: { promotional: false },
  })
  expect(survivor.identities).toHaveLength(2)
  await idle()
  expect(await get(`/api/v1/contacts/${from}`)).toMatchObject({
    id: into,
    merged_into: into,
    tags: expect.arrayContaining(['x', 'y', 'merged']),
  })
  const runs = (await get(`/api/v1/runs?workflow=welcome`)).items as {
    contact_id: string
    status: string
    reason?: string
  }[]
  expect(runs.filter(({ status }) => status === 'cancelled')).toMatchObject([{ contact_id: into, reason: 'merged' }])
  expect(runs.filter(({ status }) => status !== 'cancelled')).toMatchObject([{ contact_id: into, status: 'waiting' }])
  await sums()
  expect((await merge({ into, from })).points).toBe(20)
  await happens('there', 'ann', 'message.received', { text: 'hi' })
  await idle()
  expect((await contact('there', 'ann')).id).toBe(into)
  await advance('31d')
  expect((await get(`/api/v1/contacts/${into}`)).points).toBe(0)
  await sums()
})

test('reaches the survivor with what was on its way to the one who went', async () => {
  const { into, from } = await two('bob')
  await merge({ into, from })
  const now = Date.now()
  await DB.prepare(
    `INSERT INTO events (id, type, subject_id, at, received_at, data, causes, status, lease_until)
      VALUES ('late-bob', 'member.joined', ?1, ?2, ?2, '{}', '[]', 'pending', 0)`,
  )
    .bind(from, now)
    .run()
  await advance('1m')
  const event = await get('/api/v1/events/late-bob')
  expect(event).toMatchObject({ status: 'handled', contact_id: into })
})

test('is one commit, whoever else writes meanwhile, in both directions at once', async () => {
  const { into, from } = await two('cat')
  await Promise.all([
    ask('/api/v1/contacts/merge', { body: { into, from } }),
    ask('/api/v1/contacts/merge', { body: { into, from } }),
    ask('/api/v1/contacts/merge', { body: { into: from, from: into } }),
    ...[1, 2, 3].map(() => happens('there', 'cat', 'message.received', { text: 'x' })),
    ask('/api/v1/points', { body: { contact_id: from, delta: 5, reason: 'race' } }),
  ])
  await idle()
  const one = await contact('here', 'cat')
  expect((await contact('there', 'cat')).id).toBe(one.id)
  expect(one.points).toBe(25)
  await sums()
})

test('tells in one timeline what happened to either, page by page', async () => {
  const { into, from } = await two('fay')
  await happens('there', 'fay', 'message.received', { text: 'as the one who goes' })
  await advance('1m')
  await happens('here', 'fay', 'message.received', { text: 'as the one who stays' })
  await merge({ into, from })
  await idle()
  const whole = (await get(`/api/v1/contacts/${into}/timeline?limit=200`)).items
  const said = whole.flatMap(({ event }: { event?: { data: { text?: string } } }) => event?.data.text ?? [])
  expect(said).toEqual(['as the one who stays', 'as the one who goes'])
  const joined = whole.filter(({ event }: { event?: { type: string } }) => event?.type === 'member.joined')
  expect(joined.map(({ event }: { event: { contact_id: string } }) => event.contact_id).sort()).toEqual(
    [into, from].sort(),
  )
  for (const limit of [1, 3, 7]) {
    const paged: unknown[] = []
    for (let cursor = ''; ; ) {
      const page = await get(`/api/v1/contacts/${from}/timeline?limit=${limit}${cursor}`)
      paged.push(...page.items)
      if (page.next_cursor === null) break
      cursor = `&cursor=${page.next_cursor}`
    }
    expect(paged).toEqual(whole)
  }
})

test('refuses a contact that is not there, and one and the same', async () => {
  const { into } = await two('dot')
  expect((await ask('/api/v1/contacts/merge', { body: { into, from: 'c-none' } })).status).toBe(404)
  expect((await ask('/api/v1/contacts/merge', { body: { into, from: into } })).status).toBe(400)
})

test('erases what was left under the old id, too', async () => {
  const { into, from } = await two('eve')
  await merge({ into, from })
  expect((await ask(`/api/v1/contacts/${into}`, { method: 'DELETE' })).status).toBe(204)
  expect((await ask(`/api/v1/contacts/${from}`)).status).toBe(404)
  const left = await DB.prepare('SELECT count(*) AS n FROM ledger WHERE subject_id IN (?1, ?2)')
    .bind(into, from)
    .first<{ n: number }>()
  expect(left?.n).toBe(0)
})
