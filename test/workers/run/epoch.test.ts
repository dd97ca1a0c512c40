import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { checkEpoch } from '../../../workers/run/epoch.ts'
import { sweepAll } from '../../../workers/run/sweep.ts'
import { database, emptyStats, type Row } from '../../../workers/store/database.ts'
import { recovering, writePulse } from '../../../workers/store/epoch.ts'
import { keepEvents } from '../../../workers/store/events.ts'
import { carryRows, portableTables } from '../../../workers/store/portable.ts'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

/** D1 Time Travel: the database is put back to an earlier time, and the world outside is not. */

const { DB } = env as unknown as { DB: D1Database }
const db = database(DB, emptyStats())
const heard: string[] = []

beforeAll(async () => {
  await migrate()
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    heard.push(((await new Request(input, init).json()) as { idempotency_key: string }).idempotency_key)
    return new Response('{}', { headers: { 'content-type': 'application/json' } })
  })
  await sandbox('club', { api_base: 'https://provider.example.com' })
})
afterAll(() => vi.unstubAllGlobals())

type Copy = [string, Row[]][]

async function copied(): Promise<Copy> {
  const tables = [...(await portableTables(db)).map(({ name }) => name), 'catalogue']
  return Promise.all(
    tables.map(async (name): Promise<[string, Row[]]> => [name, await db.rows(`SELECT * FROM ${name}`)]),
  )
}

/** As D1 does it: everything is as it was, its notes too. Only our clock has no other place to be kept. */
async function putBack(copy: Copy): Promise<void> {
  for (const [name, rows] of copy) {
    await DB.exec(`DELETE FROM ${name} ${name === 'notes' ? "WHERE name <> 'virtual clock'" : ''}`)
    const kept = rows.filter((row) => row.name !== 'virtual clock' || name !== 'notes')
    for (const row of kept) await db.batch(carryRows(name, Object.keys(row), [row]))
  }
}

const statuses = async (name: string) => {
  const { id } = await contact('club', name)
  const { items } = await get(`/api/v1/messages?contact_id=${id}`)
  return Object.fromEntries(items.map(({ text, status }: { text: string; status: string }) => [text, status]))
}

test('after a restore nothing is sent twice: what may have gone out is held, and what falls due later goes', async () => {
  const say = (id: string, text: string) => ({ id, do: 'message.send', with: { text, category: 'transactional' } })
  const actions = [say('a', 'one'), { wait: '1d' }, say('b', 'two'), { wait: '5d' }, say('c', 'three')]
  await install({ id: 'journey', triggers: [{ on: 'custom.begin' }], actions })
  for (const name of ['ann', 'bob']) await happens('club', name, 'custom.begin')
  await idle()
  const { deps } = await house(env as unknown as Env)
  await checkEpoch(deps, { always: true })
  const copy = await copied()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await checkEpoch(deps, { always: true })
  await advance('2d')
  await idle()
  expect(heard).toHaveLength(4)
  await putBack(copy)
  expect(await statuses('ann')).toEqual({ one: 'sent' })
  await checkEpoch(deps, { always: true })
  await happens('club', 'cleo', 'custom.other')
  await get('/dev/clock', { body: { advance: '1m' } })
  await idle()
  expect(new Set(heard).size).toBe(4)
  expect(heard).toHaveLength(4)
  expect(await statuses('ann')).toEqual({ one: 'sent', two: 'unknown' })
  expect((await get('/api/v1/alerts')).items.map(({ name }: { name: string }) => name)).toContain('database-restored')
  await advance('6d')
  await idle()
  expect(await statuses('ann')).toEqual({ one: 'sent', two: 'unknown', three: 'sent' })
  expect(heard).toHaveLength(6)
  expect(new Set(heard).size).toBe(6)
})

test('a database that goes on is never taken for a restored one, however many look at once', async () => {
  const { deps } = await house(env as unknown as Env)
  const { revision } = await deps.catalogue.refresh()
  await Promise.all(Array.from({ length: 20 }, () => checkEpoch(deps, { always: true })))
  expect(await deps.catalogue.refresh()).toMatchObject({ revision, recovering: null })
})

test('nor when somebody has said that it lives between asking it and asking the witness', async () => {
  const { deps } = await house(env as unknown as Env)
  const { revision } = await deps.catalogue.refresh()
  const mark = deps.clock.real() + 60_000
  let told = 0
  const witness = async (real: number) => {
    if (told++ > 0) return real
    await db.batch([writePulse(mark)])
    return mark
  }
  await checkEpoch({ ...deps, witness }, { always: true })
  expect(told).toBe(2)
  expect(await deps.catalogue.refresh()).toMatchObject({ revision, recovering: null })
})

const LEFT = {
  ...{ type: 'custom.left', at: 0, receivedAt: 0, channel: null, externalId: null, subjectId: 's-community' },
  ...{ profile: null, data: {}, causes: [] },
}

test('what falls due is held until all of it has been looked at, however long that takes', async () => {
  const { deps } = await house(env as unknown as Env)
  const { revision } = await deps.catalogue.refresh()
  await db.batch([...recovering({ from: 1, until: 2 }, revision), keepEvents([{ ...LEFT, id: 'left-over' }], 0)])
  await deps.catalogue.refresh()
  await sweepAll(deps, 0)
  expect((await deps.catalogue.refresh()).recovering).toEqual({ from: 1, until: 2 })
  await sweepAll(deps, deps.clock.real() + 20_000)
  expect((await deps.catalogue.refresh()).recovering).toBeNull()
})

test('a sweep notices by itself that the database was restored', async () => {
  const { deps } = await house(env as unknown as Env)
  await deps.catalogue.refresh()
  const real = () => deps.clock.real() + 210_000
  const seen = deps.clock.real() + 200_000
  const elsewhere = { clock: { ...deps.clock, real }, witness: async (mark: number) => Math.max(mark, seen) }
  await db.batch([keepEvents([{ ...LEFT, id: 'left-later' }], 0)])
  await sweepAll({ ...deps, ...elsewhere }, 0)
  expect((await deps.catalogue.refresh()).recovering).toMatchObject({ until: seen })
  await sweepAll(deps, deps.clock.real() + 20_000)
  expect((await deps.catalogue.refresh()).recovering).toBeNull()
})
