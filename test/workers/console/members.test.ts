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
    const both = await (await admin.send(`/members/${into}/merge`, { other: 'Ada Smith' })).text()
    expect(both).toContain('Merging cannot be taken back')
    expect((await get('/api/v1/contacts')).items).toHaveLength(3)
    await admin.send(`/members/${into}/merge`, { other: 'Ada Smith', sure: 'true' })
    const { items } = await get('/api/v1/contacts')
    expect(items).toHaveLength(2)
    expect(items.find(({ id }: { id: string }) => id === into).identities).toHaveLength(2)
  })

  it('is changed by hand, and what was refused is shown again as it was written', async () => {
    const id = await idOf('Bo')
    const fields = {
      name: 'Bo',
      tags: 'vip\nnew',
      traits: 'city: Berlin\nage: 30',
      'consents.promotional': 'withdrawn',
    }
    await admin.send(`/members/${id}/change`, fields)
    expect(await get(`/api/v1/contacts/${id}`)).toMatchObject({
      tags: ['vip', 'new'],
      traits: { city: 'Berlin', age: 30 },
      consents: { promotional: false },
    })
    await admin.send(`/members/${id}/change`, { traits: 'city: Köln' })
    expect(await get(`/api/v1/contacts/${id}`)).toMatchObject({
      name: 'Bo',
      tags: ['vip', 'new'],
      traits: { city: 'Köln' },
    })
    const refused = await admin.send(`/members/${id}/change`, { name: 'Bo the new', timezone: 'Mars/Base' })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toMatch(/value="Bo the new"[\s\S]*id="timezone-wrong"/)
    expect((await admin.send(`/members/${id}/points`, { delta: 'x', reason: 'because' })).status).toBe(400)
  })

  it('takes what is kept of them along, and is gone for good when erased', async () => {
    const id = await idOf('Bo')
    expect(JSON.parse(await admin.open(`/members/${id}/export`)).contact.id).toBe(id)
    await admin.send(`/members/${id}/erase`)
    expect((await admin.request(`/members/${id}`)).status).toBe(404)
  })
})
