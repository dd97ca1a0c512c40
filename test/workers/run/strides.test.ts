import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { type House, house } from '../../../workers/house.ts'
import { nextDue } from '../../../workers/run/next-due.ts'
import { sweepAll } from '../../../workers/run/sweep.ts'
import type { Row } from '../../../workers/store/database.ts'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

/** What a move of the clock carries out in sets must come to what one due time after the other comes to. */

let own: House
beforeAll(async () => {
  await migrate()
  await sandbox('strides')
  own = await house(env as unknown as Env)
})

const HOUR_MS = 3_600_000
const MEMBERS = 7
const name = (i: number) => `m${i % MEMBERS}`

/** Whatever members may share or tell one another, beside what is their own. */
async function community(): Promise<void> {
  const send = { do: 'message.send', with: { text: '{{contact.points}} {{date now}}' } }
  const award = { do: 'points.award', with: { points: 5, reason: 'x', expires_in: '40h' } }
  await get('/api/v1/settings', { method: 'PUT', body: { quiet_hours: { promotional: { from: '22:00', to: '08:00', policy: 'defer' } } } }) // biome-ignore format: one request
  await get('/api/v1/coupons/gifts', {
    method: 'PUT',
    body: { name: 'Gifts', kind: 'imported', codes: ['A1', 'A2', 'A3', 'A4', 'A5'] },
  })
  await install({
    id: 'life',
    triggers: [{ on: 'custom.start' }],
    entry: { mode: 'parallel', max: 10 },
    actions: [
      { wait: { until: 'now + minutes(event.data.minutes)' } },
      award,
      send,
      { do: 'event.emit', when: 'event.data.other != null', with: { type: 'custom.told', contact_id: { expr: 'event.data.other' }, data: { from: '{{contact.name}}' } } }, // biome-ignore format: one step
      { wait: { until: 'now + minutes(event.data.minutes)' } },
      { throttle: { limit: 2, per: '6h', key: "'all'" }, then: [{ do: 'tag.add', with: { tag: 'passed' } }], else: [{ do: 'metric.add', with: { metric: 'turned-away' } }] }, // biome-ignore format: one step
      { wait: '20h' },
      send,
    ],
  })
  await install({ id: 'told', triggers: [{ on: 'custom.told' }], entry: { mode: 'parallel', max: 10 }, actions: [{ do: 'points.award', with: { points: { expr: 'contact.points > 5 ? 1 : 3' }, reason: 'told' } }] }) // biome-ignore format: one workflow
  await install({ id: 'gift', triggers: [{ segment: 'contact.points >= 10', change: 'enter' }], entry: { reentry: 'always' }, actions: [{ id: 'c', do: 'coupon.issue', with: { coupon: 'gifts' }, on_error: 'continue' }] }) // biome-ignore format: one workflow
  await install({ id: 'away', triggers: [{ metric: 'turned-away', window: '3h', if: 'value >= 2' }], actions: [{ do: 'alert.raise', with: { name: 'away', level: 2, title: 'many' } }] }) // biome-ignore format: one workflow
  await install({ id: 'daily', triggers: [{ schedule: '17 */12 * * *', for_each: 'contact.points > 6' }], actions: [{ do: 'metric.add', with: { metric: 'rich' } }, { wait: '90m' }, { do: 'tag.add', with: { tag: 'rich' } }] }) // biome-ignore format: one workflow
}

/** Events for everybody, each to act at an odd minute: in a fixed order, and some at the same one. */
async function begin(): Promise<void> {
  const post = (events: object[]) =>
    get('/events?channel=strides', { body: events, headers: { 'content-type': 'application/cloudevents-batch+json' } })
  const event = (id: string, i: number, type: string, data: object) => ({
    ...{ specversion: '1.0', source: 'test', id, type, subject: name(i), data },
  })
  await post(Array.from({ length: MEMBERS }, (_, i) => event(`j${i}`, i, 'member.joined', {})))
  await idle()
  const ids = await Promise.all(Array.from({ length: MEMBERS }, async (_, i) => (await contact('strides', name(i))).id))
  const starts = Array.from({ length: 2 * MEMBERS }, (_, i) =>
    event(`s${i}`, i, 'custom.start', {
      minutes: 1 + ((i * 37) % 311),
      other: i % 4 === 0 ? ids[(i * 5 + 1) % MEMBERS] : null,
    }),
  )
  await post(starts)
  await idle()
}

