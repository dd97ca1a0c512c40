import { beforeAll, expect, it } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('turns')
})

it('goes on with an awaited answer at once: a run does not wait for its own turn', async () => {
  await install({
    id: 'await',
    triggers: [{ on: 'custom.await' }],
    actions: [
      { id: 'first', do: 'message.send', with: { text: 'one', await: true } },
      { id: 'second', do: 'message.send', with: { text: 'two', await: true } },
      { do: 'tag.add', with: { tag: '{{steps.second.status}}' } },
    ],
  })
  await happens('turns', 'ann', 'custom.await')
  await idle()
  expect((await contact('turns', 'ann')).tags).toEqual(['sent'])
  const { items } = await get('/api/v1/messages')
  expect(items).toHaveLength(2)
})

it('commits at once what gathers for one contact: many events at the same instant, none lost, none refused', async () => {
  await install({
    id: 'hot',
    triggers: [{ on: 'custom.hot' }],
    entry: { mode: 'parallel', max: 1000 },
    actions: [{ do: 'points.award', with: { points: 1, reason: 'hot' } }],
  })
  await happens('turns', 'hot', 'custom.other')
  await idle()
  await get('/dev/stats/reset', { method: 'POST' })
  const answers = await Promise.all(Array.from({ length: 100 }, () => happens('turns', 'hot', 'custom.hot')))
  expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(202))
  await idle()
  expect((await contact('turns', 'hot')).points).toBe(100)
  const { items } = await get('/api/v1/runs?workflow=hot&limit=200')
  expect(items.filter((run: { status: string }) => run.status === 'completed')).toHaveLength(100)
  expect((await get('/dev/stats')).d1.batches).toBeLessThan(200)
})

it('carries an event out once though a batch brings it twice', async () => {
  const event = { id: 'same', type: 'custom.hot', user: { id: 'once' }, data: {} }
  await get('/hooks/turns', { body: [event, event, { ...event, id: 'other' }], key: null })
  await idle()
  expect((await contact('turns', 'once')).points).toBe(2)
})
