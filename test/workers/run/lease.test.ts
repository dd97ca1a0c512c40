import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { deliver } from '../../../workers/run/deliver.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import { sweep, wake } from '../../../workers/run/sweep.ts'
import { toLeased } from '../../../workers/store/deliveries.ts'
import { get, happens, idle, install, migrate, sandbox } from '../../world.ts'

let deps: Deps
const called: string[] = []
const armed: unknown[] = []

beforeAll(async () => {
  await migrate()
  await sandbox('leases', { api_base: 'http://provider.test' })
  deps = {
    ...(await house(env as unknown as Env)).deps,
    call: async (url) => {
      called.push(String(url))
      return Response.json({ id: 'p' })
    },
    timers: {
      arm: async (wakes) => {
        armed.push(...wakes)
      },
    },
  }
})

it('gives back untried what its lease is too short for, and sends it with the next one', async () => {
  const row = `INSERT INTO deliveries (id, kind, channel, recipient, audience, body, category, status, attempts, rank, retry,
    on_unknown, awaited, pieces_sent, created_at, send_after, lease_until, lease)
    VALUES (?1, 'message', 'leases', 'ann', 'contact', 'hi', 'lifecycle', 'sending', 1, 0, '{}', 'resend', 0, 0, 0, 0, ?2, 'l') RETURNING *`
  const soon = await deps.db.rows(row, 'short', deps.clock.real() + 20_000)
  await deliver(deps, await deps.catalogue.refresh(), soon.map(toLeased))
  const now = async () => (await deps.db.rows("SELECT status, attempts, lease FROM deliveries WHERE id = 'short'"))[0]
  expect(called).toEqual([])
  expect(await now()).toEqual({ status: 'queued', attempts: 0, lease: null })
  await sweep(deps)
  expect(called).toEqual(['http://provider.test/messages'])
  expect(await now()).toEqual({ status: 'sent', attempts: 1, lease: null })
})

it('puts an event aside for a person after ten tries that failed', async () => {
  await install({ id: 'never', triggers: [{ on: 'custom.never' }], actions: [{ do: 'points.award', with: { points: 1, reason: 'x' } }] }) // biome-ignore format: one workflow
  await happens('leases', 'bo', 'custom.hello')
  await idle()
  const [bo] = (await get('/api/v1/contacts?channel=leases&external_id=bo')).items
  await deps.db.rows(
    "INSERT INTO ledger (subject_id, seq, delta, kind, reason, key, at, balance) VALUES (?1, 1, 0, '', '', '', 0, 0)",
    bo.id,
  )
  await happens('leases', 'bo', 'custom.never')
  const status = async () => (await deps.db.rows("SELECT status, attempts FROM events WHERE type = 'custom.never'"))[0]
  for (let tries = 1; tries <= 10; tries++) {
    await deps.db.rows("UPDATE events SET lease_until = 0 WHERE type = 'custom.never'")
    await sweep(deps)
    expect(await status()).toEqual({ status: 'pending', attempts: tries })
  }
  await deps.db.rows("UPDATE events SET lease_until = 0 WHERE type = 'custom.never'")
  await sweep(deps)
  expect(await status()).toEqual({ status: 'failed', attempts: 11 })
})

it('sets a wake-up that came early again', async () => {
  const dueAtMs = deps.clock.now() + 60_000
  await wake(deps, { subjectId: 'c-nobody', dueAtMs })
  expect(armed).toContainEqual({ subjectId: 'c-nobody', dueAtMs })
})

it('writes nothing for a wake-up when nothing is due', async () => {
  await happens('leases', 'cai', 'custom.hello')
  await idle()
  const { id } = (await get('/api/v1/contacts?channel=leases&external_id=cai')).items[0]
  const version = async () => (await deps.db.rows('SELECT version FROM subjects WHERE id = ?1', id))[0]?.version
  const before = await version()
  for (let times = 0; times < 2; times++) await wake(deps, { subjectId: id, dueAtMs: 0 })
  expect(await version()).toBe(before)
})
