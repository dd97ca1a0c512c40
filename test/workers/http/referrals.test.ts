import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

const { DB } = env as unknown as { DB: D1Database }
const SLOW = { timeout: 60_000 }

beforeAll(async () => {
  await migrate()
  await sandbox('club')
  await get('/dev/clock', { body: { set: '2026-03-02T12:00:00Z' } })
  await install({
    id: 'invite',
    triggers: [{ on: 'custom.invite' }],
    actions: [{ id: 'mine', do: 'referral.code' }],
  })
  await install({
    id: 'join',
    triggers: [{ on: 'member.joined', if: 'has(event.data.state) || has(event.data.inviter)' }],
    actions: [
      {
        id: 'by',
        do: 'referral.attribute',
        with: { code: { expr: 'has(event.data.state) ? event.data.state : event.data.inviter' } },
      },
    ],
  })
  await install({
    id: 'rung',
    triggers: [{ on: 'referral.rung_reached' }],
    entry: { mode: 'parallel', max: 100 },
    actions: [{ do: 'points.award', with: { points: { expr: 'event.data.count' }, reason: 'rung' } }],
  })
  await install({
    id: 'by-hand',
    triggers: [{ on: 'custom.qualify' }],
    actions: [{ id: 'q', do: 'referral.qualify', with: {} }],
  })
  await install({
    id: 'no',
    triggers: [{ on: 'custom.reject' }],
    actions: [{ id: 'r', do: 'referral.reject', with: { reason: 'fake' } }],
  })
})

async function codeOf(user: string, data: object = {}): Promise<string> {
  await happens('club', user, 'custom.invite', data)
  await idle()
  const { id } = await contact('club', user)
  return (await answer(`/contacts/${id}/referral-code`, { body: {} })).body.code
}

async function join(user: string, state: string, data: object = {}): Promise<void> {
  await happens('club', user, 'member.joined', { state, ...data })
}

// biome-ignore lint/suspicious/noExplicitAny: as the API shows it
async function outcome(user: string): Promise<any> {
  const { id } = await contact('club', user)
  const runs = (await get(`/api/v1/runs?workflow=join&contact_id=${id}`)).items
  return runs[0]?.steps.by
}

async function referralOf(user: string) {
  return (await answer(`/referrals/${(await contact('club', user)).id}`)).body
}

async function eventsOf(user: string, type: string) {
  const { id } = await contact('club', user)
  return (await get(`/api/v1/events?contact_id=${id}&type=${type}&limit=200`)).items
}

it('gives each member one code, kept, by action and by API', SLOW, async () => {
  const code = await codeOf('ada')
  expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/)
  const { id } = await contact('club', 'ada')
  const [run] = (await get(`/api/v1/runs?workflow=invite&contact_id=${id}`)).items
  expect(run.steps.mine).toEqual({ code, link: `https://qunflow.test/r/${code}` })
  expect(await codeOf('ada')).toBe(code)
})

it('attributes once, qualifies by days stayed, reaches each rung once, and takes back who leaves', SLOW, async () => {
  const code = await codeOf('kol')
  for (let i = 0; i < 4; i++) await join(`fan${i}`, i === 0 ? `qrscene_${code.toLowerCase()}` : code)
  await join('byname', '', { inviter: 'kol', state: 'kol' })
  await join('nobody', 'WRONGCODE')
  await idle()
  const kol = await contact('club', 'kol')
  expect(await outcome('fan0')).toMatchObject({ status: 'pending', referrer_id: kol.id })
  expect(await outcome('byname')).toMatchObject({ status: 'pending', referrer_id: kol.id })
  expect(await outcome('nobody')).toMatchObject({ status: 'refused', reason: 'unknown_code' })
  expect(kol.referrals).toBe(0)
  expect(await eventsOf('kol', 'referral.attributed')).toHaveLength(5)
  await happens('club', 'fan3', 'member.left')
  await advance('7d')
  await idle()
  expect(await contact('club', 'kol')).toMatchObject({ referrals: 4, points: 3 })
  expect(await referralOf('fan3')).toMatchObject({ status: 'rejected', reason: 'left' })
  await happens('club', 'fan0', 'member.left')
  await happens('club', 'fan1', 'member.left')
  await idle()
  expect(await contact('club', 'kol')).toMatchObject({ referrals: 2, points: 3 })
  const rejected = await eventsOf('kol', 'referral.rejected')
  expect(rejected[0].data).toMatchObject({ reversed: true, role: 'referrer', from: 'qualified' })
  expect(await eventsOf('kol', 'referral.rung_lost')).toMatchObject([{ data: { rung: 'course-coupon', count: 3 } }])
  await join('late', code)
  await advance('7d')
  await idle()
  expect(await contact('club', 'kol')).toMatchObject({ referrals: 3, points: 3 })
  expect(await eventsOf('kol', 'referral.rung_reached')).toHaveLength(1)
})

