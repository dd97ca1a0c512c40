import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

type Posted = { at: number; to: string; text: string; key: string }

/** The world outside: every call that leaves the product lands here. */
let posted: Posted[] = []
let answer: (posted: Posted, earlier: readonly Posted[]) => Response = () => Response.json({ ok: true, ts: '1' })

/** Paces run on real time, and a busy machine takes longer. */
vi.setConfig({ testTimeout: 30_000 })

beforeAll(async () => {
  await migrate()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    const body = JSON.parse(String((init as RequestInit).body))
    const key = new Headers((init as RequestInit).headers).get('idempotency-key') ?? ''
    const one = { at: Date.now(), to: body.channel ?? body.to ?? body.receive_id, text: body.text ?? body.content, key }
    const earlier = [...posted]
    posted.push(one)
    return answer(one, earlier)
  })
  await sandbox('crowd')
  await sandbox('out', { api_base: 'https://provider.test' })
  await channel('slack', { kind: 'slack', secrets: { signing_secret: 's', bot_token: 'xoxb-1' } })
  await channel('feishu', {
    kind: 'feishu',
    config: { app_id: 'cli_1', bot_url: 'https://open.feishu.cn/open-apis/bot/v2/hook/x' },
    secrets: { verification_token: 'v' },
  })
})

beforeEach(() => {
  posted = []
  answer = () => Response.json({ ok: true, ts: '1', code: 0 })
})

async function channel(id: string, body: object): Promise<void> {
  await get(`/api/v1/channels/${id}`, { method: 'PUT', body: { name: id, config: {}, ...body } })
}

async function messages(query: string) {
  const { items } = await get(`/api/v1/messages?limit=200&${query}`)
  return items as { id: string; text: string; status: string; attempts: number; reason?: string; to: string }[]
}

/** The most messages that any window of this length has seen. */
function most(perMs: number, of: readonly Posted[] = posted): number {
  return Math.max(0, ...of.map(({ at }) => of.filter((one) => one.at >= at && one.at < at + perMs).length))
}

it('sends a crowd of messages at its channel’s pace: none too early, none lost, none doubled, urgent ones first', async () => {
  await install({
    id: 'post',
    triggers: [{ on: 'custom.post' }],
    actions: [
      {
        do: 'message.post',
        with: {
          ...{ channel: 'feishu', room: 'oc_1', text: '{{event.data.n}}' },
          category: { expr: "event.data.n == 'urgent' ? 'transactional' : 'promotional'" },
        },
      },
    ],
  })
  const batch = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      specversion: '1.0',
      ...{
        id: `post-${from + i}`,
        source: 'test',
        type: 'custom.post',
        subject: `c${from + i}`,
        data: { n: String(from + i) },
      },
    }))
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  expect((await ask('/events', { body: JSON.stringify(batch(0, 12)), headers })).status).toBe(202)
  await happens('crowd', 'boss', 'custom.post', { n: 'urgent' })
  await idle()
  const texts = posted.map(({ text }) => (text as unknown as { text: string }).text)
  expect(most(1000)).toBeLessThanOrEqual(5)
  expect(new Set(texts).size).toBe(13)
  expect(texts).toHaveLength(13)
  expect(texts.indexOf('urgent')).toBeLessThan(12)
  const others = texts.filter((text) => text !== 'urgent').map(Number)
  expect(others).toEqual(others.toSorted((a, b) => a - b))
  expect((await messages('channel=feishu')).every(({ status }) => status === 'sent')).toBe(true)
})

it('keeps the pace of each recipient, in order, and holds up nobody else', async () => {
  await install({
    id: 'thrice',
    triggers: [{ on: 'custom.thrice' }],
    actions: ['one', 'two', 'three'].map((text) => ({
      ...{ do: 'message.post', with: { channel: 'slack', room: '{{event.data.room}}', text } },
    })),
  })
  await happens('crowd', 'ann', 'custom.thrice', { room: 'C1' })
  await happens('crowd', 'ben', 'custom.thrice', { room: 'C2' })
  await idle()
  for (const room of ['C1', 'C2']) {
    const there = posted.filter(({ to }) => to === room)
    expect(there.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
    expect(most(1000, there)).toBe(1)
  }
})

it('leaves a provider alone for as long as it says, with all that is for it', async () => {
  await install({
    id: 'held',
    triggers: [{ on: 'custom.held' }],
    actions: [{ do: 'message.send', with: { channel: 'out', text: '{{contact.id}}', category: 'transactional' } }],
  })
  answer = () => new Response('slow down', { status: 429, headers: { 'retry-after': '60' } })
  for (const user of ['h1', 'h2']) {
    await happens('crowd', user, 'custom.joined')
    await idle()
    const { id } = await contact('crowd', user)
    await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { name: user } })
  }
  await happens('out', 'h1', 'custom.held')
  await idle()
  await happens('out', 'h2', 'custom.held')
  await idle()
  expect(posted.map(({ to }) => to)).toEqual(['h1'])
  expect((await messages('channel=out')).map(({ status, attempts }) => [status, attempts])).toEqual([
    ['queued', 0],
    ['queued', 1],
  ])
  answer = () => Response.json({ id: 'p' })
  await advance('59s')
  expect(posted).toHaveLength(1)
  await advance('1s')
  await idle()
  expect(posted.map(({ to }) => to)).toEqual(['h1', 'h1', 'h2'])
  expect(new Set(posted.map(({ key }) => key)).size).toBe(2)
})

it('sends the pieces of a long message in order, each under a key of its own, and goes on with the first that did not go', async () => {
  await install({
    id: 'long',
    triggers: [{ on: 'custom.long' }],
    actions: [{ do: 'message.post', with: { channel: 'slack', room: 'C9', text: '{{event.data.text}}' } }],
  })
  const sentence = 'All work and no play makes Jack a dull boy. '
  answer = (one, earlier) =>
    earlier.length === 1
      ? Response.json({ ok: false, error: 'internal_error' })
      : Response.json({ ok: true, ts: `${one.at}` })
  await happens('crowd', 'jack', 'custom.long', { text: sentence.repeat(200).trim() })
  await idle()
  expect(await messages('channel=slack&status=queued')).toMatchObject([
    { pieces_sent: 1, reason: 'internal_error (part 2 of 3)' },
  ])
  await advance('10s')
  await idle()
  expect(posted).toHaveLength(4)
  const [first, refused, second, third] = posted.map(({ text }) => text)
  expect(refused).toBe(second)
  expect([first, second, third].join(' ')).toBe(sentence.repeat(200).trim())
})
