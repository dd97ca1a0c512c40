import { createHash } from 'node:crypto'
import type { Problem } from '../../workflows/check/problem.ts'

/** An answer of the API: what it holds, or what was wrong. */
export type Answer<T> = { kind: 'ok'; status: number; body: T } | Refused

export type Refused = { kind: 'refused'; status: number; detail: string; errors: Problem[] }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Query = Record<string, string | number | undefined>

/**
 * The console does nothing that the API does not: it asks as whoever signed in. `path` is below /api/v1; what is
 * undefined or empty in `query` is left out.
 */
export type Api = {
  get: <T>(path: string, query?: Query) => Promise<Answer<T>>
  /** What is no JSON, such as a table, as it is. */
  text: (path: string) => Promise<Answer<string>>
  /** What may be of any size, as it comes: never an error of ours, so look at its status. */
  stream: (path: string, query?: Query) => Promise<Response>
  /** What is no JSON, on its way in. */
  pour: <T>(path: string, body: BodyInit, contentType: string, query?: Query) => Promise<Answer<T>>
  send: <T>(method: Method, path: string, body?: unknown) => Promise<Answer<T>>
}

const LOOKS = /\/(preview|validate|simulate|ask)$/
const BUSY_MS = 250
const BUSY_TRIES = 20

/** `once` names one showing of a form: what it sends again, by a double click or a reload, is done once. */
export function apiThrough(ask: (request: Request) => Promise<Response>, once?: string): Api {
  return {
    get: (path, query = {}) => answered(ask(new Request(addressOf(path, query)))),
    stream: (path, query = {}) => ask(new Request(addressOf(path, query))),
    pour: (path, body, contentType, query = {}) =>
      answered(
        ask(new Request(addressOf(path, query), { method: 'POST', headers: { 'content-type': contentType }, body })),
      ),
    text: async (path) => {
      const response = await ask(new Request(`https://inside${path}`))
      if (!response.ok) return answered<string>(Promise.resolve(response))
      return { kind: 'ok', status: response.status, body: await response.text() }
    },
    send: async (method, path, body = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const headers: Record<string, string> = { 'content-type': 'application/json' }
      if (once !== undefined && !LOOKS.test(path)) headers['idempotency-key'] = keyOf(once, method, path, text)
      const request = () => new Request(`https://inside${path}`, { method, headers, body: text })
      let response = await ask(request())
      // The first of two that are the same is still at it: its answer is theirs as well.
      for (let tries = 0; isBusy(response) && tries < BUSY_TRIES; tries++) {
        await new Promise((resolve) => setTimeout(resolve, BUSY_MS))
        response = await ask(request())
      }
      return answered(Promise.resolve(response))
    },
  }
}

function addressOf(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return `https://inside${path}${search === '' ? '' : `?${search}`}`
}

function keyOf(once: string, ...request: string[]): string {
  return `form-${createHash('sha256')
    .update([once, ...request].join('\n'))
    .digest('hex')}`
}

function isBusy({ status, headers }: Response): boolean {
  return status === 409 && headers.has('retry-after')
}

async function answered<T>(asked: Promise<Response>): Promise<Answer<T>> {
  const response = await asked
  const text = await response.text()
  const body = text === '' ? {} : JSON.parse(text)
  if (response.ok) return { kind: 'ok', status: response.status, body: body as T }
  const { detail, title, errors } = body as { detail?: string; title?: string; errors?: Problem[] }
  return { kind: 'refused', status: response.status, detail: detail ?? title ?? '', errors: errors ?? [] }
}

/** One page of a list, as the API answers it. */
export type List<T> = { items: T[]; next_cursor: string | null }
