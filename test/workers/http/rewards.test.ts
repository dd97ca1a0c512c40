import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

const { DB } = env as unknown as { DB: D1Database }
const SLOW = { timeout: 30_000 }

beforeAll(async () => {
  await migrate()
  await sandbox('club')
  await get('/dev/clock', { body: { set: '2026-03-02T12:00:00Z' } })
  await get('/api/v1/settings', {
    method: 'PUT',
    body: { tiers: { levels: [{ id: 'basic' }, { id: 'gold', if: 'contact.points >= 100' }], grace: '1d' } },
  })
  await install({
    id: 'earn',
    triggers: [{ on: 'custom.earn' }],
    entry: { mode: 'parallel', max: 50 },
    actions: [
      {
        do: 'points.award',
        with: { points: { expr: 'event.data.points' }, reason: 'earned', pending_for: { expr: 'event.data.pending' } },
      },
    ],
  })
  await install({
    id: 'check',
    triggers: [{ on: 'checkin.made' }],
    actions: [{ id: 'c', do: 'checkin.record', with: {} }],
  })
})

async function member(user: string, points: number, more: object = { pending: null }) {
  await happens('club', user, 'custom.earn', { points, ...more })
  await idle()
  return contact('club', user)
}

async function rowsRead(path: string): Promise<number> {
  await get('/dev/stats/reset', { method: 'POST' })
  await get(path)
  return (await get('/dev/stats')).d1.rows_read
}

test('shows a page and a rank of a board of 100 000 by reading no more than they show', SLOW, async () => {
  const { id } = await member('ranked', 5000)
  const fill = `INSERT INTO standings (board, period, score, subject_id)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    SELECT 'points', 'ever', i, 'x' || i FROM n`
  await DB.prepare(fill).run()
  const page = await get('/api/v1/leaderboards/points?period=all&limit=3')
  expect(page.items.map(({ rank, score }: { rank: number; score: number }) => [rank, score])).toEqual([[1, 100000], [2, 99999], [3, 99998]]) // biome-ignore format: one shape
  const next = await get(`/api/v1/leaderboards/points?period=all&limit=3&cursor=${page.next_cursor}`)
  expect(next.items[0]).toMatchObject({ rank: 4, score: 99997 })
  // A page of 50 reads 51 places and no contact; the catalogue and the door read the rest.
  expect(await rowsRead('/api/v1/leaderboards/points?period=all')).toBeLessThan(200)
  await DB.prepare("DELETE FROM standings WHERE subject_id LIKE 'x%' AND score > 5009").run()
  const mine = await get(`/api/v1/leaderboards/points?period=all&limit=1&contact_id=${id}`)
  expect(mine.contact).toEqual({ contact_id: id, rank: 10, score: 5000 })
  expect(await rowsRead(`/api/v1/leaderboards/points?period=all&limit=1&contact_id=${id}`)).toBeLessThan(200)
  await DB.prepare("DELETE FROM standings WHERE subject_id LIKE 'x%'").run()
})

test('writes rows for the boards only when points are earned', async () => {
  const rows = async () => {
    await get('/api/v1/leaderboards/points')
    return (await DB.prepare('SELECT count(*) AS n FROM standings').first<{ n: number }>())?.n
  }
  const before = await rows()
  await happens('club', 'silent', 'message.received', { text: 'hello' })
  await idle()
  expect(await rows()).toBe(before)
  await member('earner', 10)
  await member('earner', 10)
  expect(await rows()).toBe((before ?? 0) + 3)
})

test('counts what 200 concurrent events earn exactly, on the ledger and on the boards', SLOW, async () => {
  await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      happens('club', `racer${i % 8}`, 'custom.earn', { points: 3, pending: null }),
    ),
  )
  await idle()
  for (let i = 0; i < 8; i++) {
    const { id, points } = await contact('club', `racer${i}`)
    const board = await get(`/api/v1/leaderboards/points?contact_id=${id}`)
    const { items } = await get(`/api/v1/points?contact_id=${id}&limit=200`)
    const sum = items.reduce((all: number, { delta }: { delta: number }) => all + delta, 0)
    expect([points, sum, items.length, board.contact.score]).toEqual([75, 75, 25, 75])
  }
  const { results } = await DB.prepare(
    "SELECT subject_id FROM standings WHERE period = 'ever' AND board = 'points' GROUP BY subject_id HAVING count(*) > 1",
  ).all()
  expect(results).toEqual([])
})

test('shows what is pending beside the ledger, and enters it when its time comes', async () => {
  const { id, points } = await member('patient', 9, { pending: '2d' })
  expect(points).toBe(0)
  const before = await get(`/api/v1/points?contact_id=${id}`)
  expect(before).toMatchObject({
    items: [],
    balance: 0,
    pending: [{ points: 9, available_at: '2026-03-04T12:00:00.000Z' }],
  })
  await advance('2d')
  const after = await get(`/api/v1/points?contact_id=${id}`)
  expect(after).toMatchObject({
    balance: 9,
    pending: [],
    items: [{ delta: 9, kind: 'award', available_at: '2026-03-04T12:00:00.000Z' }],
  })
})

