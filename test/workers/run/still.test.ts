import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

/** What waits for its provider, and what may change meanwhile. */

let posted: string[] = []
let busy = true

beforeAll(async () => {
  await migrate()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    if (busy) return new Response('slow down', { status: 429, headers: { 'retry-after': '60' } })
    posted.push(JSON.parse(String((init as RequestInit).body)).text)
    return Response.json({ id: 'p' })
  })
  await sandbox('out', { api_base: 'https://provider.test' })
  const offer = (id: string, more: object) =>
    install({
      id,
      triggers: [{ on: `custom.${id}` }],
      actions: [
        { id: 'm', do: 'message.send', with: { text: `${id} for {{contact.id}}`, ...more } },
        { do: 'tag.add', with: { tag: id } },
      ],
    })
  await offer('offer', {})
  await offer('awaited', { await: true })
  await offer('receipt', { category: 'transactional' })
})

beforeEach(async () => {
  posted = []
  busy = true
})

/** A message stands in line for its provider; then something changes, and the provider has time again. */
async function meanwhile(user: string, id: string, change: (contactId: string) => Promise<unknown>) {
  await happens('out', user, `custom.${id}`)
  await idle()
  const { id: contactId } = await contact('out', user)
  expect(await messages(contactId)).toMatchObject([{ status: 'queued' }])
  await change(contactId)
  busy = false
  await advance('61s')
  await idle()
  return contactId
}

const messages = async (contactId: string) => (await get(`/api/v1/messages?contact_id=${contactId}`)).items
const patch = (id: string, body: object) => get(`/api/v1/contacts/${id}`, { method: 'PATCH', body })
const put = (body: object) => get('/api/v1/settings', { method: 'PUT', body })

it.each([
  ['consent is withdrawn', 'a', 'offer', { consents: { promotional: false } }, 'consent: promotional'],
  ['the contact is blocked', 'b', 'receipt', { blocked: true, blocked_reason: 'rude' }, 'blocked: rude'],
])('stops what stands in line when %s', async (_what, user, id, change, reason) => {
  const contactId = await meanwhile(user, id, (one) => patch(one, change))
  expect(posted).toEqual([])
  expect(await messages(contactId)).toMatchObject([{ status: 'skipped', reason, sent_at: null }])
  const { items } = await get(`/api/v1/runs?contact_id=${contactId}`)
  const { journal } = await get(`/api/v1/runs/${items[0].id}`)
  expect(journal).toContainEqual(expect.objectContaining({ step: 'm', verb: 'gate', status: 'skipped' }))
})

it('stops what stands in line when the workspace is stopped', async () => {
  const contactId = await meanwhile('c', 'receipt', () => put({ stop: { on: true, reason: 'maintenance' } }))
  await put({ stop: {} })
  expect(posted).toEqual([])
  expect(await messages(contactId)).toMatchObject([{ status: 'skipped', reason: 'workspace stop: maintenance' }])
})

it('stops and masks what stands in line when words are forbidden', async () => {
  const list = (action: string, words: string[]) =>
    get('/api/v1/words/live', { method: 'PUT', body: { name: 'live', direction: 'outgoing', action, words } })
  const contactId = await meanwhile('d', 'receipt', () => list('block', ['receipt']))
  expect(posted).toEqual([])
  expect(await messages(contactId)).toMatchObject([{ status: 'skipped', reason: 'word filter: live (receipt)' }])
  busy = true
  await list('block', ['nothing'])
  await meanwhile('e', 'receipt', () => list('mask', ['receipt']))
  expect(posted).toEqual([expect.stringMatching(/^＊+ for /)])
  const [{ id }] = (await get('/api/v1/messages?channel=out&status=sent')).items
  expect(await get(`/api/v1/messages/${encodeURIComponent(id)}`)).toMatchObject({
    text: posted[0],
    masked: 'live (receipt)',
  })
  await ask('/api/v1/words/live', { method: 'DELETE' })
})

