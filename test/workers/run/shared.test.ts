import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from '../http/api-world.ts'

const { DB } = env as unknown as { DB: D1Database }
const BATCH = 'application/cloudevents-batch+json'
const SLOW = { timeout: 30_000 }

beforeAll(async () => {
  await migrate()
  await sandbox('crowd')
  await get('/dev/clock', { body: { set: '2026-03-02T00:00:00Z' } })
})

const many = (n: number, of: (i: number) => Promise<unknown>) => Promise.all(Array.from({ length: n }, (_, i) => of(i)))

// biome-ignore lint/suspicious/noExplicitAny: runs as the API shows them
async function runsOf(workflow: string): Promise<any[]> {
  return (await get(`/api/v1/runs?workflow=${workflow}&limit=200`)).items
}

async function sums(): Promise<{ id: string; points: number; sum: number }[]> {
  const sql = `SELECT s.id, s.points, (SELECT coalesce(sum(delta), 0) FROM ledger l WHERE l.subject_id = s.id) AS sum,
    (SELECT min(balance) FROM ledger l WHERE l.subject_id = s.id) AS least FROM subjects s WHERE s.kind = 'contact'`
  const { results } = await DB.prepare(sql).all<{ id: string; points: number; sum: number; least: number | null }>()
  expect(results.filter(({ points, sum, least }) => points !== sum || (least ?? 0) < 0)).toEqual([])
  return results
}

it('gives no code twice: 60 at once ask for 40 imported codes, and everybody knows what they got', SLOW, async () => {
  const codes = Array.from({ length: 40 }, (_, i) => `CODE-${i}`)
  const made = await answer('/coupons', {
    body: { id: 'imported', name: 'A', kind: 'imported', expires_in: '2d', codes },
  })
  expect(made).toMatchObject({ status: 201, body: { left: 40, issued: 0, total: 40 } })
  expect((await answer('/coupons/imported/codes', { body: { codes: ['CODE-1', 'CODE-2'] } })).body).toEqual({
    added: 0,
    duplicates: 2,
  })
  await install({
    id: 'issue',
    triggers: [{ on: 'custom.issue' }],
    actions: [{ id: 'gift', do: 'coupon.issue', with: { coupon: 'imported' }, on_error: 'continue' }],
  })
  await many(60, (i) => happens('crowd', `m${i}`, 'custom.issue'))
  await idle()
  const gifts = (await runsOf('issue')).map(({ steps }) => steps.gift)
  const given = gifts.flatMap(({ code }) => code ?? [])
  expect(given).toHaveLength(40)
  expect(new Set(given).size).toBe(40)
  expect(gifts.filter(({ error }) => error?.code === 'pool_empty')).toHaveLength(20)
  expect((await answer('/coupons/imported')).body).toMatchObject({ left: 0, issued: 40 })
  const { items } = await get('/api/v1/coupons/imported/codes?limit=200')
  expect(items.filter(({ contact_id }: { contact_id: string | null }) => contact_id)).toHaveLength(40)
})

