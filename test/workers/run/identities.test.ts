import { beforeAll, expect, it } from 'vitest'
import { ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('one')
  await sandbox('two')
})

it('knows one contact by several external ids, and keeps one order over both', async () => {
  await install({
    id: 'count',
    triggers: [{ on: 'custom.count' }],
    entry: { mode: 'parallel', max: 100 },
    actions: [{ do: 'points.award', with: { points: 1, reason: 'count' } }],
  })
  await happens('one', 'ann', 'custom.hello')
  await idle()
  const ann = await contact('one', 'ann')
  const identities = [{ channel: 'two', external_id: 'ann-2' }]
  const patched = await get(`/api/v1/contacts/${ann.id}`, { method: 'PATCH', body: { identities } })
  expect(patched.identities).toEqual([{ channel: 'one', external_id: 'ann' }, ...identities])
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => happens(i % 2 ? 'one' : 'two', i % 2 ? 'ann' : 'ann-2', 'custom.count')),
  )
  await idle()
  expect((await contact('two', 'ann-2')).id).toBe(ann.id)
  expect((await contact('one', 'ann')).points).toBe(20)
})

it('refuses an identity that belongs to somebody else', async () => {
  await happens('two', 'bob', 'custom.hello')
  await idle()
  const { id } = await contact('one', 'ann')
  const answer = await ask(`/api/v1/contacts/${id}`, {
    method: 'PATCH',
    body: { identities: [{ channel: 'two', external_id: 'bob' }] },
  })
  expect(answer.status).toBe(409)
})