it('knows nobody who was here before, nobody twice, and nobody who came too long ago', SLOW, async () => {
  const code = await codeOf('kol2')
  await happens('club', 'old', 'member.joined')
  await join('old', code)
  await join('once', code)
  await join('once', await codeOf('ada'))
  await idle()
  expect(await outcome('old')).toMatchObject({ status: 'refused', reason: 'known_before' })
  expect(await outcome('once')).toMatchObject({ status: 'refused', reason: 'already_attributed' })
  expect((await referralOf('once')).referrer_id).toBe((await contact('club', 'kol2')).id)
})

it('rejects self-invites and rings, and says why', SLOW, async () => {
  const code = await codeOf('a', { device: 'phone-a' })
  await join('a', code)
  await join('twin', code, { device: 'PHONE-A' })
  await join('b', code)
  await idle()
  await join('c', await codeOf('b'))
  await idle()
  await join('a2', code)
  await join('a', await codeOf('c'))
  await idle()
  expect(await outcome('twin')).toMatchObject({ status: 'rejected', reason: 'same_device' })
  expect((await referralOf('twin')).signals[0].explanation['zh-CN']).toContain('同一台设备')
  const x = await codeOf('x')
  await join('y', x)
  await idle()
  const z = await codeOf('y')
  await happens('club', 'x', 'member.joined', { state: z })
  await idle()
  expect(await outcome('x')).toMatchObject({ status: 'rejected', reason: 'ring' })
})

it('takes and gives back by the decision of a workflow or of a person', SLOW, async () => {
  const code = await codeOf('lead')
  await join('d1', code, { device: 'shared' })
  await idle()
  await join('d2', code, { device: 'shared' })
  await join('d3', await codeOf('lead'), { device: 'shared' })
  await idle()
  expect(await referralOf('d2')).toMatchObject({ status: 'held', reason: 'device_cluster' })
  expect(await referralOf('d3')).toMatchObject({ status: 'rejected' })
  const { id } = await contact('club', 'd3')
  expect((await answer(`/referrals/${id}/approve`, { body: { reason: 'a school' } })).body.status).toBe('pending')
  expect((await answer('/referrals?status=held')).body.items.map(({ id: one }: { id: string }) => one)).toContain(
    (await contact('club', 'd2')).id,
  )
  for (const user of ['d1', 'd2', 'd3']) await happens('club', user, 'custom.qualify')
  await idle()
  expect((await contact('club', 'lead')).referrals).toBe(2)
  await advance('14d')
  await idle()
  expect((await contact('club', 'lead')).referrals).toBe(3)
  await happens('club', 'd1', 'custom.reject')
  await idle()
  expect(await referralOf('d1')).toMatchObject({ status: 'reversed', reason: 'fake' })
  const d2 = (await contact('club', 'd2')).id
  expect((await answer(`/referrals/${d2}/reject`, { body: {} })).body).toMatchObject({ status: 'reversed' })
  expect((await answer(`/referrals/${d2}/reject`, { body: {} })).status).toBe(409)
  expect((await contact('club', 'lead')).referrals).toBe(1)
})

it(
  'is exact for 200 who join at once by one code: no rung twice, and the counts are those of the rows',
  SLOW,
  async () => {
    const code = await codeOf('star')
    const joined = { specversion: '1.0', source: 'test', type: 'member.joined', data: { state: code } }
    const events = Array.from({ length: 200 }, (_, i) => ({ ...joined, id: `star-${i}`, subject: `s${i}` }))
    const headers = { 'content-type': 'application/cloudevents-batch+json' }
    expect(await get('/events?channel=club', { body: events, headers })).toEqual({ accepted: 200, duplicates: 0 })
    await idle()
    await advance('15d')
    await idle()
    const star = await contact('club', 'star')
    const { results } = await DB.prepare('SELECT status, count(*) AS n FROM referrals WHERE referrer_id = ? GROUP BY 1')
      .bind(star.id)
      .all()
    expect(results).toEqual([{ status: 'qualified', n: 200 }])
    expect(star.referrals).toBe(200)
    expect(await eventsOf('star', 'referral.rung_reached')).toHaveLength(2)
  },
)

it('erases what is known of a contact', SLOW, async () => {
  const { id } = await contact('club', 's1')
  await answer(`/contacts/${id}`, { method: 'DELETE' })
  const { results } = await DB.prepare('SELECT * FROM referrals WHERE invitee_id = ?').bind(id).all()
  expect(results).toEqual([])
})

