import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { accessTeam, TEAM } from '../../doubles/access.ts'
import { ADMIN, ask, get, migrate } from '../../world.ts'

const team = accessTeam()
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

beforeAll(migrate)
beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    expect(String(input)).toBe(`${TEAM}/cdn-cgi/access/certs`)
    return new Response(await team.certs())
  })
})
afterEach(() => vi.restoreAllMocks())

const audit = async () => (await get('/api/v1/audit?resource=sign-in')).items as Record<string, unknown>[]

async function visit(path: string, token: string, more: { cookie?: string; body?: Record<string, string> } = {}) {
  const { cookie, body } = more
  return ask(path, {
    key: null,
    redirect: 'manual',
    headers: { 'cf-access-jwt-assertion': token, 'cf-connecting-ip': '203.0.113.9', ...(cookie && { cookie }), ...(body && FORM) },
    ...(body && { body: new URLSearchParams(body).toString() }),
  })
} // biome-ignore format: one list

describe('Cloudflare Access', () => {
  it('lets nobody in who is not named, and says what to do', async () => {
    const token = await team.token({ email: 'nobody@elsewhere.test' })
    expect((await visit('/runs', token)).headers.get('location')).toBe('/sign-in?to=%2Fruns')
    const door = await visit('/sign-in', token)
    expect(door.status).toBe(403)
    expect(await door.text()).toContain('nobody@elsewhere.test')
    expect((await audit())[0]).toMatchObject({ key_id: 'nobody', status: 403, request: { by: 'access', email: 'nobody@elsewhere.test' } })
  }) // biome-ignore format: one list

  it('lets in who is named, as what they are named, and no further', async () => {
    const people = [{ email: '@example.com', role: 'viewer' }, { email: 'ADA@example.com', role: 'admin' }]
    await get('/api/v1/settings', { method: 'PUT', body: { access: { people } } })
    const admin = await visit('/settings/keys', await team.token())
    expect(admin.status).toBe(200)
    expect((await visit('/settings/keys', await team.token({ email: 'bob@example.com' }))).status).toBe(403)
    expect((await visit('/settings/keys', await team.token({ email: 'ada@example.com.evil.test' }))).status).toBe(303)
    expect((await audit())[0]).toMatchObject({ key_id: 'access:bob@example.com', role: 'viewer', status: 200 })
    const cookie = (admin.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    const page = await (await visit('/settings/community', await team.token(), { cookie })).text()
    const csrf = /name="_csrf" value="([^"]*)"/.exec(page)?.[1] ?? ''
    const form = { section: 'timezone', timezone: 'Asia/Tokyo' }
    expect((await visit('/settings/community', await team.token(), { cookie, body: form })).status).toBe(403)
    const sent = await visit('/settings/community', await team.token(), { cookie, body: { ...form, _csrf: csrf } })
    expect(sent.headers.get('location')).toBe('/settings/community#timezone')
    expect((await get('/api/v1/settings')).timezone).toBe('Asia/Tokyo')
    const [changed] = (await get('/api/v1/audit?resource=settings')).items
    expect(changed).toMatchObject({ key_id: 'access:ada@example.com', key_name: 'ada@example.com', role: 'admin' })
  }) // biome-ignore format: one list

  it('gives another the same cookie to no use, and nobody who is taken off the list', async () => {
    const cookie = ((await visit('/', await team.token())).headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    expect((await ask('/', { key: null, redirect: 'manual', headers: { cookie } })).status).toBe(303)
    const bob = await visit('/', await team.token({ email: 'bob@example.com' }), { cookie })
    expect(bob.headers.getSetCookie().join()).toContain('qunflow_access=')
    await get('/api/v1/settings', { method: 'PUT', body: { access: {} } })
    expect((await visit('/', await team.token(), { cookie })).status).toBe(303)
  })

  it('refuses a token that is not right, whoever it names', async () => {
    const forged = await accessTeam().token()
    expect((await visit('/', forged)).status).toBe(303)
    expect((await visit('/sign-in', forged)).status).toBe(401)
  })
})

