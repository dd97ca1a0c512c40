import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from '../http/api-world.ts'

const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('here')
  await sandbox('there')
  await get('/dev/clock', { body: { set: '2026-03-02T09:00:00Z' } })
  await install({
    id: 'order',
    triggers: [{ on: 'custom.ordered' }],
    actions: [
      { do: 'points.award', with: { points: 5, reason: 'ordered' } },
      { id: 'w', wait_for: { on: 'custom.paid', timeout: '30d' }, then: [{ do: 'tag.add', with: { tag: 'paid' } }] },
      { wait: '2d' },
      { do: 'points.award', with: { points: 100, reason: 'later' } },
    ],
    goal: { on: 'custom.loved', within: '60d', continue: true },
  })
  await install({
    id: 'many',
    triggers: [{ on: 'custom.many' }],
    entry: { mode: 'parallel', max: 20 },
    actions: [{ wait: '3d' }, { do: 'points.award', with: { points: 1, reason: 'many' } }],
  })
  await install({
    id: 'comes',
    triggers: [{ on: 'custom.comes' }],
    actions: [{ do: 'signup.add', with: { gathering: 'tea' } }],
  })
  await install({
    id: 'dines',
    triggers: [{ on: 'custom.dines' }],
    entry: { mode: 'parallel', max: 20 },
    actions: [{ do: 'signup.add', with: { gathering: '{{event.data.at}}' } }],
  })
  await install({ id: 'day', triggers: [{ on: 'custom.checkin' }], actions: [{ do: 'checkin.record', with: {} }] })
})

async function two(name: string): Promise<{ into: string; from: string }> {
  for (const channel of ['here', 'there']) await happens(channel, name, 'custom.hello')
  await idle()
  return { into: (await contact('here', name)).id, from: (await contact('there', name)).id }
}

const merge = (body: object) => get('/api/v1/contacts/merge', { body })
const one = (id: string) => get(`/api/v1/contacts/${id}`)

test('goes on with what the one who went was waiting for, under the same id and with the whole journal', async () => {
  const { into, from } = await two('ann')
  await happens('there', 'ann', 'custom.ordered')
  await idle()
  const [before] = (await get(`/api/v1/runs?contact_id=${from}`)).items
  await merge({ into, from })
  expect(await get(`/api/v1/runs/${before.id}`)).toMatchObject({ status: 'waiting', contact_id: into })
  await happens('here', 'ann', 'custom.paid')
  await advance('3d')
  const run = await get(`/api/v1/runs/${before.id}`)
  expect(run).toMatchObject({ status: 'completed', contact_id: into })
  expect(run.journal.map(({ seq }: { seq: number }) => seq)).toEqual(run.journal.map((_: unknown, i: number) => i + 1))
  expect(run.journal.map(({ verb }: { verb: string }) => verb)).toContain('points.award')
  expect(await one(into)).toMatchObject({ points: 105, tags: ['paid'] })
  for (const id of [into, from])
    expect((await get(`/api/v1/runs?contact_id=${id}`)).items.map((each: { id: string }) => each.id)).toEqual([run.id])
  await happens('there', 'ann', 'custom.loved')
  await idle()
  expect(await get(`/api/v1/runs/${run.id}`)).toMatchObject({ goal: { counted_at: expect.any(String) } })
  expect(await get('/api/v1/metrics/workflows/order')).toMatchObject({ entered: 1, waiting: [], ended: 1 })
})

test('lets a member be once in what they can be in once, and as often as they were in the rest', async () => {
  const { into, from } = await two('bob')
  for (const channel of ['here', 'there'])
    for (const type of ['custom.ordered', 'custom.many', 'custom.many']) await happens(channel, 'bob', type)
  await idle()
  await merge({ into, from })
  const open = (await get(`/api/v1/runs?contact_id=${into}&status=waiting`)).items
  expect(open.map(({ workflow_id }: { workflow_id: string }) => workflow_id).sort()).toEqual([
    ...['many', 'many', 'many', 'many', 'order'],
  ])
  await happens('here', 'bob', 'custom.paid')
  await advance('4d')
  expect((await one(into)).points).toBe(5 + 5 + 4 + 100)
  for (const workflow of ['order', 'many']) {
    const { entered, waiting, ended } = await get(`/api/v1/metrics/workflows/${workflow}`)
    expect([waiting, entered]).toEqual([[], ended])
  }
})

