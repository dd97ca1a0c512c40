import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('shop')
  await get('/api/v1/settings', { method: 'PUT', body: { quiet_hours: {} } })
})

const offer = (id: string, more: object = {}) =>
  install({
    id,
    triggers: [{ on: `custom.${id}` }],
    actions: [
      { id: 'm', do: 'message.send', with: { text: `an offer of ${id}` } },
      { do: 'tag.add', with: { tag: id } },
    ],
    ...more,
  })

// biome-ignore lint/suspicious/noExplicitAny: messages as the API shows them
async function messages(user: string): Promise<any[]> {
  const { id } = await contact('shop', user)
  return (await get(`/api/v1/messages?contact_id=${id}`)).items
}

it('keeps a message of the night until morning, shows that, and sends it once', async () => {
  await offer('night')
  await get('/dev/clock', { body: { set: '2030-01-01T23:30:00Z' } })
  await happens('shop', 'ann', 'custom.night')
  await idle()
  expect(await messages('ann')).toMatchObject([
    { status: 'deferred', reason: 'quiet hours: 22:00-08:00 UTC', attempts: 0, sent_at: null },
  ])
  const [{ send_after: after }] = await messages('ann')
  expect(after >= '2030-01-02T08:00' && after < '2030-01-02T08:10').toBe(true)
  expect((await contact('shop', 'ann')).tags).toEqual([])
  await advance('8h')
  expect(await messages('ann')).toMatchObject([{ status: 'deferred' }])
  await advance('1h')
  expect(await messages('ann')).toMatchObject([{ status: 'sent', sent_at: after, text: 'an offer of night' }])
  expect((await messages('ann'))[0].reason).toBeUndefined()
  expect((await contact('shop', 'ann')).tags).toEqual(['night'])
})

it('cancels with its run, and by an operator, what it has put off', async () => {
  await get('/dev/clock', { body: { set: '2030-01-05T23:30:00Z' } })
  for (const user of ['bob', 'eve']) await happens('shop', user, 'custom.night')
  await idle()
  const { items: runs } = await get(`/api/v1/runs?contact_id=${(await contact('shop', 'bob')).id}`)
  await get(`/api/v1/runs/${runs[0].id}/cancel`, { body: { reason: 'enough' } })
  expect(await messages('bob')).toMatchObject([{ status: 'cancelled', reason: 'enough' }])
  const [{ id }] = await messages('eve')
  const cancelled = await get(`/api/v1/messages/${encodeURIComponent(id)}/cancel`, { body: { reason: 'wrong price' } })
  expect(cancelled).toMatchObject({ status: 'cancelled', reason: 'wrong price' })
  expect((await contact('shop', 'eve')).tags).toEqual(['night'])
  await advance('1d')
  expect([...(await messages('bob')), ...(await messages('eve'))].map(({ status }) => status)).toEqual([
    'cancelled',
    'cancelled',
  ])
})

it('keeps a contact’s own quiet hours, and writes to nobody who is blocked', async () => {
  await get('/dev/clock', { body: { set: '2030-01-10T12:00:00Z' } })
  await happens('shop', 'dora', 'custom.hello')
  await idle()
  const { id } = await contact('shop', 'dora')
  const window = { from: '11:00', to: '13:00' }
  const changed = await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { quiet_hours: window } })
  expect(changed).toMatchObject({ quiet_hours: window, blocked: false })
  await happens('shop', 'dora', 'custom.night')
  await idle()
  expect(await messages('dora')).toMatchObject([{ status: 'deferred' }])
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { blocked: true, blocked_reason: 'asked us to' } })
  await advance('2h')
  expect(await messages('dora')).toMatchObject([{ status: 'skipped', reason: 'blocked: asked us to' }])
})

