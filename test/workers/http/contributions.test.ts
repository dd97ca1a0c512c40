import { beforeAll, expect, test } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { keyOf } from './api-world.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
type Any = any

beforeAll(async () => {
  await migrate()
  await sandbox('club')
  await sandbox('news')
  await get('/dev/clock', { body: { set: '2026-01-20T10:00:00Z' } })
  await install({
    id: 'takes',
    triggers: [{ on: 'message.received', if: "event.data.text.startsWith('#story')" }],
    entry: { mode: 'parallel', max: 10 },
    actions: [{ id: 'kept', do: 'contribution.add', with: { kind: 'story' } }],
  })
  await install({
    id: 'rewards',
    triggers: [{ on: 'contribution.graded' }],
    entry: { mode: 'parallel', max: 10 },
    actions: [{ do: 'points.award', with: { points: { expr: 'event.data.grade * 10' }, reason: 'story' } }],
  })
  await install({
    id: 'shows',
    triggers: [{ on: 'contribution.featured' }],
    entry: { mode: 'parallel', max: 10 },
    actions: [{ do: 'badge.grant', with: { badge: 'star' } }],
  })
  await get('/api/v1/badges/star', { method: 'PUT', body: { name: 'Star' } }).catch(() => undefined)
})

async function tells(user: string, text: string): Promise<Any> {
  await happens('club', user, 'message.received', { text })
  await idle()
  const { id } = await contact('club', user)
  return (await get(`/api/v1/contributions?contact_id=${id}&limit=1`)).items[0]
}
const judged = async (id: string, verb: string, body: object = {}) => {
  const response = await ask(`/api/v1/contributions/${id}/${verb}`, { body })
  await idle()
  return { status: response.status, body: (await response.json()) as Any }
}
const board = async (period = 'month') => (await get(`/api/v1/leaderboards/contributions?period=${period}`)).items

test('what a member contributes waits for a person, whose grade a workflow rewards, once', async () => {
  const made = await tells('ann', '#story how I began')
  expect(made).toMatchObject({ kind: 'story', text: '#story how I began', status: 'waiting', grade: null, featured_at: null })
  const all = await Promise.all([1, 2, 3].map(() => judged(made.id, 'grade', { grade: 4, note: 'lovely' })))
  expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect(await get(`/api/v1/contributions/${made.id}`)).toMatchObject({ status: 'graded', grade: 4, note: 'lovely', decided_by: 'admin-key' })
  const ann = await contact('club', 'ann')
  expect(ann.points).toBe(40)
  expect(await board()).toMatchObject([{ rank: 1, contact_id: ann.id, score: 4 }])
  const events = (await get('/api/v1/events?type=contribution.*')).items.map(({ type, data }: Any) => [type, data.grade ?? null])
  expect(events.sort()).toEqual([['contribution.graded', 4], ['contribution.made', null]])
}) // biome-ignore format: one guarantee

test('being featured counts beside the grade, once; what is rejected counts nothing', async () => {
  const made = await tells('bob', '#story two')
  expect((await judged(made.id, 'feature')).body).toMatchObject({ status: 'waiting', featured_at: '2026-01-20T10:00:00.000Z' })
  expect((await judged(made.id, 'feature')).status).toBe(409)
  expect((await judged(made.id, 'reject')).status).toBe(409)
  expect((await judged(made.id, 'grade', { grade: 2, featured: true })).status).toBe(200)
  const bob = await contact('club', 'bob')
  expect(bob.points).toBe(20)
  expect((await board())[0]).toMatchObject({ contact_id: bob.id, score: 7 })
  const bad = await tells('bob', '#story spam')
  expect((await judged(bad.id, 'reject', { note: 'an advert' })).body).toMatchObject({ status: 'rejected', note: 'an advert' })
  expect((await judged(bad.id, 'grade', { grade: 5 })).status).toBe(409)
  expect((await board())[0]).toMatchObject({ score: 7 })
  expect((await get('/api/v1/contributions?status=rejected')).items).toHaveLength(1)
  expect((await get('/api/v1/contributions?featured=true')).items.map(({ id }: Any) => id)).toEqual([made.id])
}) // biome-ignore format: one guarantee

