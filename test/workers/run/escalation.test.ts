import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { type House, house } from '../../../workers/house.ts'
import { catalogueCache } from '../../../workers/run/catalogue.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import { handle } from '../../../workers/run/handle.ts'
import { sum, sweep } from '../../../workers/run/sweep.ts'
import { seriesOf } from '../../../workflows/engine/alerts/series.ts'
import type { Command } from '../../../workflows/engine/command.ts'
import { get, migrate, sandbox } from '../../world.ts'

/** One alert, from its page to its end, in isolates that are killed at any of their calls of the database. */

const MINUTE = 60_000
const DAY = 86_400_000
const FIRST = Date.parse('2026-03-02T19:45:00Z')
const KILLS = 9
let product: House
let cleo = ''
/** What the provider was sent, by its key. */
const received = new Map<string, string>()

beforeAll(async () => {
  await migrate()
  await get('/dev/clock', { body: { set: new Date(FIRST).toISOString() } })
  await sandbox('pager', { api_base: 'http://127.0.0.1:9' })
  const identities = [{ channel: 'pager', external_id: 'cleo' }]
  cleo = (await get('/api/v1/contacts', { body: { name: 'Cleo', identities } })).id
  const person = (to: string) => ({ channel: 'pager', to })
  const shift = (from: string, to: string, who: string) => ({ from, to, people: [who] })
  await get('/api/v1/rotas/main', {
    method: 'PUT',
    body: {
      people: { ann: person('ann'), bob: person('bob'), cleo: { contact_id: cleo } },
      lines: [{ shifts: [shift('08:00', '20:00', 'ann'), shift('20:00', '08:00', 'bob')] }, { people: ['cleo'] }],
    },
  })
  const levels = { '2': { timeouts: ['10m', '15m'], repeat: 1 } }
  await get('/api/v1/settings', { method: 'PUT', body: { alerts: { rota: 'main', levels } } })
  product = await house(env as unknown as Env)
})

type Isolate = { deps: Deps; calls: () => number }

/** An isolate that is killed at its nth call: before the database hears of it, or before the answer arrives. */
function isolate(dies?: { at: number; heard: boolean }): Isolate {
  const { deps } = product
  let calls = 0
  const alive = async <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1
    if (dies && calls >= dies.at) {
      if (calls === dies.at && dies.heard) await call()
      throw new Error('the isolate was killed')
    }
    return call()
  }
  const db: Deps['db'] = {
    batch: (statements) => alive(() => deps.db.batch(statements)),
    rows: (sql, ...params) => alive(() => deps.db.rows(sql, ...params)),
  }
  const call: Deps['call'] = async (_, init) => {
    if (dies && calls >= dies.at) throw new Error('the isolate was killed')
    const { idempotency_key: key, to } = JSON.parse(String(init?.body))
    received.set(key, to)
    return Response.json({ id: key })
  }
  return { deps: { ...deps, db, call, catalogue: catalogueCache(db, deps.vault) }, calls: () => calls }
}

/** Nobody holds any more what a killed isolate had taken on. */
async function leasesEnd(): Promise<void> {
  await product.deps.db.batch([
    { sql: "UPDATE deliveries SET lease_until = 0 WHERE status = 'sending'", params: [] },
    { sql: "UPDATE events SET lease_until = 0 WHERE status = 'pending'", params: [] },
  ])
}

/** Each step at its time, in an isolate as long as it lives, then in another one. Answers how many calls it took. */
async function lives(key: string, from: number, dies?: { at: number; heard: boolean }, acknowledged = false) {
  const subjectId = seriesOf(key, false)
  const wish = {
    key,
    name: 'outage',
    level: 2,
    title: key,
    detail: null,
    drill: false,
    contactId: null,
    workflowId: null,
  }
  const asks = (command: Command) => (deps: Deps) =>
    handle(deps, [{ who: { subjectId }, events: [], results: [], commands: [command] }])
  const answering = { alertId: `${subjectId}.1`, by: 'me', via: 'api' as const }
  const sweeps = async (deps: Deps) => {
    while (sum(await sweep(deps)) > 0);
  }
  type Step = (deps: Deps) => Promise<unknown>
  const at = (minutes: number, step: Step): [number, Step] => [minutes, step]
  const steps = [
    at(0, asks({ kind: 'raise alert', wish })),
    at(10, sweeps),
    ...(acknowledged ? [at(12, asks({ kind: 'acknowledge alert', answering }))] : []),
    at(25, sweeps),
    at(35, sweeps),
    at(50, sweeps),
  ]
  let present = isolate(dies)
  for (const [minutes, step] of steps) {
    product.virtual?.turning.turn(from + minutes * MINUTE)
    const done = await step(present.deps).then(
      () => true,
      () => false,
    )
    if (dies && present.calls() >= dies.at) {
      present = isolate()
      await leasesEnd()
      // Whoever got no answer asks again; what falls due the sweep finds.
      if (!done) await step(present.deps)
      await sweeps(present.deps)
    }
  }
  return present.calls()
}

async function judge(key: string, expected: { pages: string[]; told: string[]; last: string }): Promise<void> {
  const { items } = await get(`/api/v1/alerts?key=${key}`)
  expect(items.length, key).toBe(1)
  const { history } = await get(`/api/v1/alerts/${items[0].id}`)
  type Entry = { kind: string; at: string; person: string; message: string }
  const paged = (history as Entry[]).filter(({ kind }) => kind === 'paged')
  expect(
    paged.map(({ at, person }) => `${at.slice(11, 16)} ${person}`),
    key,
  ).toEqual(expected.pages)
  expect(history.at(-1).kind, key).toBe(expected.last)
  for (const { message, person } of paged) {
    expect(await get(`/api/v1/messages/${encodeURIComponent(message)}`), key).toMatchObject({ status: 'sent' })
    expect(received.get(message), key).toBe(person)
  }
  expect([...received.keys()].filter((id) => id.includes(items[0].id)).sort(), key).toEqual(
    paged.map(({ message }) => message).sort(),
  )
  const { items: events } = await get('/api/v1/events?type=alert.*&limit=50')
  const told = events.filter(({ data }: { data: { key: string } }) => data.key === key).reverse()
  expect(
    told.map(({ type }: { type: string }) => type),
    key,
  ).toEqual(expected.told)
}

const UNANSWERED = {
  pages: ['19:45 ann', '19:55 cleo', '20:10 bob', '20:20 cleo'],
  told: ['alert.raised', ...Array(4).fill('alert.escalated')],
  last: 'exhausted',
}
const ANSWERED = {
  pages: ['19:45 ann', '19:55 cleo'],
  told: ['alert.raised', 'alert.escalated', 'alert.acknowledged'],
  last: 'acknowledged',
}

it('pages, waits and escalates each step once, wherever the isolate that does so is killed', async () => {
  const calls = await lives('whole', FIRST)
  await judge('whole', UNANSWERED)
  for (let i = 0; i < KILLS; i++) {
    const at = 1 + Math.floor((i * calls) / KILLS)
    const acknowledged = i % 3 === 2
    const key = `killed-${at}-${i % 2 ? 'heard' : 'unheard'}${acknowledged ? '-acknowledged' : ''}`
    await lives(key, FIRST + (i + 1) * DAY, { at, heard: i % 2 === 1 }, acknowledged)
    await judge(key, acknowledged ? ANSWERED : UNANSWERED)
  }
}, 60_000)
