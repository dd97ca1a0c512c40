import { beforeAll, describe, expect, it } from 'vitest'
import { get } from '../../world.ts'
import { firstVisitor, type Visitor } from './visitor.ts'

let admin: Visitor

beforeAll(async () => {
  admin = await firstVisitor()
})

const ROTA = {
  name: 'Shop',
  zone: 'Asia/Shanghai',
  people: 'lin chat u1\r\nada chat u2',
  lines: '1 mon-fri 9:00-18:00 lin\r\n1 sat,sun 10:00-16:00 ada\r\n2 everyone',
  holidays: '2030-10-01 ada',
}

async function kept(fields: Record<string, string>, path = '/rotas/new'): Promise<string> {
  const response = await admin.send(path, fields)
  if (response.status !== 303) throw new Error(await response.text())
  return response.headers.get('location') ?? ''
}

describe('rotas', () => {
  it('are written as lines that a person reads', async () => {
    const path = await kept(ROTA)
    expect(await get(`/api/v1${path}`)).toMatchObject({
      timezone: 'Asia/Shanghai',
      people: { lin: { channel: 'chat', to: 'u1' }, ada: { channel: 'chat', to: 'u2' } },
      lines: [
        {
          shifts: [
            { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00', people: ['lin'] },
            { days: ['sat', 'sun'], from: '10:00', to: '16:00', people: ['ada'] },
          ],
        },
        { everyone: true },
      ],
      holidays: [{ date: '2030-10-01', line: 1, people: ['ada'] }],
    })
    expect(await admin.open('/rotas')).toContain('On call now')
  })

  it('show turns and stand-ins as lines too, and keep rooms and names that the form does not show', async () => {
    const whole = {
      name: 'Whole',
      timezone: 'UTC',
      people: { a: { channel: 'chat', to: 'room-1', room: true, name: 'Everybody' }, b: { channel: 'chat', to: 'u2' } },
      lines: [
        { name: 'First', rotation: { people: ['a', 'b'], start: '2030-01-01', every: 'week', handover: '09:00' } },
      ],
      holidays: [{ date: '2030-01-01', line: 1, people: [] }],
      overrides: [{ from: '2030-01-05T09:00', to: '2030-01-06T09:00', line: 1, people: ['b'] }],
    }
    await get('/api/v1/rotas/whole', { method: 'PUT', body: whole })
    const page = await admin.open('/rotas/whole')
    const lines = '1 every week from 2030-01-01 09:00 a, b'
    const overrides = '2030-01-05T09:00 2030-01-06T09:00 1 b'
    expect(page).toContain(lines)
    expect(page).toContain(overrides)
    const fields = { name: 'Whole', zone: 'UTC', people: 'a chat room-1\nb chat u2', holidays: '2030-01-01' }
    await kept({ ...fields, lines, overrides }, '/rotas/whole')
    expect(await get('/api/v1/rotas/whole')).toMatchObject(whole)
    await kept({ ...fields, lines: '1 every 3 days from 2030-02-01 b, a', overrides: '' }, '/rotas/whole')
    const rotation = { people: ['b', 'a'], start: '2030-02-01', every: 3, handover: '09:00' }
    expect(await get('/api/v1/rotas/whole')).toMatchObject({ lines: [{ name: 'First', rotation }], overrides: [] })
  })

  it('name the line that cannot be read, and keep what was written', async () => {
    const response = await admin.send('/rotas/new', { ...ROTA, lines: 'whenever lin likes' })
    const page = await response.text()
    expect(response.status).toBe(400)
    expect(page).toContain('id="lines-wrong"')
    expect(page).toContain('whenever lin likes')
  })
})

describe('surveys', () => {
  const FIELDS = {
    'name:en': 'How are we doing?',
    'q0.type': 'nps',
    'q0.text:en': 'Would you recommend us?',
    'q0.required': 'true',
    'q1.type': 'choice',
    'q1.text:en': 'Why?',
    'q1.text:zh-CN': '为什么？',
    'q1.options:en': 'Price\r\nQuality',
  }

  it('are made question by question, and keep what the form does not show when changed', async () => {
    const path = await kept(FIELDS, '/surveys/new')
    const made = await get(`/api/v1${path}`)
    expect(made.questions).toEqual([
      { id: 'q1', type: 'nps', text: { en: 'Would you recommend us?' }, required: true },
      {
        ...{ id: 'q2', type: 'choice', required: false },
        text: { en: 'Why?', 'zh-CN': '为什么？' },
        options: ['Price', 'Quality'],
      },
    ])
    await get(`/api/v1${path}`, { method: 'PUT', body: { ...only(made), cooldown: '30d' } })
    await kept({ ...FIELDS, 'thanks:en': 'Thank you' }, `${path}/edit`)
    expect(await get(`/api/v1${path}`)).toMatchObject({ cooldown: '30d', thanks: { en: 'Thank you' } })
    expect(await admin.open(path)).toContain('Nobody has answered yet')
  })

  it('keep what was answered under its own name when questions move, and choices when they are translated', async () => {
    const path = await kept(FIELDS, '/surveys/new')
    const ids = { 'q0.id': 'q1', 'q1.id': 'q2' }
    const moved = await (await admin.send(`${path}/edit`, { ...FIELDS, ...ids, verb: 'up:1' })).text()
    expect(moved).toMatch(/name="q0\.id" value="q2"[\s\S]*name="q1\.id" value="q1"/)
    const more = await (await admin.send(`${path}/edit`, { ...FIELDS, ...ids, verb: 'add' })).text()
    expect(more).toContain('name="q2.id" value="q3"')
    const fewer = await (await admin.send(`${path}/edit`, { ...FIELDS, ...ids, verb: 'drop:0' })).text()
    expect(fewer).not.toContain('value="q1"')
    await kept({ ...FIELDS, ...ids, 'q1.options:zh-CN': '价格\n质量' }, `${path}/edit`)
    const { options } = (await get(`/api/v1${path}`)).questions[1]
    expect(options).toEqual([
      { value: 'Price', text: { en: 'Price', 'zh-CN': '价格' } },
      { value: 'Quality', text: { en: 'Quality', 'zh-CN': '质量' } },
    ])
  })

  const only = ({ name, questions, anonymous }: Record<string, unknown>) => ({ name, questions, anonymous })
})

describe('leaderboards', () => {
  it('rank members by name, in each period', async () => {
    const { items } = await get('/api/v1/contacts')
    await get('/api/v1/points', { body: { contact_id: items[0].id, delta: 30, reason: 'test' } })
    for (const period of ['week', 'month', 'all']) {
      const page = await admin.open(`/leaderboards?period=${period}`)
      expect(page).toContain(`/members/${items[0].id}`)
      expect(page).toContain('30')
    }
  })
})
