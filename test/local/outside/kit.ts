/** What every outside check needs: the product as a process, its API, a provider double, and counted checks. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export const KEY = { authorization: 'Bearer dev-admin-key' }
export const JSON_TYPE = { 'content-type': 'application/json' }

let passed = 0
let failed = 0

export function check(what: string, ok: boolean, seen?: unknown): void {
  if (ok) passed += 1
  else failed += 1
  const detail =
    ok || seen === undefined ? '' : `  ← ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`.slice(0, 600)
  console.log(`${ok ? 'passed' : 'FAILED'}  ${what}${detail}`)
}

export function summary(): void {
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at from outside, as whoever gets them would
export type Loose = any

export type Answer = { status: number; text: string; json: Loose; headers: Headers }

export async function call(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const answer = await fetch(url, {
    method,
    headers: { ...JSON_TYPE, ...headers },
    redirect: 'manual',
    ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  })
  const text = await answer.text()
  let json: Loose
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: answer.status, text, json, headers: answer.headers }
}

export function client(url: string) {
  const api = (method: string, path: string, body?: unknown, headers = {}) =>
    call(`${url}/api/v1${path}`, method, body, { ...KEY, ...headers })
  const must = async (method: string, path: string, body?: unknown) => {
    const answer = await api(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.json
  }
  const all = async (path: string) => {
    const items: Loose[] = []
    let cursor = ''
    for (;;) {
      const page = await must(
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      items.push(...page.items)
      if (page.next_cursor === null) return items
      cursor = page.next_cursor
    }
  }
  const workflow = async (definition: Loose, publish: unknown = {}) => {
    await must('PUT', `/workflows/${definition.id}`, { name: definition.id, ...definition })
    return must('POST', `/workflows/${definition.id}/publish`, publish)
  }
  const sandbox = (id: string, more = {}) =>
    must('PUT', `/channels/${id}`, { kind: 'sandbox', name: id, config: {}, secrets: {}, ...more })
  const hook = (channel: string, event: unknown) => call(`${url}/hooks/${channel}`, 'POST', event)
  const idle = (seconds = 30) => call(`${url}/dev/idle?timeout=${seconds}`, 'GET')
  const clock = (move: unknown) => call(`${url}/dev/clock`, 'POST', move)
  const contact = async (channel: string, external: string) =>
    (await must('GET', `/contacts?channel=${channel}&external_id=${external}`)).items[0]
  return { url, api, must, all, workflow, sandbox, hook, idle, clock, contact }
}

export type Client = ReturnType<typeof client>

export type Got = { url: string; method: string; headers: IncomingMessage['headers']; body: string; at: number }

/** A provider that answers as its `mood` says and remembers what it was sent. */
export async function double(port: number, mood: (got: Got, response: ServerResponse, n: number) => void) {
  const got: Got[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const one = {
        url: request.url ?? '',
        method: request.method ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        at: Date.now(),
      }
      got.push(one)
      mood(one, response, got.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    got,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export async function until(what: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(250)) if (await what()) return true
  return false
}

export { sleep }