it('shows an invitation in the visitor’s language, keeps who invited, and counts a person once', SLOW, async () => {
  const code = await codeOf('host')
  const look = (headers: Record<string, string> = {}, method = 'GET') =>
    ask(`/r/${code}`, { key: null, headers, method, redirect: 'manual' })
  const clicks = async () =>
    (await answer(`/contacts/${(await contact('club', 'host')).id}/referral-code`, { body: {} })).body.clicks
  const first = await look({ 'accept-language': 'zh-CN,zh;q=0.9' })
  const page = await first.text()
  expect(page).toContain('lang="zh-CN"')
  expect(page).toContain('You are invited')
  expect(page).toContain(code)
  const cookie = first.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(
    new RegExp(`^qunflow_invite=${code}\\.[^;]+; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax$`),
  )
  await look({ cookie: cookie.split(';')[0] ?? '' })
  await look({}, 'HEAD')
  await look({ 'user-agent': 'TelegramBot (like TwitterBot)' })
  expect(await clicks()).toBe(1)
  expect((await ask('/r/AAAAAAAA', { key: null })).status).toBe(404)
  await get('/api/v1/settings', {
    method: 'PUT',
    body: { referral: { target: 'https://t.me/bot?start={code}', auto: ['start', 'inviter'] } },
  })
  const led = await look()
  expect([led.status, led.headers.get('location')]).toEqual([302, `https://t.me/bot?start=${code}`])
  for (const target of [
    'http://x.example',
    'https://{code}.example/',
    'https://x.example@evil.example/',
    'javascript:1',
  ])
    expect((await answer('/settings', { method: 'PUT', body: { referral: { target } } })).status).toBe(400)
  const token = decodeURIComponent(/qunflow_invite=([^;]+)/.exec(cookie)?.[1] ?? '')
  await happens('club', 'auto1', 'member.joined', { start: token })
  await happens('club', 'auto2', 'member.joined', { inviter: 'host' })
  await happens('club', 'auto3', 'member.joined', { start: 'NOTACODE' })
  await idle()
  expect((await answer(`/referrals?referrer_id=${(await contact('club', 'host')).id}`)).body.items).toHaveLength(2)
  expect(await referralOf('auto1')).toMatchObject({ status: 'pending', code })
  expect(await referralOf('auto3')).toMatchObject({ status: 404 })
})

it('hears the answer of an automatic attribution again after a crash between asking and hearing', SLOW, async () => {
  const code = await codeOf('host')
  await happens('club', 'crashed', 'member.joined', { start: code })
  await idle()
  const { id } = await contact('club', 'crashed')
  const row = await DB.prepare(
    'SELECT asked, at, (SELECT facts FROM subjects WHERE id = ?1) AS facts FROM referrals WHERE invitee_id = ?1',
  )
    .bind(id)
    .first<{ asked: string; at: number; facts: string }>()
  const { referral, ...facts } = JSON.parse(row?.facts ?? '{}')
  const asking = { id: row?.asked, at: row?.at, happenedAt: row?.at, marks: {} }
  expect(referral.asking).toBeUndefined()
  await DB.batch([
    DB.prepare("UPDATE referrals SET status = 'asked' WHERE invitee_id = ?1").bind(id),
    DB.prepare('DELETE FROM events WHERE id = ?1').bind(`${id}-referral-0`),
    DB.prepare('UPDATE subjects SET facts = ?2, due_at = ?3 WHERE id = ?1').bind(
      id,
      JSON.stringify({ ...facts, referral: { asking } }),
      row?.at ?? 0,
    ),
  ])
  await get('/dev/clock', { body: { advance: '1m' } })
  await idle()
  expect(await referralOf('crashed')).toMatchObject({
    status: 'pending',
    referrer_id: (await contact('club', 'host')).id,
  })
})

it(
  'merges two that were each brought by somebody: one of them counts, and the counts of both add up',
  SLOW,
  async () => {
    await get('/api/v1/settings', {
      method: 'PUT',
      body: { referral: { qualify: { on: 'custom.bought' }, limits: { too_fast: '0s' } } },
    })
    const [p, q] = [await codeOf('merge-p'), await codeOf('merge-q')]
    await join('m1', p)
    await join('m2', q)
    await idle()
    await join('m3', await codeOf('m1'))
    await join('m4', await codeOf('m2'))
    await idle()
    for (const user of ['m1', 'm2', 'm3', 'm4']) await happens('club', user, 'custom.bought')
    await idle()
    const [m1, m2] = [await contact('club', 'm1'), await contact('club', 'm2')]
    expect([(await contact('club', 'merge-q')).referrals, m1.referrals, m2.referrals]).toEqual([1, 1, 1])
    const merged = await answer('/contacts/merge', { body: { into: m1.id, from: m2.id } })
    expect(merged.status).toBe(200)
    await idle()
    expect((await contact('club', 'm2')).referrals).toBe(2)
    expect((await contact('club', 'merge-p')).referrals).toBe(1)
    expect((await contact('club', 'merge-q')).referrals).toBe(0)
  },
)