it('lets a code be used once, before it expires, by API or event', SLOW, async () => {
  const { items } = await get('/api/v1/coupons/imported/codes?limit=3')
  const [first, second, third] = items
  const use = (code: string) => answer(`/coupons/imported/codes/${code}/use`, { body: { order_id: 'o1' } })
  const uses = await many(3, () => use(first.code))
  expect((uses as { status: number }[]).map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect((await use('NOPE')).status).toBe(404)
  const told = await get(`/api/v1/events?contact_id=${first.contact_id}&type=coupon.used`)
  expect(told.items).toMatchObject([{ data: { code: first.code, coupon: 'imported', order_id: 'o1' } }])
  expect(told.items[0].reason ?? '').not.toContain('coupon')
  await happens('crowd', 'shopper', 'coupon.used', { code: second.code })
  await advance('1m')
  for (const code of [second.code, 'NOPE']) await happens('crowd', 'shopper', 'coupon.used', { code })
  await idle()
  const { id } = await contact('crowd', 'shopper')
  const reasons = (await get(`/api/v1/events?contact_id=${id}&type=coupon.used`)).items
  expect(reasons.map(({ reason }: { reason: string }) => reason)).toEqual([
    'no match; unknown coupon code',
    'no match; coupon code used before',
    'no match',
  ])
  expect((await answer('/coupons/imported')).body).toMatchObject({ used: 2 })
  await advance('2d')
  expect(await use(third.code)).toMatchObject({ status: 409, body: { detail: 'the code has expired' } })
  expect((await answer(`/coupons/imported/codes/${third.code}`)).body).toMatchObject({ status: 'expired' })
})

it(
  'generates codes of their own, each member as many as one may have, and answers an unknown coupon',
  SLOW,
  async () => {
    await answer('/coupons/made', {
      method: 'PUT',
      body: { name: 'M', prefix: 'HI-', length: 8, per_member: 1, total: 25 },
    })
    await install({
      id: 'make',
      triggers: [{ on: 'custom.make' }],
      actions: [
        { id: 'gift', do: 'coupon.issue', with: { coupon: { expr: 'event.data.coupon' } }, on_error: 'continue' },
      ],
    })
    await many(20, (i) => happens('crowd', `g${i % 10}`, 'custom.make', { coupon: 'made' }))
    await idle()
    await happens('crowd', 'g0', 'custom.make', { coupon: 'nothing' })
    await idle()
    const gifts = (await runsOf('make')).map(({ steps }) => steps.gift)
    const given = gifts.flatMap(({ code }) => code ?? [])
    expect(given).toHaveLength(10)
    expect(new Set(given).size).toBe(10)
    expect(given.every((code) => /^HI-[A-Z2-9]{8}$/.test(code))).toBe(true)
    expect(gifts.filter(({ error }) => error?.code === 'limit_reached')).toHaveLength(10)
    expect(gifts.filter(({ error }) => error?.code === 'unknown_coupon')).toHaveLength(1)
  },
)

it(
  'generates no more codes than a pool has, in one commit and in several at once, and says when few are left',
  SLOW,
  async () => {
    const last = (id: string, total: number) =>
      answer(`/coupons/${id}`, { method: 'PUT', body: { name: id, length: 12, total } })
    await Promise.all([last('few', 5), last('many', 30)])
    const asks = (coupon: string, from: number, n: number) =>
      Array.from({ length: n }, (_, i) => ({
        ...{ specversion: '1.0', source: 'test', id: `${coupon}-${from + i}`, type: 'custom.make' },
        ...{ subject: `${coupon}-${from + i}`, data: { coupon } },
      }))
    const batch = (events: object[]) =>
      get('/events?channel=crowd', { body: events, headers: { 'content-type': BATCH } })
    await batch(asks('few', 0, 12))
    await many(6, (i) => batch(asks('many', i * 10, 10)))
    await idle()
    for (const [id, total, asked] of [
      ['few', 5, 12],
      ['many', 30, 60],
    ] as const) {
      const gifts = (await runsOf('make')).map(({ steps }) => steps.gift)
      const { items } = await get(`/api/v1/coupons/${id}/codes?limit=200`)
      const codes = new Set(items.map(({ code }: { code: string }) => code))
      expect(codes.size).toBe(total)
      expect(gifts.filter(({ code }) => codes.has(code))).toHaveLength(total)
      expect(gifts.filter(({ error }) => error?.message?.startsWith(`${id}:`))).toHaveLength(asked - total)
      expect((await answer(`/coupons/${id}`)).body).toMatchObject({ left: 0, issued: total })
    }
    expect(await stockAlerts('coupon:few')).toEqual([[2, 1]])
    expect(await stockAlerts('coupon:many')).toEqual([[2, 2]])
  },
)

/** Level and occurrences. */
async function stockAlerts(resource: string): Promise<[number, number][]> {
  const { items } = await get('/api/v1/alerts?limit=200')
  return items
    .filter(({ key }: { key: string }) => key === `health-stock:${resource}`)
    .map(({ level, occurrences }: { level: number; occurrences: number }) => [level, occurrences])
}

it(
  'changes balance and stock together or not at all: 200 at once want 30 of an item, some of them twice',
  SLOW,
  async () => {
    await answer('/items/mug', { method: 'PUT', body: { name: 'Mug', points: 30, stock: 30 } })
    await install({
      id: 'earn',
      triggers: [{ on: 'custom.earn' }],
      entry: { mode: 'parallel', max: 50 },
      actions: [{ do: 'points.award', with: { points: 50, reason: 'earned' } }],
    })
    await install({
      id: 'buy',
      triggers: [{ on: 'custom.buy' }],
      entry: { mode: 'parallel', max: 50 },
      actions: [{ id: 'pay', do: 'points.redeem', with: { reason: 'mug', item: 'mug' }, on_error: 'continue' }],
    })
    await many(40, (i) => happens('crowd', `b${i}`, 'custom.earn'))
    await idle()
    await many(160, (i) => happens('crowd', `b${i % 40}`, 'custom.buy'))
    await idle()
    const pays = (await runsOf('buy')).map(({ steps }) => steps.pay)
    expect(pays.filter(({ entry_id }) => entry_id)).toHaveLength(30)
    const codes = new Set(pays.flatMap(({ error }) => error?.code ?? []))
    expect([...codes].every((code) => code === 'out_of_stock' || code === 'insufficient_points')).toBe(true)
    expect((await answer('/items/mug')).body).toMatchObject({ stock: 0, redeemed: 30 })
    expect(await stockAlerts('item:mug')).toEqual([[2, 2]])
    const all = await sums()
    expect(all.reduce((sum, { points }) => sum + points, 0)).toBe(40 * 50 - 30 * 30)
  },
)

it('gives no more than a budget has, and is exact with 200 events at once', SLOW, async () => {
  await get('/api/v1/settings', {
    method: 'PUT',
    body: { points: { budgets: { fund: { points: 500, per: 'month' } } } },
  })
  await install({
    id: 'fund',
    triggers: [{ on: 'custom.fund' }],
    entry: { mode: 'parallel', max: 50 },
    actions: [
      { id: 'a', do: 'points.award', with: { points: 7, reason: 'fund', budget: 'fund' }, on_error: 'continue' },
    ],
  })
  await many(200, (i) => happens('crowd', `f${i % 20}`, 'custom.fund'))
  await idle()
  const awards = (await runsOf('fund')).map(({ steps }) => steps.a)
  expect(awards.filter(({ entry_id }) => entry_id)).toHaveLength(71)
  expect(awards.filter(({ error }) => error?.code === 'budget_exhausted')).toHaveLength(129)
  await sums()
})

it('gives back what a run asked for and ended before it took it', SLOW, async () => {
  await answer('/items/cup', { method: 'PUT', body: { name: 'Cup', points: 10, stock: 1 } })
  await answer('/coupons/single', { body: { name: 'S', kind: 'imported', codes: ['ONLY'] }, method: 'PUT' })
  await install({
    id: 'crash',
    triggers: [{ on: 'custom.crash' }],
    actions: [
      { id: 'pay', do: 'points.redeem', with: { points: 10, reason: 'cup', item: 'cup' } },
      { id: 'gift', do: 'coupon.issue', with: { coupon: 'single' } },
      { wait: '1d' },
    ],
  })
  await happens('crowd', 'crasher', 'custom.earn')
  await idle()
  await happens('crowd', 'crasher', 'custom.crash')
  await idle()
  const [run] = await runsOf('crash')
  const { id, points } = await contact('crowd', 'crasher')
  expect(points).toBe(40)
  // As the commit that asked for the coupon has left it: then the run is cancelled before it hears the answer.
  const waiting = {
    for: 'grant',
    grant: `${run.id}:gift:0`,
    resource: 'coupon:single',
    gives: 'code',
    amount: 1,
    with: { coupon: 'single' },
  }
  await DB.prepare('UPDATE runs SET position = 1, waiting = ?2, wake_at = ?3 WHERE id = ?1')
    .bind(run.id, JSON.stringify(waiting), Date.parse('2030-01-01T00:00:00Z'))
    .run()
  await answer(`/runs/${run.id}/cancel`, { body: {} })
  expect((await answer('/coupons/single')).body).toMatchObject({ left: 1, issued: 0 })
  const [entry] = (await get(`/api/v1/points?contact_id=${id}`)).items
  const reversed = await answer(`/points/${entry.id}/reverse`, { body: { reason: 'returned' } })
  expect(reversed).toMatchObject({ status: 201, body: { kind: 'reverse', delta: 10, balance: 50 } })
  expect((await answer(`/points/${entry.id}/reverse`, { body: { reason: 'again' } })).status).toBe(200)
  expect((await answer('/items/cup')).body).toMatchObject({ stock: 1, redeemed: 0 })
  await sums()
})

it('hears the same answer again after a crash between asking and hearing', SLOW, async () => {
  await happens('crowd', 'crasher', 'custom.crash')
  await idle()
  const [run] = (await runsOf('crash')).filter(({ status }) => status === 'waiting')
  const waiting = {
    for: 'grant',
    grant: `${run.id}:gift:0`,
    resource: 'coupon:single',
    gives: 'code',
    amount: 1,
    with: { coupon: 'single' },
  }
  const now = Date.parse((await get('/dev/clock')).now)
  await DB.batch([
    DB.prepare('UPDATE runs SET position = 1, waiting = ?2, wake_at = ?3 WHERE id = ?1').bind(
      run.id,
      JSON.stringify(waiting),
      now,
    ),
    DB.prepare('UPDATE subjects SET due_at = ?2 WHERE id = ?1').bind(run.contact_id, now),
  ])
  await get('/dev/clock', { body: { advance: '1m' } })
  const [after] = (await runsOf('crash')).filter(({ id }) => id === run.id)
  expect(after.steps.gift.code).toBe('ONLY')
  expect((await answer('/coupons/single')).body).toMatchObject({ left: 0, issued: 1 })
})