test('the old id answers as the survivor, whatever it is asked', async () => {
  const { into, from } = await two('cat')
  const entry = await get('/api/v1/points', { body: { contact_id: from, delta: 50, reason: 'x', key: 'k1' } })
  await merge({ into, from })
  const again = await answer('/points', { body: { contact_id: from, delta: 50, reason: 'x', key: 'k1' } })
  expect(again).toMatchObject({ status: 200, body: { id: entry.id } })
  expect((await answer('/points', { body: { contact_id: from, delta: 7, reason: 'y' } })).status).toBe(201)
  expect((await one(from)).points).toBe(57)
  for (const times of [201, 200]) {
    const reversed = await answer(`/points/${entry.id}/reverse`, { body: { reason: 'mistake' } })
    expect(reversed).toMatchObject({ status: times, body: { contact_id: into, delta: -50, balance: 7 } })
  }
  expect((await answer(`/contacts/${from}`, { method: 'PATCH', body: { name: 'Cat' } })).body).toMatchObject({
    id: into,
  })
  await get('/events', { body: { specversion: '1.0', id: 'cat-1', source: 's', type: 'custom.x', subject: 'cat' } })
  await happens('there', 'cat', 'custom.y')
  await idle()
  const told = async (id: string) => (await get(`/api/v1/events?contact_id=${id}&type=custom.*`)).items
  const types = (await told(from)).map(({ type }: { type: string }) => type)
  expect(types).toEqual(['custom.y', 'custom.hello', 'custom.hello'])
  expect(await told(into)).toEqual(await told(from))
  expect((await ask(`/api/v1/contacts/${from}`, { method: 'DELETE' })).status).toBe(204)
  for (const id of [into, from]) {
    expect((await ask(`/api/v1/contacts/${id}`)).status).toBe(404)
    expect((await ask(`/api/v1/contacts/${id}`, { method: 'DELETE' })).status).toBe(404)
  }
})

test('merged and erased at once, by either id, a member is gone or there as one, and nothing is left of who is gone', async () => {
  for (let round = 0; round < 6; round++) {
    const name = `dot${round}`
    const { into, from } = await two(name)
    for (const channel of ['here', 'there']) await happens(channel, name, 'custom.many')
    await idle()
    const [merged, erased] = await Promise.all([
      ask('/api/v1/contacts/merge', { body: { into, from } }),
      ask(`/api/v1/contacts/${round % 2 ? into : from}`, { method: 'DELETE' }),
      happens('there', name, 'custom.z'),
    ])
    await idle()
    expect(erased.status).toBe(204)
    expect([200, 404]).toContain(merged.status)
    const gone = await Promise.all([into, from].map(async (id) => (await ask(`/api/v1/contacts/${id}`)).status === 404))
    expect(gone[round % 2 ? 0 : 1]).toBe(true)
    for (const [i, id] of [into, from].entries()) {
      if (!gone[i]) continue
      const sql = `SELECT (SELECT count(*) FROM runs WHERE id >= ?1 || '-' AND id < ?1 || '.') + (SELECT count(*) FROM identities
        WHERE subject_id = ?1) + (SELECT count(*) FROM ledger WHERE subject_id = ?1) AS n`
      expect((await DB.prepare(sql).bind(id).first<{ n: number }>())?.n).toBe(0)
    }
  }
})

test('gives back a seat that one person has twice', async () => {
  const { into, from } = await two('eve')
  const tea = { name: 'Tea', starts_at: '2026-04-01T10:00:00Z', capacity: 2 }
  await get('/api/v1/gatherings/tea', { method: 'PUT', body: tea })
  for (const channel of ['here', 'there']) await happens(channel, 'eve', 'custom.comes')
  await idle()
  expect(await get('/api/v1/gatherings/tea')).toMatchObject({ taken: 2 })
  await merge({ into, from })
  expect(await get('/api/v1/gatherings/tea')).toMatchObject({ taken: 1 })
  expect((await get('/api/v1/gatherings/tea/signups')).items).toMatchObject([{ contact_id: into }])
})

