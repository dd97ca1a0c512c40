import { beforeAll, expect, test } from 'vitest'
import { contact, get, happens, idle, migrate, sandbox } from '../../world.ts'
import { paged } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('box')
  for (const [user, tags] of Object.entries({
    ann: ['vip', 'tea'],
    bo: ['vip', '茶友'],
    cy: ['tea', 'tea-house', 'vip'],
  })) {
    await happens('box', user, 'custom.hello')
    await idle()
    const { id } = await contact('box', user)
    await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { tags } })
  }
})

test('lists every tag with how many have it, in pages and by its beginning, as it is now', async () => {
  const told = (items: unknown[]) =>
    (items as { tag: string; contacts: number }[]).map(({ tag, contacts }) => [tag, contacts])
  const all = [
    ['tea', 2],
    ['tea-house', 1],
    ['vip', 3],
    ['茶友', 1],
  ]
  expect(told((await get('/api/v1/tags')).items)).toEqual(all)
  expect(told(await paged('/tags'))).toEqual(all)
  expect(told((await get('/api/v1/tags?q=tea')).items)).toEqual(all.slice(0, 2))
  expect(told((await get(`/api/v1/tags?q=${encodeURIComponent('茶')}`)).items)).toEqual(all.slice(3))
  expect((await get('/api/v1/tags?q=none')).items).toEqual([])
  await get(`/api/v1/contacts/${(await contact('box', 'cy')).id}`, { method: 'PATCH', body: { tags: ['tea'] } })
  expect(told((await get('/api/v1/tags')).items)).toEqual([
    ['tea', 2],
    ['vip', 2],
    ['茶友', 1],
  ])
})
