import { beforeAll, expect, test } from 'vitest'
import { install, migrate } from '../../world.ts'
import { answer, greeting } from './api-world.ts'

beforeAll(migrate)

test('tells what differs between two versions, or the draft', async () => {
  await install(greeting)
  await install({ ...greeting, actions: [...greeting.actions, { wait: '1d' }] })
  await answer('/workflows/greeting', { method: 'PUT', body: { ...greeting, name: 'Hello' } })
  const diff = (path: string) => answer(`/workflows/greeting/versions/${path}`)
  expect((await diff('1/diff/2')).body).toMatchObject({
    ...{ workflow_id: 'greeting', before: 1, after: 2, same: false, summary: '1 change' },
    changes: [{ kind: 'added', path: 'actions[1]', text: expect.stringContaining('wait 1 day') }],
  })
  expect((await diff('2/diff/1')).body.changes).toMatchObject([{ kind: 'removed' }])
  expect((await diff('1/diff/draft?locale=zh-CN')).body.changes).toMatchObject([
    { part: 'name', text: expect.stringContaining('名称') },
  ])
  expect((await diff('2/diff/2')).body).toMatchObject({ same: true, changes: [] })
  for (const path of ['1/diff/9', '0/diff/1', 'x/diff/1']) expect((await diff(path)).status).toBe(404)
  expect((await answer('/workflows/none/versions/1/diff/2')).status).toBe(404)
})
