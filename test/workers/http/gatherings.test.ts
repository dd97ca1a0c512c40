import { beforeAll, describe, expect, test } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

const STARTS = '2026-05-10T10:00:00.000Z'

beforeAll(async () => {
  await migrate()
  await get('/dev/clock', { body: { set: '2026-05-01T08:00:00Z' } })
  await sandbox('box')
  const told = (text: string) => ({ do: 'message.send', with: { text, category: 'transactional' } })
  const seat = (id: string, action: string, more: object = {}) => ({
    id,
    triggers: [{ on: `custom.${id}` }],
    entry: { mode: 'parallel', max: 50 },
    actions: [
      {
        id: 'seat',
        do: action,
        with: { gathering: '{{event.data.at}}', ...more },
        on_error: [told('no: {{steps.seat.error.code}}')],
      },
      {
        when: 'has(steps.seat.status)',
        ...told('{{steps.seat.status}} {{steps.seat.position}} {{steps.seat.name}} {{steps.seat.starts_at}}'),
      },
    ],
  })
  await install(seat('comes', 'signup.add'))
  await install(seat('leaves', 'signup.cancel'))
  await install(seat('arrives', 'signup.checkin', { code: '{{event.data.code}}' }))
  await install({
    id: 'says',
    triggers: [{ on: 'custom.says' }],
    actions: [
      { do: 'signup.feedback', with: { gathering: 'tea', score: { expr: 'event.data.score' }, comment: 'nice' } },
    ],
  })
  await install({
    id: 'reminds',
    triggers: [{ on: 'signup.confirmed' }, { on: 'gathering.changed' }],
    entry: { mode: 'restart' },
    exit: [{ on: 'signup.cancelled' }, { on: 'gathering.cancelled' }],
    actions: [
      { wait: { until: 'event.data.starts_at', offset: '-1d', if_past: 'skip' } },
      told('tomorrow: {{event.data.place}} {{event.data.starts_at}}'),
    ],
  })
})

const make = (id: string, extra: object = {}) =>
  answer(`/gatherings/${id}`, {
    method: 'PUT',
    body: { name: { en: 'Tea', 'zh-CN': '茶会' }, starts_at: STARTS, place: 'Hall', ...extra },
  })

async function does(user: string, type: string, data: object): Promise<void> {
  await happens('box', user, `custom.${type}`, data)
  await idle()
}

async function heard(user: string): Promise<string[]> {
  const { id } = await contact('box', user)
  return (await get(`/api/v1/messages?contact_id=${id}`)).items.map(({ text }: { text: string }) => text)
}

const figures = async (id: string) => (await answer(`/gatherings/${id}`)).body.figures
const statuses = async (id: string): Promise<string[]> =>
  (await get(`/api/v1/gatherings/${id}/signups?limit=200`)).items.map(({ status }: { status: string }) => status)

