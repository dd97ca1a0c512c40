import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { advance, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
type Any = any
const { DB } = env as unknown as { DB: D1Database }
const KEY = 'sk-most-secret-key'
const model = { base_url: 'https://8.8.8.8/v1', model: 'small', secret: 'AI_KEY', max_tokens: 50 }
const setUp = (ai: object) => get('/api/v1/settings', { method: 'PUT', body: { ai } })

beforeAll(async () => {
  await migrate()
  await sandbox('chat')
  await get('/api/v1/secrets/AI_KEY', { method: 'PUT', body: { value: KEY } })
  await get('/dev/clock', { body: { set: '2026-03-02T10:00:00Z' } })
  const asking = (id: string, more: object) =>
    install({
      id,
      triggers: [{ on: `custom.${id}` }],
      actions: [{ id: 'ai', do: 'ai.complete', with: { prompt: 'Say: {{event.data.text}}', system: 'Be kind', ...more } }],
    })
  await asking('gentle', { fallback: 'We will come back to you.' })
  await asking('strict', {})
}) // biome-ignore format: a setting
beforeEach(() => setUp(model))
afterEach(() => vi.unstubAllGlobals())

type Said = { status?: number; content?: string; finish_reason?: string; raw?: unknown; lost?: true }

/** A model that says this, and what it was asked. */
function says({ status = 200, content = 'Hello!', finish_reason = 'stop', raw, lost }: Said) {
  const heard: { url: string; authorization: string | null; body: Any }[] = []
  vi.stubGlobal('fetch', async (url: string, init: { headers: Record<string, string>; body: string }) => {
    heard.push({ url, authorization: new Headers(init.headers).get('authorization'), body: JSON.parse(init.body) })
    if (lost) throw new Error('The operation was aborted due to timeout')
    const body = raw ?? { choices: [{ message: { role: 'assistant', content }, finish_reason }], key: KEY }
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  })
  return heard
}

async function asked(workflow: string, text = 'hi'): Promise<Any> {
  await happens('chat', 'ann', `custom.${workflow}`, { text })
  await idle()
  const [run] = (await get(`/api/v1/runs?workflow=${workflow}&limit=1`)).items
  const full = await get(`/api/v1/runs/${run.id}`)
  return { status: full.status, reason: full.reason, ai: full.steps?.ai ?? full.journal.at(-2)?.output }
}

it('asks the model with its key, and goes on with the text alone', async () => {
  const heard = says({ content: ' Good morning. ' })
  expect(await asked('gentle', 'good {{secrets.AI_KEY}} morning')).toMatchObject({
    status: 'completed',
    ai: { text: 'Good morning.', used_fallback: false },
  })
  expect(heard).toEqual([
    {
      url: 'https://8.8.8.8/v1/chat/completions',
      authorization: `Bearer ${KEY}`,
      body: {
        ...{ model: 'small', max_tokens: 50 },
        messages: [
          { role: 'system', content: 'Be kind' },
          { role: 'user', content: 'Say: good {{secrets.AI_KEY}} morning' },
        ],
      },
    },
  ])
  const tables = ['runs', 'journal', 'deliveries', 'events']
  for (const table of tables) expect(JSON.stringify((await DB.prepare(`SELECT * FROM ${table}`).all()).results)).not.toContain(KEY)
}) // biome-ignore format: one guarantee

it.each<[string, Said, string]>([
  ['it is down', { status: 503 }, 'unavailable'],
  ['it holds us off', { status: 429 }, 'unavailable'],
  ['it refuses', { status: 401 }, 'http_401'],
  ['it answers as a stream', { raw: 'data: {"choices":[{"delta":{"content":"Hel"}}]}' }, 'no_text'],
  ['its choices hold no message', { raw: { choices: [{ text: 'Hello' }] } }, 'no_text'],
  [
    'its content is no text',
    { raw: { choices: [{ message: { content: [{ type: 'text', text: 'x' }] } }] } },
    'no_text',
  ],
  ['it takes too long', { lost: true }, 'unavailable'],
  ['it says nothing', { content: '  ' }, 'no_text'],
  ['it answers something else', { raw: ['no', 'choices'] }, 'no_text'],
  ['its answer is cut off', { content: 'and then', finish_reason: 'length' }, 'too_long'],
  ['its answer is longer than it may be', { content: 'x'.repeat(401) }, 'too_long'],
])('uses the fallback when %s', async (_, said, why) => {
  const heard = says(said)
  const { status, ai } = await asked('gentle')
  expect({ status, ai }).toEqual({
    status: 'completed',
    ai: { text: 'We will come back to you.', used_fallback: true, why },
  })
  expect(heard).toHaveLength(1)
})

it('without a fallback it tries again, then fails; an answer that is too long is cut', async () => {
  const heard = says({ status: 500 })
  await asked('strict')
  await advance('10m')
  expect(heard).toHaveLength(3)
  expect((await get('/api/v1/runs?workflow=strict&limit=1')).items[0]).toMatchObject({ status: 'failed', reason: 'unavailable' })
  says({ content: 'x'.repeat(5000) })
  expect((await asked('strict')).ai.text).toHaveLength(400)
}) // biome-ignore format: one guarantee

it.each([
  ['calls', 3, 3],
  ['tokens', 170, 3],
])('spends no more than its budget of %s, also when many ask at once', async (count, limit, calls) => {
  await setUp({ ...model, budget: { per: 'day', count, limit } })
  const heard = says({})
  const many = Array.from({ length: 8 }, (_, i) => happens('chat', `${count}-${i}`, 'custom.gentle', { text: 'x' }))
  await Promise.all(many)
  await idle()
  expect(heard).toHaveLength(calls)
  const runs = (await get('/api/v1/runs?workflow=gentle&limit=8')).items
  expect(runs.every(({ status }: Any) => status === 'completed')).toBe(true)
  await advance('1d')
  expect((await asked('gentle')).ai).toMatchObject({ used_fallback: false })
})

it('without a model it is the fallback, or a failure that says so', async () => {
  await setUp({})
  expect((await asked('gentle')).ai).toMatchObject({ used_fallback: true, why: 'not_set_up' })
  expect(await asked('strict')).toMatchObject({ status: 'failed', reason: 'not_set_up' })
})