it('raises the alert of a list that escalates when it stops what stands in line, once', async () => {
  const list = { name: 'Crisis', direction: 'outgoing', action: 'escalate', words: ['receipt'] }
  const put = () => get('/api/v1/words/crisis', { method: 'PUT', body: list })
  const contactId = await meanwhile('l', 'receipt', put)
  expect(posted).toEqual([])
  expect(await messages(contactId)).toMatchObject([{ status: 'skipped', reason: 'word filter: crisis (receipt)' }])
  const { items } = await get('/api/v1/alerts?key=words-crisis')
  expect(items).toMatchObject([
    { status: 'open', level: 2, title: 'Crisis: a message was stopped', contact_id: contactId, occurrences: 1 },
  ])
  await ask('/api/v1/words/crisis', { method: 'DELETE' })
})

it('keeps what stands in line until the morning when night has fallen', async () => {
  const quiet = (from: string, to: string) => put({ quiet_hours: { promotional: { from, to } } })
  await get('/dev/clock', { body: { set: '2030-06-01T21:59:30Z' } })
  await quiet('22:00', '08:00')
  const contactId = await meanwhile('f', 'offer', async () => undefined)
  expect(posted).toEqual([])
  expect(await messages(contactId)).toMatchObject([{ status: 'queued', reason: 'quiet hours: 22:00-08:00 UTC' }])
  await advance('9h58m')
  expect(posted).toEqual([])
  await advance('12m')
  await idle()
  expect(posted).toEqual([`offer for ${contactId}`])
  await put({ quiet_hours: { promotional: { policy: 'send' } } })
})

it('lets the run go on that waits for a message which does not go any more, and gives its place to the next', async () => {
  await put({ caps: [{ limit: 1, per: '30d', policy: 'drop' }] })
  const contactId = await meanwhile('g', 'awaited', (one) => patch(one, { consents: { promotional: false } }))
  const { items } = await get(`/api/v1/runs?contact_id=${contactId}`)
  expect(items).toMatchObject([{ status: 'completed' }])
  const { journal } = await get(`/api/v1/runs/${items[0].id}`)
  expect(journal).toContainEqual(
    expect.objectContaining({ step: 'm', status: 'skipped', output: expect.objectContaining({ status: 'skipped' }) }),
  )
  expect((await contact('out', 'g')).tags).toEqual(['awaited'])
  await patch(contactId, { consents: { promotional: true } })
  await happens('out', 'g', 'custom.offer')
  await idle()
  expect((await messages(contactId)).map(({ status }: { status: string }) => status)).toEqual(['sent', 'skipped'])
  await put({ caps: [] })
})

it('counts each message that was stopped in line once, as skipped', async () => {
  const day = '2030-09-01'
  await get('/dev/clock', { body: { set: `${day}T10:00:00Z` } })
  await meanwhile('h', 'offer', (one) => patch(one, { consents: { all: false } }))
  const { figures } = await get(`/api/v1/metrics/overview?from=${day}&to=${day}`)
  expect(figures.messages).toMatchObject({ sent: 0, skipped: 1, failed: 0 })
})

it('frees the place of a message that an operator takes out of the line, and lets its run go on', async () => {
  await put({ caps: [{ limit: 1, per: '30d', policy: 'drop' }] })
  const contactId = await meanwhile('i', 'awaited', async (one) => {
    const [{ id }] = await messages(one)
    const cancel = () => ask(`/api/v1/messages/${encodeURIComponent(id)}/cancel`, { body: { reason: 'wrong price' } })
    const both = await Promise.all([cancel(), cancel()])
    expect(both.map(({ status }) => status)).toContain(200)
    expect((await cancel()).status).toBe(200)
  })
  expect(posted).toEqual([])
  expect(await messages(contactId)).toMatchObject([{ status: 'cancelled', reason: 'wrong price' }])
  expect((await get(`/api/v1/runs?contact_id=${contactId}`)).items).toMatchObject([{ status: 'failed' }])
  await happens('out', 'i', 'custom.offer')
  await idle()
  expect(posted).toEqual([`offer for ${contactId}`])
  await put({ caps: [] })
})

