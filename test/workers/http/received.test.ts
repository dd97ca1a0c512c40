import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { ask, get, idle, migrate } from '../../world.ts'
import { answer } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  for (const id of ['shop', 'flooded', 'silent', 'told'])
    await get(`/api/v1/channels/${id}`, { method: 'PUT', body: { kind: 'bearer', secrets: { token: 'very-secret' } } })
  await get('/api/v1/channels/survey', { method: 'PUT', body: { kind: 'tally', secrets: {} } })
})

async function post(channel: string, body: unknown, token = 'very-secret') {
  const response = await ask(`/hooks/${channel}`, { key: token, body })
  await response.text()
  return response.status
}

test('tells what a channel has received: what became of it, or why it was refused, and never a secret', async () => {
  expect(await post('shop', { type: 'order.paid', data: { user_id: 'ann', amount: 1 } })).toBe(202)
  expect(await post('shop', { secretly: 'forged' }, 'not-the-token')).toBe(401)
  expect(await post('shop', '{"broken')).toBe(400)
  await idle()
  const { items } = await get('/api/v1/channels/shop/received')
  expect(items).toHaveLength(3)
  const of = (status: number | null) => items.find((item: { status: number | null }) => item.status === status)
  expect(of(null)).toMatchObject({ verdict: 'accepted', type: 'order.paid', external_id: 'ann', data: { amount: 1 } })
  expect(of(401)).toMatchObject({
    verdict: 'refused',
    why: 'the token in authorization does not match',
    headers: expect.arrayContaining(['authorization', 'content-type']),
    data: null,
  })
  expect(of(400)).toMatchObject({ verdict: 'refused', size: 8 })
  expect(JSON.stringify(items)).not.toMatch(/very-secret|not-the-token|secretly/)
  expect((await answer('/channels/nobody/received')).status).toBe(404)
})

test('keeps the last twenty, however many come', async () => {
  for (let n = 0; n < 25; n++) expect(await post('flooded', {}, `wrong-${n}`)).toBe(401)
  await idle()
  const { DB } = env as unknown as { DB: D1Database }
  const kept = () => DB.prepare("SELECT count(*) AS n FROM refusals WHERE channel = 'flooded'").first('n')
  expect(await kept()).toBeLessThanOrEqual(20)
  expect((await get('/api/v1/channels/flooded/received')).items.length).toBeGreaterThan(10)
  await get('/api/v1/channels/flooded', { method: 'DELETE' })
  expect(await kept()).toBe(0)
})

test('proposes a mapping that can be saved as it is, and then works', async () => {
  const sample = {
    event: 'Signup',
    member: { uid: 'm-7', 姓名: '王芳', phones: [{ label: '手机', value: '13800000000' }] },
  }
  const proposed = await get('/api/v1/channels/shop/propose-map', { body: sample })
  expect(proposed).toMatchObject({ from: 'given', map: { user_id: 'body.member.uid', name: 'body.member["姓名"]' } })
  expect(proposed.proposals[0]).toMatchObject({ confidence: expect.any(Number), reason: { en: expect.any(String) } })
  await get('/api/v1/channels/told', { method: 'PUT', body: { kind: 'bearer', config: { map: proposed.map } } })
  expect(await post('told', sample)).toBe(202)
  await idle()
  const { items } = await get('/api/v1/contacts?channel=told&external_id=m-7')
  expect(items[0]).toMatchObject({ name: '王芳', phone: '13800000000' })
  expect((await get('/api/v1/events?type=custom.signup')).items).toHaveLength(1)
})

test('proposes from the last webhook that came, else from what its platform usually sends', async () => {
  expect(await get('/api/v1/channels/silent/propose-map', { method: 'POST' })).toMatchObject({
    from: 'kind',
    map: { user_id: 'body.member.uid', email: 'body.member.email' },
  })
  const fields = [{ key: 'q1', label: '邮箱', type: 'INPUT_TEXT', value: 'w@b.cn' }]
  await post('survey', { eventId: 'e', eventType: 'FORM_RESPONSE', data: { formId: 'f', responseId: 'r', fields } })
  await idle()
  const proposed = await get('/api/v1/channels/survey/propose-map', { method: 'POST' })
  expect(proposed.from).toBe('received')
  expect(proposed.sample).not.toHaveProperty('answers')
  expect(proposed.proposals.find((one: { field: string }) => one.field === 'email')?.value).toBe('w@b.cn')
})

test('takes the text of a form as a sample', async () => {
  const sample = 'Field1=Ada&Field3=ada%40example.com&HandshakeKey=very-secret'
  const proposed = await answer('/channels/shop/propose-map', {
    body: { sample, content_type: 'application/x-www-form-urlencoded' },
  })
  expect(proposed.body).toMatchObject({ map: { email: 'body.Field3' } })
  expect(JSON.stringify(proposed.body)).not.toContain('very-secret')
})