/** A gathering with two seats, both of which one person has under two names, and who waits for one. */
async function seatedTwice(name: string, waiting: readonly string[], extra: object = {}) {
  const { into, from } = await two(name)
  const id = `meal-${name}`
  const body = { name: 'Meal', starts_at: '2027-04-01T10:00:00Z', capacity: 2, ...extra }
  await get(`/api/v1/gatherings/${id}`, { method: 'PUT', body })
  const comes = async (channel: string, user: string) => {
    await happens(channel, user, 'custom.dines', { at: id })
    await idle()
  }
  for (const channel of ['here', 'there']) await comes(channel, name)
  for (const user of waiting) await comes('here', user)
  const statuses = async () =>
    (await get(`/api/v1/gatherings/${id}/signups`)).items.map(({ status }: { status: string }) => status)
  const told = async (user: string) => {
    const { id: contactId } = await contact('here', user)
    return (await get(`/api/v1/events?contact_id=${contactId}&type=signup.confirmed`)).items
  }
  return { into, from, id, statuses, told }
}

test('a seat that a merge frees goes to whoever waited longest, who hears of it at once; merged again, to nobody more', async () => {
  const { into, from, id, statuses, told } = await seatedTwice('hal', ['wes', 'xia'])
  expect(await statuses()).toEqual(['confirmed', 'confirmed', 'waitlisted', 'waitlisted'])
  await Promise.all([merge({ into, from }), ask('/api/v1/contacts/merge', { body: { into, from } })])
  await idle()
  const moved = { taken: 2, figures: { signed_up: 2, waitlisted: 1, promoted: 1 } }
  expect(await get(`/api/v1/gatherings/${id}`)).toMatchObject(moved)
  expect(await statuses()).toEqual(['confirmed', 'confirmed', 'waitlisted'])
  expect(await told('wes')).toMatchObject([{ status: 'handled', data: { gathering_id: id, promoted: true } }])
  expect(await told('xia')).toEqual([])
  await merge({ into, from })
  await idle()
  expect(await get(`/api/v1/gatherings/${id}`)).toMatchObject(moved)
  expect(await told('wes')).toHaveLength(1)
})

test.each([
  ['one of the two only waited', 'ida', { capacity: 1 }, { taken: 1, figures: { waitlisted: 1 } }],
  ['more were seated than there are seats now', 'jon', { now: 1 }, { taken: 1, figures: { waitlisted: 1 } }],
  ['the gathering is over', 'kit', { over: true }, { taken: 1, figures: { waitlisted: 1 } }],
])(
  'nobody moves up by a merge when %s',
  async (_, name, { now, over, ...extra }: { now?: number; over?: boolean; capacity?: number }, after) => {
    const start = Date.parse((await get('/dev/clock')).now)
    const starts_at = new Date(start + 86_400_000).toISOString()
    const { into, from, id, told } = await seatedTwice(name, [`${name}-waits`], { ...extra, starts_at })
    if (now) await get(`/api/v1/gatherings/${id}`, { method: 'PUT', body: { name: 'Meal', starts_at, capacity: now } })
    if (over) await advance('2d')
    await merge({ into, from })
    await idle()
    expect(await get(`/api/v1/gatherings/${id}`)).toMatchObject(after)
    expect(await told(`${name}-waits`)).toEqual([])
  },
)

test('counts a streak that both have kept as one, in turns or one after the other', async () => {
  for (const [name, channels] of [
    ['fay', ['there', 'there', 'here', 'here']],
    ['gus', ['here', 'there', 'here', 'there', 'here']],
  ] as const) {
    const { into, from } = await two(name)
    for (const [i, channel] of channels.entries()) {
      if (i > 0) await advance('1d')
      await happens(channel, name, 'custom.checkin')
      await idle()
    }
    const { length } = channels
    expect((await one(into)).streak).toBeLessThan(length)
    expect(await merge({ into, from })).toMatchObject({ streak: length, best_streak: length })
    await advance('2d')
    expect(await one(into)).toMatchObject({ streak: 0, best_streak: length })
  }
})
