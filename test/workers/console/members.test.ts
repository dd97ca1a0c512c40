import { beforeAll, describe, expect, it } from 'vitest'
import { ask, get, idle, install, migrate, sandbox } from '../../world.ts'
import { type Visitor, visitor } from './visitor.ts'

let admin: Visitor

beforeAll(async () => {
  await migrate()
  await sandbox('chat')
  await install({
    id: 'hello',
    triggers: [{ on: 'member.joined' }],
    actions: [
      { do: 'message.send', with: { text: 'Hello {{contact.name}}', category: 'transactional' } },
      { wait: '3d' },
    ],
  })
  for (const [user, name] of [
    ['u1', 'Ada Smith'],
    ['u2', 'Ada S.'],
    ['u3', 'Bo'],
  ])
    await ask('/hooks/chat', { body: { id: `e-${user}`, type: 'member.joined', user: { id: user, name }, data: {} } })
  await idle()
  admin = await visitor()
})

const idOf = async (name: string) => (await get(`/api/v1/contacts?q=${encodeURIComponent(name)}`)).items[0]?.id

describe('lists', () => {
  it('say what each workflow does now: how many are in it, and how many came', async () => {
    const { items } = await get('/api/v1/metrics/workflows?ids=hello,nobody-has-this')
    expect(items[0]).toMatchObject({ workflow_id: 'hello', active: 3, entered: 3, ended: 0, sent: 3, failed: 0 })
    expect(items[1]).toMatchObject({ active: 0, entered: 0 })
    expect(await admin.open('/workflows')).toMatch(/class="num tight">3</)
  })

  it('name members and workflows, never only their ids', async () => {
    const page = await admin.open('/runs')
    expect(page).toContain('>Ada Smith</a>')
    expect(page).not.toContain(`>${await idOf('Ada Smith')}<`)
  })
})

describe('a member', () => {
  it('can be the one a workflow is played for', async () => {
    const page = await admin.open('/workflows/hello/try?days=3&event=member.joined&data={}&member=Bo')
    expect(page).toContain('Hello Bo')
  })

  it('is made one with another found by name, and nothing happens while the name fits several', async () => {
    const into = await idOf('Bo')
    await admin.send(`/members/${into}/merge`, { other: 'Ada' })
    expect((await get('/api/v1/contacts')).items).toHaveLength(3)
    await admin.send(`/members/${into}/merge`, { other: 'Ada Smith' })
    const { items } = await get('/api/v1/contacts')
    expect(items).toHaveLength(2)
    expect(items.find(({ id }: { id: string }) => id === into).identities).toHaveLength(2)
  })
})