test('a month that is over has its best, and they hear of it', async () => {
  await install({
    id: 'monthly',
    triggers: [{ schedule: '0 9 1 * *' }],
    actions: [
      { id: 'best', do: 'leaderboard.top', with: { board: 'contributions', period: 'last_month', limit: 2 } },
      { do: 'message.post', with: { channel: 'news', room: 'hall', text: '{{#each steps.best.top}}{{rank}}. {{score}} {{/each}}' } },
      { do: 'event.emit', with: { type: 'custom.best', contact_id: { expr: 'steps.best.top[0].contact_id' }, data: { period: { expr: 'steps.best.period' } } } },
    ],
  })
  await install({ id: 'best', triggers: [{ on: 'custom.best' }], actions: [{ do: 'tag.add', with: { tag: 'best-{{event.data.period}}' } }] })
  await advance('12d')
  await idle()
  expect((await get('/api/v1/messages?channel=news')).items.map(({ text }: Any) => text)).toEqual(['1. 7 2. 4 '])
  expect((await contact('club', 'bob')).tags).toContain('best-2026-01')
  expect((await contact('club', 'ann')).tags).toEqual([])
  expect(await board()).toEqual([])
  expect((await board('2026-01')).map(({ score }: Any) => score)).toEqual([7, 4])
}) // biome-ignore format: one guarantee

test('an operator writes down what was made elsewhere; what is wrong is located', async () => {
  const { id } = await contact('club', 'ann')
  const made = await get('/api/v1/contributions', { body: { contact_id: id, url: 'https://example.com/p/1', title: 'A post' } })
  expect(made).toMatchObject({ contact_id: id, kind: 'post', title: 'A post', status: 'waiting' })
  const wrong = async (path: string, body: object, key?: string) => {
    const response = await ask(path, { body, ...(key && { key }) })
    return [response.status, ((await response.json()) as Any).errors?.[0]?.path]
  }
  expect(await wrong('/api/v1/contributions', { contact_id: id, text: ' ' })).toEqual([400, 'text'])
  expect(await wrong('/api/v1/contributions', { contact_id: 'nobody', text: 'x' })).toEqual([404, undefined])
  expect(await wrong('/api/v1/contributions', { contact_id: id, url: 'javascript:alert(1)' })).toEqual([400, 'url'])
  expect(await wrong(`/api/v1/contributions/${made.id}/grade`, { grade: 6 })).toEqual([400, 'grade'])
  expect(await wrong('/api/v1/contributions/nothing/grade', { grade: 3 })).toEqual([404, undefined])
  expect(await wrong(`/api/v1/contributions/${made.id}/grade`, { grade: 3 }, await keyOf('viewer'))).toEqual([403, undefined])
}) // biome-ignore format: one guarantee

test('goes over to whoever a contact is merged into, and goes with whoever is erased', async () => {
  const made = await tells('cat', '#story of a cat')
  const [cat, dan] = [await contact('club', 'cat'), (await tells('dan', '#story of a dog')).contact_id]
  await get('/api/v1/contacts/merge', { body: { into: dan, from: cat.id } })
  expect((await judged(made.id, 'grade', { grade: 5 })).body).toMatchObject({ contact_id: dan, grade: 5 })
  expect((await get(`/api/v1/contacts/${dan}`)).points).toBe(50)
  expect((await get(`/api/v1/contacts/${dan}/export`)).contributions).toHaveLength(2)
  await ask(`/api/v1/contacts/${dan}`, { method: 'DELETE' })
  expect((await ask(`/api/v1/contributions/${made.id}`)).status).toBe(404)
  expect((await board()).map(({ contact_id: id }: Any) => id)).not.toContain(dan)
})

test('lets everybody through who changes one member at once: who came too late for what they saw holds up nobody', async () => {
  const stories: Any[] = []
  for (const n of [1, 2, 3, 4]) stories.push(await tells('crowd', `#story ${n}`))
  const { id } = await contact('club', 'crowd')
  const points = (key: string) => ask('/api/v1/points', { body: { contact_id: id, delta: 1, reason: 'x', key } })
  const statuses = await Promise.all([
    ...stories.map(async (one) => (await judged(one.id, 'grade', { grade: 3 })).status),
    ...Array.from({ length: 20 }, async (_, n) => (await points(`k${n % 16}`)).status),
  ])
  expect(statuses.filter((status) => status >= 400)).toEqual([])
  expect(statuses.filter((status) => status === 201)).toHaveLength(16)
  await idle()
  expect((await contact('club', 'crowd')).points).toBe(16 + 4 * 30)
})