it('lets what was collected and put off stand while its workflow is paused, and go on at once when it is resumed', async () => {
  busy = false
  await get('/dev/clock', { body: { set: '2030-10-01T10:00:00Z' } })
  const collect = { do: 'message.digest', with: { digest: 'd', text: 'collected', window: '1h' } }
  await install({ id: 'gathers', triggers: [{ on: 'custom.gathers' }], actions: [collect] })
  await happens('out', 'j', 'custom.gathers')
  await idle()
  await get('/api/v1/workflows/gathers/pause', { body: {} })
  await advance('5h')
  expect(posted).toEqual([])
  await get('/api/v1/workflows/gathers/resume', { body: {} })
  await idle()
  await advance('1s')
  expect(posted).toEqual(['collected'])
})

it('tells in the journal of a run that has ended what became of its digest', async () => {
  const { id } = await contact('out', 'j')
  const { items } = await get(`/api/v1/runs?contact_id=${id}&workflow=gathers`)
  const { journal } = await get(`/api/v1/runs/${items[0].id}`)
  expect(journal.at(-1)).toMatchObject({ verb: 'message.digest', output: { digest: 'd', status: 'queued' } })
  expect(journal.map(({ seq }: { seq: number }) => seq)).toEqual(journal.map((_: unknown, i: number) => i + 1))
})

it('collects by the settings, and sends one message at the time of day', async () => {
  busy = false
  await get('/dev/clock', { body: { set: '2030-11-01T10:00:00Z' } })
  expect((await ask('/api/v1/settings', { method: 'PUT', body: { digest: { below: 0, at: '25:00' } } })).status).toBe(
    400,
  )
  await put({ digest: { below: 0, at: '18:00' } })
  const minor = { do: 'message.send', with: { text: 'minor {{event.data.n}}', priority: -1 } }
  await install({ id: 'minor', triggers: [{ on: 'custom.minor' }], actions: [minor] })
  for (const n of [1, 2]) await happens('out', 'k', 'custom.minor', { n })
  await idle()
  expect(posted).toEqual([])
  const { id } = await contact('out', 'k')
  expect((await get(`/api/v1/runs?contact_id=${id}`)).items).toMatchObject([
    { status: 'completed' },
    { status: 'completed' },
  ])
  await advance('9h')
  expect(posted).toEqual(['minor 1\nminor 2'])
  expect(await messages(id)).toMatchObject([{ status: 'sent', sent_at: '2030-11-01T18:00:00.000Z' }])
  await put({ digest: {} })
})

it('goes on starred where a text in pieces was begun starred', async () => {
  const parts: string[] = []
  let answers = [429, 200, 500, 200]
  vi.mocked(globalThis.fetch).mockImplementation(async (_, init) => {
    const status = answers.shift() ?? 200
    if (status === 200) parts.push(JSON.parse(String((init as RequestInit).body)).text)
    return Response.json(status === 200 ? { ok: true, result: { message_id: parts.length } } : {}, { status })
  })
  await get('/api/v1/channels/tele', {
    method: 'PUT',
    body: {
      ...{ kind: 'telegram', name: 'tele', api_base: 'https://provider.test' },
      secrets: { secret_token: 'x', bot_token: '1:a' },
    },
  })
  const text = `${'forbidden words, '.repeat(300)}`
  const send = { do: 'message.send', with: { text, channel: 'tele', category: 'transactional' } }
  await install({ id: 'long', triggers: [{ on: 'message.received' }], actions: [send] })
  const update = {
    message_id: 1,
    from: { id: 7, first_name: 'M' },
    chat: { id: 7, type: 'private' },
    date: 1,
    text: 'x',
  }
  await ask('/hooks/tele', {
    ...{ key: null, headers: { 'x-telegram-bot-api-secret-token': 'x' } },
    body: { update_id: 1, message: update },
  })
  await idle()
  await get('/api/v1/words/pieces', { method: 'PUT', body: { name: 'p', action: 'mask', words: ['forbidden'] } })
  await advance('10m')
  await idle()
  await get('/api/v1/words/pieces', { method: 'PUT', body: { name: 'p', action: 'mask', words: ['nothing'] } })
  answers = []
  await advance('1h')
  await idle()
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.join('')).not.toContain('forbidden')
  const [message] = (await get('/api/v1/messages?channel=tele')).items
  expect(message).toMatchObject({ status: 'sent', masked: 'pieces (forbidden)' })
  expect(message.text).not.toContain('forbidden')
})