test('reverses an entry once, and corrects the board', async () => {
  const { id } = await member('returner', 40)
  const [entry] = (await get(`/api/v1/points?contact_id=${id}`)).items
  const all = await Promise.all(
    Array.from({ length: 4 }, () => answer(`/points/${entry.id}/reverse`, { body: { reason: 'refunded' } })),
  )
  expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
  expect(all[0]?.body).toMatchObject({ kind: 'reverse', delta: -40, balance: 0 })
  expect((await get(`/api/v1/leaderboards/points?contact_id=${id}`)).contact).toEqual({
    contact_id: id,
    rank: null,
    score: 0,
  })
  expect((await answer('/points/nobody.1/reverse', { body: { reason: 'x' } })).status).toBe(404)
})

test('expires points that an operator gave until a time', async () => {
  const { id } = await member('guest', 1)
  const now = Date.parse((await get('/dev/clock')).now)
  const body = { contact_id: id, delta: 10, reason: 'gift', expires_at: new Date(now + 3_600_000).toISOString() }
  expect((await answer('/points', { body })).body).toMatchObject({
    delta: 10,
    balance: 11,
    expires_at: body.expires_at,
  })
  await advance('1h')
  expect((await get(`/api/v1/points?contact_id=${id}`)).items[0]).toMatchObject({
    kind: 'expire',
    delta: -10,
    balance: 1,
  })
})

test('puts members into tiers by the settings and by hand, refuses rules that cannot be read, and awards badges', async () => {
  const wrong = await answer('/settings', {
    method: 'PUT',
    body: { tiers: { levels: [{ id: 'a', if: 'contact.pionts > 1' }] } },
  })
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'tiers.levels[0].if' }] } })
  expect(await answer('/badges', { body: { id: 'bad', name: 'Bad', rule: 'contact.' } })).toMatchObject({ status: 400 })
  await answer('/badges/rich', {
    method: 'PUT',
    body: { name: { en: 'Rich', 'zh-CN': '富' }, rule: "contact.tier == 'gold'" },
  })
  await answer('/badges', { body: { id: 'kind', name: 'Kind' } })
  const made = await member('climber', 100)
  expect(made).toMatchObject({ tier: 'gold', badges: ['rich'] })
  const events = (await get(`/api/v1/events?contact_id=${made.id}&type=contact.tier_changed`)).items
  expect(events[0]).toMatchObject({ data: { from: null, to: 'gold' } })
  expect(
    (await answer(`/contacts/${made.id}/tier`, { method: 'PUT', body: { tier: 'basic', for: '1d' } })).body,
  ).toMatchObject({ tier: 'basic', changed: true })
  await advance('1d')
  expect((await contact('club', 'climber')).tier).toBe('gold')
  expect((await answer(`/contacts/${made.id}/tier`, { method: 'PUT', body: { tier: 'none' } })).status).toBe(422)
  expect((await answer(`/contacts/${made.id}/badges`, { body: { badge: 'kind' } })).body.items).toHaveLength(2)
  expect((await answer(`/contacts/${made.id}/badges`, { body: { badge: 'none' } })).status).toBe(422)
})

test('shows a streak, and that it is over', async () => {
  for (let day = 0; day < 3; day++) {
    await happens('club', 'daily', 'checkin.made')
    await advance('1d')
  }
  const { id } = await contact('club', 'daily')
  expect(await get(`/api/v1/contacts/${id}`)).toMatchObject({ streak: 3, best_streak: 3 })
  expect((await get(`/api/v1/leaderboards/checkins?period=all&contact_id=${id}`)).contact).toMatchObject({
    rank: 1,
    score: 3,
  })
  await advance('2d')
  expect(await get(`/api/v1/contacts/${id}`)).toMatchObject({ streak: 0, best_streak: 3 })
})

test('erasing a contact takes it off the boards', async () => {
  const { id } = await contact('club', 'daily')
  await answer(`/contacts/${id}`, { method: 'DELETE' })
  const { results } = await DB.prepare('SELECT * FROM standings WHERE subject_id = ?').bind(id).all()
  expect(results).toEqual([])
})

test('looks again at a rule that asks for the time when its time comes, and at nobody before', async () => {
  await answer('/badges', { body: { id: 'month', name: 'A month', rule: 'now - contact.joined_at >= days(30)' } })
  await happens('club', 'stays', 'member.joined')
  await idle()
  const { id } = await contact('club', 'stays')
  const row = () =>
    DB.prepare("SELECT facts->>'ruleAt' AS at FROM subjects WHERE id = ?1").bind(id).first<{ at: number }>()
  const { joined_at } = await contact('club', 'stays')
  expect((await row())?.at).toBeGreaterThanOrEqual(Date.parse(joined_at) + 30 * 86_400_000)
  expect((await row())?.at).toBeLessThanOrEqual(Date.parse(joined_at) + 30 * 86_400_000 + 1_000)
  await advance('29d')
  expect((await contact('club', 'stays')).badges).not.toContain('month')
  await advance('1d')
  await advance('1s')
  expect((await contact('club', 'stays')).badges).toContain('month')
  expect((await row())?.at).toBeNull()
})
