import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { deliver } from '../../../workers/run/deliver.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import { lease } from '../../../workers/run/lease.ts'
import { toLeased } from '../../../workers/store/deliveries.ts'
import { RETRY_DEFAULT } from '../../../workflows/engine/delivery.ts'
import { migrate, sandbox } from '../../world.ts'

/** What has gone out is not sent again, and of what nobody knows whether it has, nobody says that it has not. */

let deps: Deps
let answers: (() => Response)[]
const keys: string[] = []

beforeAll(async () => {
  await migrate()
  await sandbox('pieces', { api_base: 'http://provider.test' })
  const call: Deps['call'] = async (_url, init) => {
    keys.push(String(new Headers(init?.headers).get('idempotency-key')))
    return (answers.shift() ?? (() => Response.json({ id: 'p' })))()
  }
  deps = { ...(await house(env as unknown as Env)).deps, call, timers: { arm: async () => {} }, listens: undefined }
  await deps.catalogue.refresh()
})
beforeEach(() => {
  answers = []
  keys.length = 0
})

const INSERT = `INSERT INTO deliveries (id, kind, channel, recipient, audience, body, category, status, attempts, rank, retry,
  on_unknown, awaited, pieces_sent, created_at, send_after, lease_until, lease)
  VALUES (?1, 'message', 'pieces', ?1, 'contact', ?2, 'lifecycle', 'sending', 1, 0, ?3, ?4, 0, 0, 0, 0, ?5, 'l')`
const RETRY = JSON.stringify({ attempts: 2, firstMs: 60_000, factor: 1, maxMs: 60_000 })
const write = (id: string, body: string, onUnknown = 'resend') =>
  deps.db.rows(INSERT, id, body, RETRY, onUnknown, deps.clock.real() + 60_000)
const row = async (id: string) => (await deps.db.rows('SELECT * FROM deliveries WHERE id = ?1', id))[0] ?? {}
const tries = async (id: string) => deliver(deps, await deps.catalogue.known(), [toLeased(await row(id))])
const taken = (id: string) =>
  deps.db.rows(
    "UPDATE deliveries SET status = 'sending', lease = 'l2', lease_until = ?2, attempts = attempts + 1 WHERE id = ?1",
    id,
    deps.clock.real() + 60_000,
  )

it('sends each piece under a key of its own, and goes on with the one that did not go', async () => {
  await write('long', 'word '.repeat(50_000))
  answers = [() => Response.json({ id: 'p1' }), () => new Response('', { status: 503 })]
  await tries('long')
  expect(await row('long')).toMatchObject({ status: 'queued', pieces_sent: 1, attempts: 1, line: null })
  await taken('long')
  await tries('long')
  expect(keys).toEqual(['long', 'long#2', 'long#2', 'long#3'])
  expect(await row('long')).toMatchObject({ status: 'sent', pieces_sent: 3, provider_id: 'p', attempts: 2 })
})

const fails = (error: Error) => () => {
  throw error
}
const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError')

it.each([
  ['no answer in time', fails(late), 'unknown', 'queued'],
  ['a connection that was lost', fails(new Error('Network connection lost.')), 'unknown', 'queued'],
  ['nobody there', fails(new TypeError('connect ECONNREFUSED: connection refused')), 'queued', 'queued'],
  ['an answer of a gateway that had asked', () => new Response('', { status: 504 }), 'unknown', 'queued'],
  ['a refusal', () => new Response('', { status: 400 }), 'failed', 'failed'],
])('after %s: what must not go twice, and what may', async (what, answer, held, resent) => {
  for (const [onUnknown, status] of [
    ['hold', held],
    ['resend', resent],
  ] as const) {
    // biome-ignore format: two cases
    const id = `${what} ${onUnknown}`
    await write(id, 'hi', onUnknown)
    answers = [answer]
    await tries(id)
    expect(await row(id)).toMatchObject({ status, lease: null })
  }
})

it('tries again when the provider says so, else when its policy does, and leaves it alone until then', async () => {
  const now = deps.clock.now()
  const after = async (id: string) => Number((await row(id)).send_after) - now
  const busy = (headers: Record<string, string>) => () => new Response('', { status: 503, headers })
  await write('own', 'hi')
  answers = [busy({}), busy({}), busy({ 'retry-after': '7' })]
  await tries('own')
  expect(await after('own')).toBe(60_000)
  await taken('own')
  await tries('own')
  expect(await row('own')).toMatchObject({ status: 'failed', reason: 'HTTP 503, after 2 tries' })
  await write('said', 'hi')
  await tries('said')
  expect(await after('said')).toBe(7_000)
  keys.length = 0
  await write('next', 'hi')
  await tries('next')
  expect([keys, await row('next')]).toMatchObject([[], { status: 'queued', line: 'pieces', attempts: 0 }])
  expect(await after('next')).toBe(7_000)
})

it('commits what goes out under a lease that nobody else has, as it was decided', async () => {
  const message = {
    kind: 'message',
    id: 'm',
    subjectId: 'c',
    channel: 'pieces',
    to: 'ann',
    recipient: 'contact',
  } as const
  const how = { text: 'hi', category: 'lifecycle', retry: RETRY_DEFAULT, onUnknown: 'hold', awaited: true } as const
  const turn = { deliveries: [{ ...message, ...how }], unsent: [] } as unknown as Parameters<typeof lease>[2]['turn']
  const catalogue = await deps.catalogue.known()
  const [first, second] = [0, 0].flatMap((at) => lease(deps, catalogue, { turn, at }))
  expect(first).toMatchObject({ status: 'sending', on_unknown: 'hold', awaited: 1, attempts: 1 })
  expect(Number(first?.lease_until)).toBeGreaterThan(deps.clock.real() + 50_000)
  expect(first?.lease).toMatch(/^\w{10,}$/)
  expect(first?.lease).not.toBe(second?.lease)
})
