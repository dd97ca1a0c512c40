import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { type House, house } from '../../../workers/house.ts'
import { client } from '../../../workers/local/seed/client.ts'
import { liveThrough } from '../../../workers/local/seed/run.ts'
import { portableTables } from '../../../workers/store/portable.ts'
import { get, migrate } from '../../world.ts'

const FROM = Date.parse('2026-03-01T00:00:00Z')
const DAYS = 20
const DAY_MS = 86_400_000

let own: House
beforeAll(async () => {
  await migrate()
  own = await house(env as unknown as Env)
})

const send: Parameters<typeof client>[0] = (path, request) =>
  (exports as unknown as { default: Fetcher }).default.fetch(`https://qunflow.test${path}`, request)
const api = client(send)
const rows = (sql: string) => own.quiet.rows(sql)
const one = async (sql: string) => Number(Object.values((await rows(sql))[0] ?? {})[0])

/** What everybody has come to, without what is drawn by an id. */
function members() {
  return rows(`SELECT i.external_id, s.name, s.points, s.stage, s.streak, s.referrals, s.tier, s.left_at, s.last_seen_at,
      (SELECT count(*) FROM ledger l WHERE l.subject_id = s.id) AS entries,
      (SELECT count(*) FROM journal j WHERE j.subject_id = s.id AND j.events <> '[]') AS heard
    FROM subjects s JOIN identities i ON i.subject_id = s.id WHERE s.kind = 'contact' ORDER BY i.external_id`)
}

it('makes a community that adds up, and the same one twice', { timeout: 90_000 }, async () => {
  await liveThrough(api, { members: 30, days: DAYS, seed: 7, from: FROM })
  const first = await members()
  expect(first.length).toBe(30)

  const sums = 'SELECT coalesce(sum(delta), 0) FROM ledger l WHERE l.subject_id = s.id'
  expect(await rows(`SELECT id, points FROM subjects s WHERE points <> (${sums}) OR points < 0`)).toEqual([])
  expect(await one('SELECT sum(points) FROM subjects')).toBeGreaterThan(100)
  expect(await one(`SELECT count(*) FROM subjects WHERE due_at <= ${own.deps.clock.now()}`)).toBe(0)
  expect(await one("SELECT count(*) FROM runs WHERE status = 'failed'")).toBe(0)
  expect(await one("SELECT count(*) FROM runs WHERE status IN ('active', 'waiting') AND wake_at IS NULL AND waiting IS NULL")).toBe(0) // biome-ignore format: one line
  expect(await one("SELECT count(*) FROM events WHERE status <> 'handled'")).toBe(0)

  const to = new Date(FROM + DAYS * DAY_MS).toISOString().slice(0, 10)
  const { figures } = await get(`/api/v1/metrics/overview?from=2026-03-01&to=${to}&timezone=UTC`)
  const sent = await one("SELECT count(*) FROM deliveries WHERE kind = 'message' AND status = 'sent'")
  const joined = await one("SELECT count(*) FROM events WHERE type = 'member.joined'")
  expect(figures).toMatchObject({ members: { new: joined }, messages: { sent } })

  const tables = (await portableTables(own.quiet)).map(({ name }) => name)
  for (const name of [...tables, 'answers', 'refusals', 'tallies', 'catalogue', 'faqs_fts'])
    await own.quiet.rows(`DELETE FROM ${name} ${name === 'notes' ? "WHERE name <> 'virtual clock'" : ''}`)
  await own.deps.catalogue.refresh()
  await liveThrough(api, { members: 30, days: DAYS, seed: 7, from: FROM })
  expect(await members()).toEqual(first)
})
