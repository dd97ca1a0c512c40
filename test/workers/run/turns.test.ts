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