test('gives as many seats as there are to however many come at once; the others wait in their order', async () => {
  expect((await make('rush', { capacity: 5 })).status).toBe(201)
  await Promise.all(Array.from({ length: 20 }, (_, i) => happens('box', `r${i}`, 'custom.comes', { at: 'rush' })))
  await idle()
  const all = await statuses('rush')
  expect(all.filter((status) => status === 'confirmed')).toHaveLength(5)
  expect(all.filter((status) => status === 'waitlisted')).toHaveLength(15)
  expect((await answer('/gatherings/rush')).body).toMatchObject({ taken: 5, capacity: 5 })
  const said = await Promise.all(Array.from({ length: 20 }, (_, i) => heard(`r${i}`)))
  const positions = said.flat().flatMap((text) => /^waitlisted (\d+)/.exec(text)?.[1] ?? [])
  expect(positions.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
})

test('whoever waited longest moves up, once, when a seat comes free, and hears of it', async () => {
  await make('tea', { capacity: 1 })
  for (const user of ['ann', 'bo', 'cy']) await does(user, 'comes', { at: 'tea' })
  expect(await heard('ann')).toEqual([`confirmed  Tea ${STARTS}`])
  expect(await heard('cy')).toEqual([`waitlisted 2 Tea ${STARTS}`])
  await Promise.all([
    happens('box', 'ann', 'custom.leaves', { at: 'tea' }),
    happens('box', 'ann', 'custom.leaves', { at: 'tea' }),
  ])
  await idle()
  expect(await statuses('tea')).toEqual(['cancelled', 'confirmed', 'waitlisted'])
  const bo = await contact('box', 'bo')
  const events = (await get(`/api/v1/events?contact_id=${bo.id}&type=signup.confirmed`)).items
  expect(events).toMatchObject([{ data: { gathering_id: 'tea', promoted: true, starts_at: STARTS } }])
  expect(await figures('tea')).toMatchObject({ signed_up: 1, waitlisted: 1, cancelled: 1, promoted: 1 })
})

test('signing up again changes nothing; after leaving one stands at the end of the line', async () => {
  await does('bo', 'comes', { at: 'tea' })
  expect((await heard('bo'))[0]).toBe(`confirmed  Tea ${STARTS}`)
  await does('ann', 'comes', { at: 'tea' })
  expect((await heard('ann'))[0]).toBe(`waitlisted 2 Tea ${STARTS}`)
  expect(await statuses('tea')).toEqual(['confirmed', 'waitlisted', 'waitlisted'])
})

test('more seats are for those who wait', async () => {
  await make('tea', { capacity: 2 })
  await idle()
  expect(await statuses('tea')).toEqual(['confirmed', 'confirmed', 'waitlisted'])
})

test('says full where nobody may wait, and no after it is over or where there is none', async () => {
  await make('tiny', { capacity: 0, waitlist: false })
  await does('di', 'comes', { at: 'tiny' })
  await does('di', 'comes', { at: 'nowhere' })
  await make('past', { starts_at: '2026-04-01T00:00:00Z' })
  await does('di', 'comes', { at: 'past' })
  await does('di', 'leaves', { at: 'tea' })
  expect(await heard('di')).toEqual(['no: not_signed_up', 'no: closed', 'no: unknown_gathering', `full  Tea ${STARTS}`])
})

test('a change of the time moves what waits for it, and those who are not there any more hear nothing', async () => {
  await make('tea', { capacity: 2, place: 'Garden', starts_at: '2026-05-12T10:00:00Z' })
  await idle()
  await advance('10d3h')
  expect((await heard('bo'))[0]).toBe('tomorrow: Garden 2026-05-12T10:00:00.000Z')
  expect((await heard('bo')).filter((text) => text.startsWith('tomorrow'))).toHaveLength(1)
  expect((await heard('cy'))[0]).toBe('tomorrow: Garden 2026-05-12T10:00:00.000Z')
})

test('checks in by code, counts who came and what they said, and exports it', async () => {
  await make('tea', { capacity: 2, place: 'Garden', starts_at: '2026-05-12T10:00:00Z', code: 'T-1' })
  await does('bo', 'arrives', { at: 'tea', code: 'T-2' })
  expect((await heard('bo'))[0]).toBe('no: wrong_code')
  await does('bo', 'arrives', { at: 'tea', code: 't-1' })
  expect((await heard('bo'))[0]).toMatch(/^attended/)
  const cy = await contact('box', 'cy')
  const [first, second] = [1, 2].map(() => answer('/gatherings/tea/checkin', { body: { contact_id: cy.id } }))
  expect([(await first)?.body.changed, (await second)?.body.changed].sort()).toEqual([false, true])
  await does('bo', 'says', { score: 9 })
  expect(await figures('tea')).toMatchObject({ signed_up: 2, came: 2, feedback: { count: 1, average: 9 } })
  const csv = await (await import('../../world.ts')).ask('/api/v1/gatherings/tea/export')
  expect(csv.headers.get('content-type')).toContain('text/csv')
  expect((await csv.text()).split('\r\n')).toHaveLength(5)
})

test('an operator signs members up and takes them off; erasing one frees the seat for whoever waits', async () => {
  await make('club', { capacity: 1, starts_at: '2027-01-01T10:00:00Z' })
  for (const user of ['ea', 'fi']) await does(user, 'hello', {})
  const [ea, fi] = [await contact('box', 'ea'), await contact('box', 'fi')]
  expect((await answer('/gatherings/club/signup', { body: { contact_id: ea.id } })).body).toEqual({
    status: 'confirmed',
    changed: true,
  })
  expect((await answer('/gatherings/club/signup', { body: { contact_id: fi.id } })).body).toEqual({
    status: 'waitlisted',
    changed: true,
    position: 1,
  })
  expect((await answer(`/contacts/${ea.id}`, { method: 'DELETE' })).status).toBe(204)
  await idle()
  expect(await statuses('club')).toEqual(['confirmed'])
  expect((await get(`/api/v1/events?contact_id=${fi.id}&type=signup.confirmed`)).items).toHaveLength(1)
  expect((await answer('/gatherings/club/withdraw', { body: { contact_id: fi.id } })).body).toMatchObject({
    status: 'cancelled',
  })
  expect((await answer('/gatherings/club')).body.taken).toBe(0)
  expect((await answer('/gatherings/club/signup', { body: { contact_id: 'nobody' } })).status).toBe(422)
  expect((await answer('/gatherings/club/cancel', { method: 'POST' })).body.status).toBe('cancelled')
  expect((await answer('/gatherings/club/signup', { body: { contact_id: fi.id } })).status).toBe(409)
})

describe('a ticket', () => {
  const page = (path: string, method = 'GET') => ask(path, { key: null, method })
  const pathOf = async (user: string) => /(\/g\/[\w.-]+)/.exec((await heard(user))[0] ?? '')?.[1] ?? ''
  const gathering = { starts_at: '2026-07-01T10:00:00Z', ends_at: '2026-07-01T12:00:00Z', capacity: 1 }

  test('comes with a message, is each member’s own, and nobody else’s to guess', async () => {
    await get('/dev/clock', { body: { set: '2026-06-30T08:00:00Z' } })
    await make('fair', gathering)
    await install({
      id: 'ticket',
      triggers: [{ on: 'custom.ticket' }],
      actions: [
        { id: 'seat', do: 'signup.add', with: { gathering: 'fair' } },
        { do: 'message.send', with: { text: 'Yours: {{checkin "fair"}} !', category: 'transactional' } },
      ],
    })
    for (const user of ['ga', 'gb']) await does(user, 'ticket', {})
    const [one, other] = [await pathOf('ga'), await pathOf('gb')]
    expect(one).not.toBe(other)
    const { items } = await get('/api/v1/gatherings/fair/signups')
    expect(items.map(({ ticket }: { ticket: string }) => new URL(ticket).pathname)).toEqual([one, other])
    const [said, signature] = one.slice('/g/'.length).split('.')
    for (const forged of [
      `/g/${said}.${other.split('.')[1]}`,
      `/g/${said}`,
      `/g/${signature}`,
      '/g/x.y',
      one.replace('/g/', '/u/'),
    ])
      expect((await page(forged)).status).toBe(404)
  })

  test('says where and when; is too early, then checks in once, by the button only, then is used', async () => {
    const path = await pathOf('ga')
    const early = await page(path)
    expect(early.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await early.text()).toContain('Check-in opens at')
    expect((await page(path, 'POST')).status).toBe(409)
    await get('/dev/clock', { body: { set: '2026-07-01T09:30:00Z' } })
    const open = await (await page(`${path}?lang=zh`)).text()
    expect(open).toContain('茶会')
    expect(open).toContain('<form method="post">')
    expect(await statuses('fair')).toEqual(['confirmed', 'waitlisted'])
    const [a, b] = await Promise.all([page(path, 'POST'), page(path, 'POST')])
    expect(await a.text()).toContain('Welcome')
    expect(await b.text()).toContain('Welcome')
    await idle()
    expect(await statuses('fair')).toEqual(['attended', 'waitlisted'])
    const { id } = await contact('box', 'ga')
    expect((await get(`/api/v1/events?contact_id=${id}&type=signup.attended`)).items).toHaveLength(1)
  })

  test('is none on the wait-list, and over when the gathering is', async () => {
    const path = await pathOf('gb')
    expect(await (await page(path)).text()).toContain('wait-list')
    expect((await page(path, 'POST')).status).toBe(409)
    await get('/dev/clock', { body: { set: '2026-07-01T12:00:00Z' } })
    expect(await (await page(path)).text()).toContain('It is over')
    expect(await statuses('fair')).toEqual(['attended', 'waitlisted'])
  })
})
