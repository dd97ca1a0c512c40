import { beforeAll, describe, expect, it } from 'vitest'
import { NAV } from '../../../workers/console/nav.ts'
import { ask, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { type Visitor, visitor } from './visitor.ts'

let admin: Visitor

beforeAll(async () => {
  await migrate()
  await sandbox('chat')
  await install({
    id: 'gift',
    triggers: [{ on: 'member.joined' }],
    actions: [
      { do: 'message.send', with: { text: 'Hi <b>{{contact.id}}</b>' } },
      {
        id: 'ok',
        approve: { title: 'A gift? <script>alert(1)</script>', timeout: '3d' },
        then: [{ do: 'tag.add', with: { tag: 'gifted' } }],
      },
    ],
  })
  await happens('chat', 'u1', 'member.joined')
  await idle()
  admin = await visitor()
})

describe('the way in', () => {
  it('leads a stranger from every page to the sign-in, and shows nothing', async () => {
    for (const { path } of NAV.flatMap(({ items }) => items)) {
      const response = await ask(path, { key: null, redirect: 'manual' })
      expect(response.status).toBe(303)
      expect(response.headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
    }
  })

  it('refuses a key that is none', async () => {
    const response = await ask('/sign-in', {
      key: null,
      body: new URLSearchParams({ key: 'wrong' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'manual',
    })
    expect(response.status).toBe(401)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('ends the session when its key is taken back', async () => {
    const { id, key } = await get('/api/v1/keys', { body: { name: 'someone', role: 'viewer' } })
    const someone = await visitor({ key })
    await someone.open('/runs')
    await ask(`/api/v1/keys/${id}`, { method: 'DELETE' })
    expect((await someone.request('/runs')).status).toBe(303)
  })

  it.each(['//evil.test/', '/\\evil.test/', 'https://evil.test/', 'evil.test'])('never leads to %s', async (to) => {
    const response = await ask('/sign-in', {
      key: null,
      body: new URLSearchParams({ key: 'dev-admin-key', to }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'manual',
    })
    expect(response.headers.get('location')).toBe('/')
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly.*Secure.*SameSite=Lax/)
  })

  it('takes no form without the session’s secret, nor from another site', async () => {
    const bare = await admin.request('/workflows/gift/pause', { method: 'POST', body: '_back=%2F' })
    expect(bare.status).toBe(403)
    const foreign = await admin.request('/workflows/gift/pause', {
      method: 'POST',
      body: '_back=%2F',
      headers: { origin: 'https://evil.test' },
    })
    expect(foreign.status).toBe(403)
    const guessed = await admin.request('/workflows/gift/pause', { method: 'POST', body: '_csrf=guessed' })
    expect(guessed.status).toBe(403)
    const csrf = /name="_csrf" value="([^"]*)"/.exec(await admin.open('/'))?.[1] ?? ''
    const stolen = await admin.request('/workflows/gift/pause', {
      method: 'POST',
      body: new URLSearchParams({ _csrf: csrf }).toString(),
      headers: { origin: 'https://evil.test' },
    })
    expect(stolen.status).toBe(403)
    expect((await get('/api/v1/workflows/gift')).status).toBe('active')
  })

  it('does for a viewer only what a viewer’s key may', async () => {
    const { key } = await get('/api/v1/keys', { body: { name: 'reader', role: 'viewer' } })
    const reader = await visitor({ key })
    await reader.send('/workflows/gift/pause')
    expect((await get('/api/v1/workflows/gift')).status).toBe('active')
  })
})

describe('every page', () => {
  it('opens in both languages, under a strict policy, with what members wrote escaped', async () => {
    const chinese = await visitor({ language: 'zh-CN' })
    for (const { path, title } of NAV.flatMap(({ items }) => items)) {
      const response = await admin.request(path)
      const policy = response.headers.get('content-security-policy')
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain("frame-ancestors 'none'")
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      const text = await response.text()
      expect(text).toContain(`<h1>${title[0]}</h1>`)
      expect(text).not.toContain('<script>alert')
      expect(await chinese.open(path)).toContain(`<h1>${title[1]}</h1>`)
    }
  })

  it('says of what is not there that it is not there', async () => {
    for (const path of ['/workflows/none', '/runs/none', '/members/none', '/tasks/none'])
      expect(await admin.open(path, 404)).toContain('There is no such thing')
  })

  it('leaves machines their own answers', async () => {
    const response = await ask('/nowhere')
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
  })
})

describe('what one does there', () => {
  it('decides an approval, and the run goes on', async () => {
    const { items } = await get('/api/v1/tasks?status=open')
    await admin.open(`/tasks/${encodeURIComponent(items[0].id)}`)
    const response = await admin.send(`/tasks/${encodeURIComponent(items[0].id)}/approve`, { note: 'yes' })
    expect(response.headers.get('location')).toBe('/tasks')
    await idle()
    expect((await get('/api/v1/contacts')).items[0].tags).toEqual(['gifted'])
  })

  it('refuses a wrong definition with the place, keeps the text, and publishes it once it is right', async () => {
    const wrong = JSON.stringify({
      id: 'mine',
      name: 'Mine',
      triggers: [{ on: 'member.joined' }],
      actions: [{ do: 'tag.ad', with: {} }],
    })
    const refused = await admin.send('/workflows/new', { definition: wrong, verb: 'publish' })
    expect(refused.status).toBe(400)
    const page = await refused.text()
    expect(page).toContain('actions[0].do')
    expect(page).toContain('tag.ad')
    const right = wrong.replace('"tag.ad","with":{}', '"tag.add","with":{"tag":"x"}')
    const published = await admin.send('/workflows/new', { definition: right, verb: 'publish' })
    expect(published.headers.get('location')).toBe('/workflows/mine')
    expect((await get('/api/v1/workflows/mine')).version).toBe(1)
  })

  it('shows the flow of a workflow as a picture, on its page and by the API', async () => {
    expect(await admin.open('/workflows/gift')).toContain('<svg')
    const response = await ask('/api/v1/workflows/gift/picture?locale=zh-CN')
    expect(response.headers.get('content-type')).toBe('image/svg+xml')
    expect(await response.text()).toContain('发送消息')
  })

  it('does once what one showing of a form sends twice', async () => {
    const form = { name: 'twice', role: 'viewer', _once: 'one-showing-of-the-form' }
    const [one, two] = await Promise.all([admin.send('/settings/keys', form), admin.send('/settings/keys', form)])
    expect([one?.status, two?.status]).not.toContain(403)
    const { items } = await get('/api/v1/keys')
    expect(items.filter(({ name }: { name: string }) => name === 'twice')).toHaveLength(1)
  })

  it('pauses and resumes a workflow, and says so once', async () => {
    await admin.send('/workflows/gift/pause', { _back: '/workflows/gift' })
    expect(await admin.open('/workflows/gift')).toContain('The workflow is paused')
    expect(await admin.open('/workflows/gift')).not.toContain('The workflow is paused')
    await admin.send('/workflows/gift/resume')
    expect((await get('/api/v1/workflows/gift')).status).toBe('active')
  })
})

it('what is no form, or too much of one, is refused and breaks nothing', async () => {
  const post = (body: string, type: string) =>
    ask('/sign-in', { body, key: null, headers: { 'content-type': type }, redirect: 'manual' })
  expect((await post('{"key":"x"}', 'application/json')).status).toBe(400)
  expect((await post('--x\r\nbroken', 'multipart/form-data; boundary=y')).status).toBe(400)
  expect((await post('', 'text/plain')).status).toBe(400)
  expect((await post(`key=${'x'.repeat(1024 * 1024)}`, 'application/x-www-form-urlencoded')).status).toBe(413)
  expect((await post('key=wrong', 'application/x-www-form-urlencoded')).status).toBe(401)
})

it('the page of a secret is for admins, and only of one that is there', async () => {
  await get('/api/v1/secrets/TOKEN', { method: 'PUT', body: { value: 'a secret to look for' } })
  const { key } = await get('/api/v1/keys', { body: { name: 'v', role: 'viewer' } })
  const viewer = await visitor({ key })
  for (const name of ['TOKEN', 'NOBODY'])
    expect(await viewer.open(`/library/secrets/${name}`, 403)).not.toContain('f.value')
  expect(await admin.open('/library/secrets/TOKEN')).not.toContain('to look for')
  await admin.open('/library/secrets/NOBODY', 404)
})
