import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import { carryOut, handle, handleCommand, keep } from '../../../workers/run/handle.ts'
import { merge } from '../../../workers/run/merge.ts'
import { record } from '../../../workers/run/record.ts'
import { sweep } from '../../../workers/run/sweep.ts'
import { toLeased, writeDeliveries } from '../../../workers/store/deliveries.ts'
import { type InboxEvent, toInboxEvent } from '../../../workers/store/events.ts'
import { ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { delivery } from '../store/delivery-row.ts'

let deps: Deps
beforeAll(async () => {
  await migrate()
  await sandbox('lost')
  deps = (await house(env as unknown as Env)).deps
})

/** The database carries out the next commit, and its answer does not arrive. */
function losing(): Deps {
  let left = 1
  const batch: Deps['db']['batch'] = async (statements) => {
    const answers = await deps.db.batch(statements)
    if (left > 0 && statements.some(({ sql }) => sql.startsWith('INSERT INTO journal'))) {
      left -= 1
      throw new Error('D1_ERROR: Network connection lost.')
    }
    return answers
  }
  return { ...deps, db: { ...deps.db, batch } }
}

it('carries out a command once though the answer of its commit is lost, and says what came of it', async () => {
  await happens('lost', 'ann', 'custom.hello')
  await idle()
  const { id } = await contact('lost', 'ann')
  const command = { kind: 'points', delta: 5, reason: 'by hand', key: 'k1' } as const
  const work = { who: { subjectId: id }, events: [], results: [], commands: [command] }
  const result = await handleCommand(losing(), work, () => {})
  expect(result).toMatchObject({ kind: 'done' })
  expect((await contact('lost', 'ann')).points).toBe(5)
})

it('does not repeat a command of which nobody can learn whether it was carried out', async () => {
  await happens('lost', 'bob', 'custom.hello')
  await idle()
  const { id } = await contact('lost', 'bob')
  let [isLost, refused] = [false, 0]
  const batch: Deps['db']['batch'] = async (statements) => {
    const asks = statements.some(({ sql }) => sql.includes('CROSS JOIN journal'))
    if (isLost && asks) refused += 1
    if (isLost && asks) throw new Error('D1_ERROR: Network connection lost.')
    const answers = await deps.db.batch(statements)
    if (!statements.some(({ sql }) => sql.startsWith('INSERT INTO journal'))) return answers
    isLost = true
    throw new Error('D1_ERROR: Network connection lost.')
  }
  const command = { kind: 'points', delta: 5, reason: 'by hand', key: 'k1' } as const
  const work = { who: { subjectId: id }, events: [], results: [], commands: [command] }
  const silent = { ...deps, db: { ...deps.db, batch } }
  await expect(handleCommand(silent, work, () => {})).rejects.toThrow('connection lost')
  expect(refused).toBeGreaterThan(1)
  expect((await contact('lost', 'bob')).points).toBe(5)
})

it('keeps a delivery under way as long as its run cannot be told how it ended, and settles the others', async () => {
  await install({
    id: 'told',
    triggers: [{ on: 'custom.told' }],
    actions: [
      { do: 'message.send', with: { text: 'hi', category: 'transactional', await: true } },
      { do: 'points.award', with: { points: 1, reason: 'told' } },
    ],
  })
  for (const name of ['victim', 'other']) await happens('lost', name, 'custom.hello')
  await idle()
  const { id } = await contact('lost', 'victim')
  const blocking = "INSERT INTO ledger (subject_id, seq, delta, kind, reason, key, at, balance) VALUES (?1, 1, 0, '', '', '', 0, 0)" // biome-ignore format: one row
  await deps.db.rows(blocking, id)
  const events = ['victim', 'other'].map((subject) => ({
    ...{ specversion: '1.0', id: subject, source: '/t', type: 'custom.told', subject, data: {} },
  }))
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  await get('/events?channel=lost', { body: events, headers })
  await ask('/dev/idle?timeout=1')
  const statuses = async () =>
    (await get('/api/v1/messages')).items
      .map(({ contact_id, status }: { contact_id: string; status: string }) => [contact_id === id, status])
      .sort()
  expect(await statuses()).toEqual([[false, 'sent'], [true, 'sending']]) // biome-ignore format: one fact
  expect((await contact('lost', 'other')).points).toBe(1)
  await deps.db.rows('DELETE FROM ledger WHERE subject_id = ?1', id)
  await deps.db.rows("UPDATE deliveries SET lease_until = 0 WHERE status = 'sending'")
  await sweep(deps)
  await idle()
  expect(await statuses()).toEqual([[false, 'sent'], [true, 'sent']]) // biome-ignore format: one fact
  expect((await contact('lost', 'victim')).points).toBe(1)
})

it('settles also what no run waits for, when those that wait have to go one by one', async () => {
  const [ann, bob] = [(await contact('lost', 'ann')).id, (await contact('lost', 'bob')).id]
  let left = 1
  const batch: Deps['db']['batch'] = async (statements) => {
    const commits = statements.some(({ sql }) => sql.startsWith('INSERT INTO journal'))
    if (commits && left-- > 0)
      throw new Error('D1_ERROR: UNIQUE constraint failed: journal.subject_id, journal.version')
    return deps.db.batch(statements)
  }
  const sending = { channel: 'lost', status: 'sending', lease: 'l', lease_until: 9, attempts: 1 }
  const rows = [
    delivery('waits-1', { subject_id: ann, awaited: 1, ...sending }),
    delivery('waits-2', { subject_id: bob, awaited: 1, ...sending }),
    delivery('alone', { subject_id: ann, ...sending }),
  ]
  await deps.db.batch([writeDeliveries(rows)])
  const tried = rows.map((row) => ({ delivery: toLeased(row), outcome: { kind: 'sent' as const }, piecesSent: 1 }))
  await record({ ...deps, db: { ...deps.db, batch } }, await deps.catalogue.known(), tried)
  const now = await deps.db.rows("SELECT id, status FROM deliveries WHERE id IN ('waits-1', 'waits-2', 'alone')")
  expect(now.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent'])
  expect(left).toBeLessThan(0)
})

it('tells workflows once that a message was sent, though two have sent it and say so', async () => {
  const says = { do: 'message.send', with: { text: 'hi', category: 'transactional' } }
  await install({ id: 'says', triggers: [{ on: 'custom.says' }], actions: [says] })
  const award = { do: 'points.award', with: { points: 1, reason: 'heard' } }
  await install({ id: 'hears', triggers: [{ on: 'message.sent' }], entry: { mode: 'parallel' }, actions: [award] })
  await happens('lost', 'zoe', 'custom.says')
  await idle()
  const { id } = await contact('lost', 'zoe')
  const [row] = await deps.db.rows('SELECT * FROM deliveries WHERE subject_id = ?1', id)
  const delivery = toLeased({ ...row, lease: 'somebody', lease_until: 0 })
  const sent = { delivery, outcome: { kind: 'sent' as const }, piecesSent: 1 }
  for (let i = 0; i < 2; i++) await record(deps, await deps.catalogue.known(), [sent])
  await idle()
  expect((await contact('lost', 'zoe')).points).toBe(1)
})

it('does nothing for an event that somebody else has carried out meanwhile', async () => {
  await install({
    id: 'once',
    triggers: [{ on: 'custom.once' }],
    entry: { mode: 'parallel' },
    actions: [{ do: 'points.award', with: { points: 1, reason: 'once' } }],
  })
  await happens('lost', 'eva', 'custom.once')
  await idle()
  const { id } = await contact('lost', 'eva')
  const events = (await deps.db.rows("SELECT * FROM events WHERE type = 'custom.once'")).map(toInboxEvent)
  await handle(deps, [{ who: { subjectId: id }, events, results: [], commands: [] }])
  expect((await contact('lost', 'eva')).points).toBe(1)
})

it('carries out what two requests have read before either was first in line', async () => {
  const event = (id: string): InboxEvent => ({
    ...{ id, type: 'custom.once', channel: 'lost', externalId: 'eva', subjectId: null, profile: {} },
    ...{ at: deps.clock.now(), receivedAt: deps.clock.now(), data: {}, causes: [] },
  })
  const before = (await contact('lost', 'eva')).points
  const kept = [await keep(deps, [event('first-in-line')]), await keep(deps, [event('second-in-line')])]
  await Promise.all(kept.map((found) => carryOut(deps, found)))
  expect((await contact('lost', 'eva')).points).toBe(before + 2)
})

it('frees a seat once, for one who waits, though the answer of the merge that frees it is lost and it is done again', async () => {
  await install({
    id: 'dines',
    triggers: [{ on: 'custom.dines' }],
    actions: [{ do: 'signup.add', with: { gathering: 'meal' } }],
  })
  const body = { name: 'Meal', starts_at: '2999-04-01T10:00:00Z', capacity: 2 }
  await get('/api/v1/gatherings/meal', { method: 'PUT', body })
  for (const name of ['bea', 'bee', 'cat', 'dog']) {
    await happens('lost', name, 'custom.dines')
    await idle()
  }
  const [into, from] = [(await contact('lost', 'bea')).id, (await contact('lost', 'bee')).id]
  await merge(losing(), { into, from }).catch(() => undefined)
  expect(await merge(deps, { into, from })).toBe('merged')
  await sweep(deps)
  await idle()
  expect(await get('/api/v1/gatherings/meal')).toMatchObject({ taken: 2, figures: { waitlisted: 1, promoted: 1 } })
  const told = (await get('/api/v1/events?type=signup.confirmed')).items
  const promoted = told.filter(({ data }: { data: { promoted: boolean } }) => data.promoted)
  expect(promoted).toMatchObject([{ contact_id: (await contact('lost', 'cat')).id, status: 'handled' }])
})
