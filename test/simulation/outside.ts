import { claimsFor, sign } from '../doubles/qstash-signing.ts'
import { type Isolate, reach, type World } from './isolate.ts'
import { ELSEWHERE } from './names.ts'

/** What the provider has accepted under one key, and from when to when somebody was at it. */
export type Sending = { of: Isolate; fromMs: number; untilMs: number | undefined; accepted: boolean; text: string }

export const PROVIDER = 'http://provider.test'
export const PUBLIC_URL = 'https://qunflow.test'
export const SIGNING_KEY = 'sig_simulation'
const QSTASH = 'https://qstash.upstash.io'
/** Where messages to rooms are posted: a channel with a pace, and no key that it could tell a repetition by. */
export const WEBHOOK_PATH = '/services/T1/B1/x'
const TIMEOUT_MS = 10_000

/** A provider that remembers everything, and QStash. Answers what an isolate fetches. */
export function outside(world: World, deliver: (request: Request) => void) {
  const sendings = new Map<string, Sending[]>()
  const { agenda } = world

  const provider = (init: RequestInit, timeoutMs: number, of: Isolate): Promise<Response> => {
    const said = JSON.parse(String(init.body)) as { idempotency_key?: string; text?: string; n?: string }
    const key = said.idempotency_key ?? new Headers(init.headers).get('idempotency-key') ?? said.text ?? ''
    const text = said.text ?? said.n ?? ''
    const sending: Sending = { of, fromMs: agenda.now(), untilMs: undefined, accepted: false, text }
    sendings.set(key, [...(sendings.get(key) ?? []), sending])
    of.onKill(() => {
      sending.untilMs ??= agenda.now()
    })
    const accept = () => {
      sending.accepted = true
      return Response.json({ id: `p-${key}`, ok: true, ts: '1' })
    }
    const lost = (message: string) => {
      throw new Error(message)
    }
    const answered = reach<Response>(world, {
      ...{ place: 'provider', of, latencyMs: [20, 150] },
      effect: accept,
      wrong: {
        refused: () => lost('connection refused'),
        'accepted, then silent': async (work) => {
          await work()
          await new Promise<void>((resolve) => agenda.at(timeoutMs, resolve))
          return lost('TimeoutError: the operation timed out')
        },
        'accepted, then cut off': async (work) => {
          await work()
          return lost('Network connection lost')
        },
        'error 500': () => new Response('', { status: 500 }),
        'too many': () => new Response('', { status: 429, headers: { 'retry-after': '3' } }),
      },
    })
    return answered.finally(() => {
      sending.untilMs ??= agenda.now()
    })
  }

  const qstash = (init: RequestInit, of: Isolate): Promise<Response> => {
    const messages = JSON.parse(String(init.body)) as Published[]
    return reach<Response>(world, {
      ...{ place: 'qstash', of, latencyMs: [5, 40] },
      effect: () => {
        for (const one of messages) wake(one)
        return Response.json(messages.map((_, i) => ({ messageId: `m${i}` })))
      },
      wrong: {
        unreachable: () => {
          throw new Error('connection refused')
        },
        'error 500': () => Response.json({ error: 'no' }, { status: 500 }),
      },
    })
  }

  const wake = ({ headers, body, destination }: Published) => {
    const what = world.faults.here('wake', ['lost', 'early', 'late', 'double'], world.share)
    if (what === 'lost') return
    const { random } = world
    const dueMs = Number(headers['Upstash-Not-Before'] ?? headers['upstash-not-before'] ?? 0) * 1000 - agenda.now()
    const off = what === 'early' ? -random.between(100, 30_000) : what === 'late' ? random.between(1_000, 90_000) : 0
    const send = () => void signed(body, destination).then(deliver)
    agenda.at(dueMs + off, send)
    if (what === 'double') agenda.at(dueMs + random.between(0, 50), send)
  }
  const signed = (body: string, url: string) =>
    agenda.native(async () => {
      const token = await sign(await claimsFor(url, body, agenda.now()), SIGNING_KEY)
      return new Request(url, { method: 'POST', body, headers: { 'upstash-signature': token } })
    })

  return {
    sendings,
    fetching: (url: string, init: RequestInit, timeoutMs: number | undefined, of: Isolate): Promise<Response> => {
      if (url.startsWith(QSTASH)) return qstash(init, of)
      if (url.startsWith(PROVIDER) || url.startsWith(ELSEWHERE)) return provider(init, timeoutMs ?? TIMEOUT_MS, of)
      return Promise.reject(new Error(`nobody is at ${url}`))
    },
  }
}

type Published = { headers: Record<string, string>; body: string; destination: string }