describe('signing in with a key', () => {
  const enter = (key: string, address: string) =>
    ask('/sign-in', { key: null, redirect: 'manual', headers: { ...FORM, 'cf-connecting-ip': address }, body: new URLSearchParams({ key }).toString() }) // biome-ignore format: one call

  it('is written down: who, when and from where', async () => {
    expect((await enter(ADMIN, '198.51.100.1')).status).toBe(303)
    const [row] = await audit()
    expect(row).toMatchObject({ operation: 'POST /sign-in', key_name: 'ADMIN_KEY', role: 'admin', status: 200 })
    expect(row?.request).toEqual({ by: 'key', address: '198.51.100.1' })
  })

  it('is good for twelve hours, whatever the browser keeps', async () => {
    const cookie = ((await enter(ADMIN, '198.51.100.2')).headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    const open = async () => (await ask('/runs', { key: null, redirect: 'manual', headers: { cookie } })).status
    const began = Date.now()
    const now = vi.spyOn(Date, 'now')
    now.mockReturnValue(began + 12 * 3_600_000 - 60_000)
    expect(await open()).toBe(200)
    now.mockReturnValue(began + 12 * 3_600_000 + 60_000)
    expect(await open()).toBe(303)
  })

  it('ends with signing out, also for whoever has kept the cookie', async () => {
    const cookieOf = async () =>
      ((await enter(ADMIN, '198.51.100.3')).headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    const [gone, other] = [await cookieOf(), await cookieOf()]
    const open = (cookie: string) => ask('/preferences', { key: null, redirect: 'manual', headers: { cookie } })
    const csrf = /name="_csrf" value="([^"]*)"/.exec(await (await open(gone)).text())?.[1] ?? ''
    const leave = (_csrf: string) =>
      ask('/sign-out', { key: null, redirect: 'manual', headers: { ...FORM, cookie: gone }, body: new URLSearchParams({ _csrf }).toString() }) // biome-ignore format: one call
    await leave('forged')
    expect((await open(gone)).status).toBe(200)
    expect((await leave(csrf)).headers.getSetCookie().join()).toContain('qunflow_session=;')
    expect((await open(gone)).status).toBe(303)
    expect((await open(other)).status).toBe(200)
  })

  it('is written down when it fails: the first time, and when the door closes; never what was tried', async () => {
    const before = (await audit()).length
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) statuses.push((await enter(`qf_tried-${i}`, '198.51.100.7')).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    const rows = (await audit()).slice(0, -before)
    expect(rows.map(({ status }) => status)).toEqual([429, 401])
    expect(JSON.stringify(rows)).not.toContain('tried')
  })

  it.each([
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\nx-injected: 1',
    '/\0',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/./\\evil.example',
    `/${'a'.repeat(3000)}`,
  ])('leads nobody elsewhere, whatever the form says: %j', async (to) => {
    const body = new URLSearchParams({ key: ADMIN, to }).toString()
    const entered = await ask('/sign-in', { key: null, redirect: 'manual', headers: FORM, body })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/'])
  })

  it('knows a session only by the cookie as it was given', async () => {
    const body = new URLSearchParams({ key: ADMIN }).toString()
    const entered = await ask('/sign-in', { key: null, redirect: 'manual', headers: FORM, body })
    const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const stands = async (shown: string) => (await ask('/settings/keys', { key: null, redirect: 'manual', headers: { cookie: shown } })).headers.get('location') === null
    expect(await stands(cookie)).toBe(true)
    const value = cookie.slice(cookie.indexOf('=') + 1)
    for (const bent of [`${cookie}${value}`, `${cookie}.x`, `${cookie}AAAA`, `${cookie}!`, cookie.slice(0, -4)])
      expect(await stands(bent), bent.slice(-12)).toBe(false)
  }) // biome-ignore format: one list
})
