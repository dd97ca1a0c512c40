import { beforeAll, describe, expect, it } from 'vitest'
import { get, happens, idle, migrate, sandbox } from '../../world.ts'
import { type Visitor, visitor } from './visitor.ts'

let admin: Visitor
let contact: string

beforeAll(async () => {
  await migrate()
  await sandbox('chat')
  await happens('chat', 'u1', 'member.joined')
  await idle()
  contact = (await get('/api/v1/contacts')).items[0].id
  admin = await visitor()
})

async function planned(fields: Record<string, string> = {}): Promise<string> {
  const response = await admin.send('/gatherings/new', {
    ...{ 'name:en': 'Tea <b>tasting</b>', starts_at: '2030-05-01T18:30', waitlist: 'true', capacity: '1' },
    ...fields,
  })
  if (response.status !== 303) throw new Error(await response.text())
  return response.headers.get('location') ?? ''
}

describe('events', () => {
  it('are planned by name and clock, and shown with what is free', async () => {
    const path = await planned({ place: 'Tea house' })
    expect(await get(`/api/v1${path}`)).toMatchObject({
      ...{ name: { en: 'Tea <b>tasting</b>' }, place: 'Tea house', capacity: 1, waitlist: true },
      starts_at: '2030-05-01T18:30:00.000Z',
    })
    const page = await admin.open(path)
    expect(page).toContain('0 / 1')
    expect(page).not.toContain('<b>tasting')
    expect(await admin.open('/gatherings')).toContain(path)
  })

  it('seat members, check them in, and hand out the list as a table', async () => {
    const path = await planned()
    await admin.send(`${path}/signup`, { contact_id: contact })
    expect(await admin.open(path)).toContain('has a seat')
    await admin.send(`${path}/checkin`, { contact_id: contact })
    expect((await get(`/api/v1${path}`)).figures).toMatchObject({ came: 1, signed_up: 1 })
    const table = await admin.request(`${path}/table`)
    expect(table.headers.get('content-type')).toContain('text/csv')
    expect(await table.text()).toContain(contact)
  })

  it('say what is wrong beside the field, with everything as it was written', async () => {
    const response = await admin.send('/gatherings/new', { 'name:en': 'Tea', starts_at: '', code: 'no spaces here' })
    const page = await response.text()
    expect(response.status).toBe(400)
    expect(page).toContain('id="code-wrong"')
    expect(page).toContain('value="no spaces here"')
  })
})

describe('campaigns', () => {
  it('stand in their phase, with a report from the first on', async () => {
    const response = await admin.send('/campaigns/new', {
      ...{ 'name:en': 'Spring', 'name:zh-CN': '春季', warm_up: '2020-01-01T00:00', burst: '2020-01-02T00:00' },
      ...{ continuation: '2020-01-03T00:00', wrap_up: '2020-01-04T00:00', ends_at: '2040-01-05T00:00' },
    })
    const path = response.headers.get('location') ?? ''
    const page = await (await visitor({ language: 'zh-CN' })).open(path)
    expect(page).toContain('春季')
    expect(page).toMatch(/aria-current="step"[^>]*><strong>收尾/)
    expect(page).toContain('各阶段效果')
  })
})

describe('frequent questions', () => {
  it('are written in several ways, and tried without sending anything', async () => {
    await admin.send('/faqs/new', {
      questions: 'When do you open?\r\n几点开门？',
      ...{ 'answer:en': 'At nine.', 'answer:zh-CN': '九点。', tags: 'hours, 营业' },
    })
    const page = await (await visitor({ language: 'zh-CN' })).open(
      '/faqs?question=%E5%87%A0%E7%82%B9%E5%BC%80%E9%97%A8',
    )
    expect(page).toContain('会这样回答')
    expect(page).toContain('九点。')
    const { items } = await get('/api/v1/faqs')
    expect(items[0]).toMatchObject({ questions: ['When do you open?', '几点开门？'], tags: ['hours', '营业'] })
    expect((await get('/api/v1/messages')).items).toEqual([])
  })
})
