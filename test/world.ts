import { applyD1Migrations } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'

/** A world for a test: the whole product on its own database, with a clock to turn and a provider to watch. */

export const ADMIN = 'dev-admin-key'

type TestEnv = { DB: D1Database; TEST_MIGRATIONS: Parameters<typeof applyD1Migrations>[1] }

export async function migrate(): Promise<void> {
  const { DB, TEST_MIGRATIONS } = env as unknown as TestEnv
  await applyD1Migrations(DB, TEST_MIGRATIONS)
  await sleepless()
}

/** Nobody sleeps here unless a test says so: none may depend on the hour at which it runs. */
async function sleepless(): Promise<void> {
  const send = { policy: 'send' }
  await get('/api/v1/settings', { method: 'PUT', body: { quiet_hours: { lifecycle: send, promotional: send } } })
}

type Call = {
  method?: string
  body?: unknown
  key?: string | null
  headers?: Record<string, string>
  redirect?: 'manual'
}

/** Ask the product over HTTP, with the admin key unless told otherwise. */
export async function ask(
  path: string,
  { method, body, key = ADMIN, headers = {}, redirect }: Call = {},
): Promise<Response> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  return (exports as unknown as { default: Fetcher }).default.fetch(`https://qunflow.test${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(text !== undefined && { body: text }),
    ...(redirect && { redirect }),
  })
}

/** The same, for answers that must succeed. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
export async function get(path: string, call: Call = {}): Promise<any> {
  const response = await ask(path, call)
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Wait until whatever was started is carried out. */
export async function idle(): Promise<void> {
  await get('/dev/idle?timeout=20')
}

export async function advance(by: string): Promise<{ now: string; carried_out: number }> {
  await idle()
  return get('/dev/clock', { body: { advance: by } })
}

export type Definition = { id: string; actions: unknown[]; triggers: unknown[]; [key: string]: unknown }

/** Install a workflow and publish it. */
export async function install(definition: Definition): Promise<void> {
  await get(`/api/v1/workflows/${definition.id}`, { method: 'PUT', body: { name: definition.id, ...definition } })
  await get(`/api/v1/workflows/${definition.id}/publish`, { body: {} })
}

export async function sandbox(id: string, extra: object = {}): Promise<void> {
  await get(`/api/v1/channels/${id}`, {
    method: 'PUT',
    body: { kind: 'sandbox', name: id, config: {}, secrets: {}, ...extra },
  })
}

let count = 0

/** Post one event to a sandbox channel. */
export async function happens(channel: string, user: string, type: string, data: object = {}): Promise<Response> {
  count += 1
  return ask(`/hooks/${channel}`, {
    body: { id: `${user}-${type}-${count}`, type, user: { id: user }, data },
    key: null,
  })
}

/** The one contact that a channel knows by this id. */
export async function contact(channel: string, externalId: string) {
  const { items } = await get(`/api/v1/contacts?channel=${channel}&external_id=${externalId}`)
  return items[0]
}