it('holds a cap when three workflows answer one event, whoever asks at the same instant', async () => {
  await get('/api/v1/settings', { method: 'PUT', body: { caps: [{ limit: 1, per: '24h', policy: 'drop' }] } })
  await get('/dev/clock', { body: { set: '2030-02-10T12:00:00Z' } })
  for (const id of ['one', 'two', 'three'])
    await offer(id, { triggers: [{ on: 'custom.go' }], entry: { mode: 'parallel', max: 50 } })
  await Promise.all(Array.from({ length: 10 }, () => happens('shop', 'carl', 'custom.go')))
  await idle()
  const all = await messages('carl')
  expect(all).toHaveLength(30)
  expect(all.filter(({ status }) => status === 'sent')).toHaveLength(1)
  expect(all.filter(({ reason }) => reason === 'frequency cap: 1 per 24h, promotional')).toHaveLength(29)
  await get('/api/v1/settings', { method: 'PUT', body: { caps: [] } })
})

it('stops everything while the workspace is stopped', async () => {
  await get('/api/v1/settings', { method: 'PUT', body: { stop: { on: true, reason: 'maintenance' } } })
  await offer('loud', { settings: { category: 'transactional' } })
  await happens('shop', 'fred', 'custom.loud')
  await idle()
  expect(await messages('fred')).toMatchObject([{ status: 'skipped', reason: 'workspace stop: maintenance' }])
  await get('/api/v1/settings', { method: 'PUT', body: { stop: {} } })
})

const retry = async (id: string) => {
  const response = await ask(`/api/v1/messages/${encodeURIComponent(id)}/retry`, { method: 'POST' })
  // biome-ignore lint/suspicious/noExplicitAny: a message, or a problem
  return { status: response.status, body: (await response.json()) as any }
}

it('asks the whole gate again when an operator sends a message after all', async () => {
  await get('/dev/clock', { body: { set: '2030-03-05T23:30:00Z' } })
  await happens('shop', 'gina', 'custom.night')
  await idle()
  const [{ id }] = await messages('gina')
  await get(`/api/v1/messages/${encodeURIComponent(id)}/cancel`, { body: { reason: 'wrong price' } })
  const { id: gina } = await contact('shop', 'gina')
  const consents = (promotional: boolean) =>
    get(`/api/v1/contacts/${gina}`, { method: 'PATCH', body: { consents: { promotional } } })
  await consents(false)
  expect(await retry(id)).toMatchObject({ status: 409, body: { detail: 'consent: promotional' } })
  expect(await messages('gina')).toMatchObject([{ status: 'cancelled', reason: 'wrong price' }])
  await consents(true)
  const both = await Promise.all([retry(id), retry(id)])
  expect(both.map(({ status }) => status).sort()).toEqual([202, 409])
  expect(await messages('gina')).toMatchObject([{ status: 'deferred', reason: 'quiet hours: 22:00-08:00 UTC' }])
  await advance('10h')
  expect(await messages('gina')).toMatchObject([{ status: 'sent', text: 'an offer of night' }])
  expect(await retry(id)).toMatchObject({ status: 409 })
})

it('gives the place of a message that a run had not sent yet back to the caps when the run ends', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 503 }))
  await sandbox('slow', { config: {}, api_base: 'http://127.0.0.1:9' })
  await get('/api/v1/settings', { method: 'PUT', body: { caps: [{ limit: 1, per: '24h', policy: 'drop' }] } })
  await get('/dev/clock', { body: { set: '2030-04-10T12:00:00Z' } })
  const steps = [{ do: 'message.send', with: { text: 'first' } }, { wait: '1d' }]
  await install({ id: 'queued', triggers: [{ on: 'custom.queued' }], exit: [{ on: 'custom.stop' }], actions: steps })
  await happens('slow', 'hugo', 'custom.queued')
  await vi.waitFor(async () => {
    const { id } = await contact('slow', 'hugo')
    expect((await get(`/api/v1/messages?contact_id=${id}`)).items).toMatchObject([{ status: 'queued' }])
  })
  await happens('slow', 'hugo', 'custom.stop')
  await happens('slow', 'hugo', 'custom.night')
  await vi.waitFor(async () => {
    const { id } = await contact('slow', 'hugo')
    const { items } = await get(`/api/v1/messages?contact_id=${id}`)
    expect(items).toMatchObject([
      { text: 'an offer of night', status: 'queued' },
      { text: 'first', status: 'cancelled' },
    ])
  })
  await get('/api/v1/settings', { method: 'PUT', body: { caps: [] } })
})

afterAll(() => vi.unstubAllGlobals())