async function tables(): Promise<string[]> {
  const sql = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'faqs\\_%' ESCAPE '\\' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'd1\\_%' ESCAPE '\\'`
  return (await own.quiet.rows(sql)).map((row) => String(row.name))
}

async function dump(): Promise<Map<string, Row[]>> {
  const all = new Map<string, Row[]>()
  for (const table of await tables()) all.set(table, await own.quiet.rows(`SELECT * FROM ${table}`))
  return all
}

async function restore(all: ReadonlyMap<string, Row[]>): Promise<void> {
  for (const [table, rows] of all) {
    if (table === 'notes') continue
    const columns = Object.keys(rows[0] ?? {})
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.map((one) => `value->>'${one}'`).join(', ')} FROM json_each(?1)`
    await own.quiet.batch([
      { sql: `DELETE FROM ${table}`, params: [] },
      ...(rows.length > 0 ? [{ sql, params: [JSON.stringify(rows)] }] : []),
    ])
  }
}

/** Real time, chance, and what only says in how many commits it was written. */
const PASSING = new Set(['lease', 'lease_until', 'seq', 'pulse', 'rowid'])
const WITHOUT = new Set(['moves', 'tallies', 'notes', 'schedules'])

function told(all: ReadonlyMap<string, Row[]>): Map<string, string[]> {
  const plain = [...all].filter(([table]) => !WITHOUT.has(table))
  return new Map(
    plain.map(([table, rows]) => {
      const lines = rows
        .filter(({ area, value }) => area !== 'late' && !(table === 'figures' && value === 0))
        .map((row) =>
          JSON.stringify(Object.fromEntries(Object.entries(row).filter(([column]) => !PASSING.has(column)))),
        )
      return [table, lines.sort()]
    }),
  )
}

/** One due time after the other, as a wake-up for each would do it. */
async function stepTo(target: number): Promise<void> {
  const { deps, virtual } = own
  for (;;) {
    const due = await nextDue(deps)
    if (due === null || due > target) break
    virtual?.turning.turn(Math.max(due, deps.clock.now()))
    await sweepAll(deps, deps.clock.real() + 20_000)
  }
  virtual?.turning.turn(target)
  await sweepAll(deps, deps.clock.real() + 20_000)
}

async function clockTo(target: number): Promise<void> {
  await get('/dev/clock', { body: { set: new Date(target).toISOString() } })
}

it('comes to the same in sets as one due time after the other', { timeout: 120_000 }, async () => {
  await clockTo(Date.parse('2027-01-04T09:00:00Z'))
  await community()
  await begin()
  const target = own.deps.clock.now() + 30 * HOUR_MS
  const start = own.deps.clock.now()
  const before = await dump()

  await get('/dev/stats/reset', { method: 'POST' })
  await clockTo(target)
  const together = own.stats.batches
  await get('/api/v1/metrics/overview')
  const bySets = told(await dump())

  await restore(before)
  own.virtual?.turning.turn(start)
  await get('/dev/stats/reset', { method: 'POST' })
  await stepTo(target)
  const apart = own.stats.batches
  await get('/api/v1/metrics/overview')
  const byOne = told(await dump())

  for (const [table, rows] of byOne) expect({ [table]: bySets.get(table) }).toEqual({ [table]: rows })
  expect(byOne.get('alerts')).not.toHaveLength(0)
  expect(byOne.get('grants')?.length).toBeGreaterThan(10)
  expect(together).toBeLessThan(apart * 0.75)
})

it('lets the others go on when one of a set cannot be committed', async () => {
  await install({ id: 'late', triggers: [{ on: 'custom.late' }], actions: [{ wait: '1h' }, { do: 'points.award', with: { points: 1, reason: 'x' } }] }) // biome-ignore format: one workflow
  const names = ['victim', 'other-1', 'other-2']
  for (const id of names) await happens('strides', id, 'custom.late')
  await idle()
  const victim = (await contact('strides', 'victim')).id
  const taken = `INSERT INTO ledger (subject_id, seq, delta, kind, reason, key, at, balance) VALUES (?1, 1, 0, '', '', '', 0, 0)`
  await own.quiet.rows(taken, victim)
  await advance('61m')
  const points = async () => Promise.all(names.map(async (one) => (await contact('strides', one)).points))
  expect(await points()).toEqual([0, 1, 1])
  await own.quiet.rows('DELETE FROM ledger WHERE subject_id = ?1', victim)
  await advance('2m')
  expect(await points()).toEqual([1, 1, 1])
})
