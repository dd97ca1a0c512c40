import { beforeAll, expect, it } from 'vitest'
import { ask, contact, get, happens, idle, migrate, sandbox } from '../../world.ts'
import { type Visitor, visitor } from './visitor.ts'

let admin: Visitor

beforeAll(async () => {
  await migrate()
  await sandbox('chat')
  await happens('chat', 'u1', 'member.joined')
  await idle()
  admin = await visitor()
})

async function csrf(): Promise<string> {
  return /name="_csrf" value="([^"]*)"/.exec(await admin.open('/settings/moving'))?.[1] ?? ''
}

/** As the browser's script sends it: a piece of a file with the fields of the form. */
async function piece(text: string, fields: Record<string, string>): Promise<Response> {
  const form = new FormData()
  form.set('_csrf', await csrf())
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set('file', new File([text], 'people.csv'))
  const request = new Request('https://qunflow.test', { method: 'POST', body: form })
  const type = request.headers.get('content-type') ?? ''
  const headers = { 'content-type': type, accept: 'application/json' }
  return admin.request('/settings/moving/import', { method: 'POST', body: await request.text(), headers })
}

it('takes a file of members piece by piece, wherever it was cut, and leads to its job', async () => {
  const csv = `Nummer,name\n${Array.from({ length: 40 }, (_, i) => `p${i},Person ${i}`).join('\n')}`
  const cut = 123
  const fields = { channel: 'chat', map: 'Nummer = external_id', upload: 'up-1' }
  expect(await (await piece(csv.slice(0, cut), { ...fields, part: '1', last: 'false' })).json()).toEqual({})
  const last = await piece(csv.slice(cut), { ...fields, part: '2', last: 'true' })
  expect(await last.json()).toEqual({ to: '/jobs/import-up-1' })
  await idle()
  expect(await contact('chat', 'p39')).toMatchObject({ name: 'Person 39' })
  expect(await admin.open('/jobs/import-up-1')).toContain('40 / 40')
  expect(await (await piece(csv, { ...fields, part: '2', last: 'true' })).json()).toHaveProperty('error')
})

it('takes one whole without scripts, and tells the lines that it could not', async () => {
  const form = new FormData()
  form.set('_csrf', await csrf())
  form.set('file', new File(['external_id,email\nq1,nonsense\nq2,q2@example.com\n'], 'more.csv'))
  form.set('channel', 'chat')
  const request = new Request('https://qunflow.test', { method: 'POST', body: form })
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  const sent = await admin.request('/settings/moving/import', { method: 'POST', body: await request.text(), headers })
  expect(sent.status).toBe(303)
  await idle()
  const page = await admin.open(sent.headers.get('location') ?? '')
  expect(page).toContain('not an email address')
})

it('hands out everything, what decides, and one member, as files', async () => {
  const whole = await admin.open('/settings/moving/export?only=all&secrets=omitted')
  expect(JSON.parse(whole.split('\n')[0] ?? '')).toMatchObject({ qunflow: 1, secrets: 'omitted' })
  expect(whole.trimEnd().split('\n').at(-1)).toContain('"end":true')
  expect(await admin.open('/settings/moving/export?only=definitions&secrets=omitted')).not.toContain('Person 39')
  expect(await admin.open('/settings/moving/contacts?segment=')).toContain('Person 39')
  expect(JSON.parse(await admin.open('/settings/moving/member?member=Person%2039'))).toMatchObject({ contact: { name: 'Person 39' } })
  expect((await admin.request('/settings/moving/member?member=nobody')).status).toBe(303)
}) // biome-ignore format: one list

it('takes nothing over without the secret of the session, into what is not empty, or from a viewer', async () => {
  const headers = { 'content-type': 'application/x-ndjson', accept: 'application/json' }
  const restore = (who: Visitor, more: object) =>
    who.request('/settings/moving/restore', { method: 'POST', body: '{}\n', headers: { ...headers, ...more } })
  expect((await restore(admin, {})).status).toBe(400)
  expect((await restore(admin, { 'x-csrf': 'guessed' })).status).toBe(403)
  expect((await restore(admin, { 'x-csrf': await csrf(), origin: 'https://evil.test' })).status).toBe(403)
  expect(await (await restore(admin, { 'x-csrf': await csrf() })).json()).toHaveProperty('error')
  const { key } = await get('/api/v1/keys', { body: { name: 'v', role: 'viewer' } })
  const viewer = await visitor({ key })
  expect((await viewer.request('/settings/moving/export')).status).toBe(403)
  expect((await ask('/settings/moving/export', { key: null, redirect: 'manual' })).status).toBe(303)
})
