import { beforeAll, describe, expect, test } from 'vitest'
import { qrSvg } from '../../../workers/http/qr-code.ts'
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

/** Many at the same instant: in sets, several of which arrive at once. */
async function crowd(type: string, users: readonly string[], each: number): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  const event = (user: string, i: number) => ({
    ...{ specversion: '1.0', id: `${type}-${user}-${i}`, source: 'crowd', type: `custom.${type}`, subject: user },
    data: { at: 'rush' },
  })
  const sets = Array.from({ length: Math.ceil(users.length / each) }, (_, i) => users.slice(i * each, (i + 1) * each))
  const answers = await Promise.all(
    sets.map((set, i) =>
      ask('/events?channel=box', { headers, body: JSON.stringify(set.map((user) => event(user, i))) }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(sets.map(() => 202))
  await idle()
}

test('gives as many seats as there are to 200 who come at once; the others wait in their order', async () => {
  expect((await make('rush', { capacity: 40 })).status).toBe(201)
  await crowd(
    'comes',
    Array.from({ length: 200 }, (_, i) => `r${i}`),
    25,
  )
  const all = await statuses('rush')
  expect(all.filter((status) => status === 'confirmed')).toHaveLength(40)
  expect(all.filter((status) => status === 'waitlisted')).toHaveLength(160)
  expect((await answer('/gatherings/rush')).body).toMatchObject({ taken: 40, capacity: 40 })
  const { items } = await get('/api/v1/messages?limit=200')
  const positions = items.flatMap(({ text }: { text: string }) => /^waitlisted (\d+)/.exec(text)?.[1] ?? [])
  expect(positions.map(Number).sort((a: number, b: number) => a - b)).toEqual(
    Array.from({ length: 160 }, (_, i) => i + 1),
  )
}, 60_000)

test('gives each seat that comes free to one of those who wait, and tells them once, however many leave at once', async () => {
  const seated = (await get('/api/v1/gatherings/rush/signups?status=confirmed&limit=200')).items
  const ids = new Set(seated.map(({ contact_id: id }: { contact_id: string }) => id))
  const { items: contacts } = await get('/api/v1/contacts?limit=200')
  const leaving = contacts
    .filter(({ id }: { id: string }) => ids.has(id))
    .map(({ identities }: { identities: { external_id: string }[] }) => identities[0]?.external_id ?? '')
  expect(leaving).toHaveLength(40)
  // Each of them says so twice, in sets that arrive together.
  await crowd('leaves', [...leaving, ...leaving], 20)
  expect(await figures('rush')).toMatchObject({ signed_up: 40, waitlisted: 120, cancelled: 40, promoted: 40 })
  expect((await answer('/gatherings/rush')).body.taken).toBe(40)
  const { items } = await get('/api/v1/events?type=signup.confirmed&limit=200')
  const promoted = items.filter(({ data }: { data: { promoted: boolean } }) => data.promoted)
  expect(promoted).toHaveLength(40)
  expect(new Set(promoted.map(({ contact_id: id }: { contact_id: string }) => id)).size).toBe(40)
}, 60_000)

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

/** What members do, one after the other in one request, which is decided in one go. */
async function together(gathering: string, ...deeds: [string, string][]): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  const events = deeds.map(([user, type], i) => ({
    ...{ specversion: '1.0', id: `${gathering}-${user}-${type}-${i}`, source: 'together', type: `custom.${type}` },
    ...{ subject: user, data: { at: gathering } },
  }))
  await ask('/events?channel=box', { headers, body: JSON.stringify(events) })
  await idle()
}

test('a seat that comes free is for whoever waits, and not for whoever comes at the same moment', async () => {
  await make('chess', { capacity: 1 })
  for (const user of ['kay', 'leo']) await does(user, 'comes', { at: 'chess' })
  await happens('box', 'mo', 'custom.hello')
  await idle()
  await together('chess', ['kay', 'leaves'], ['mo', 'comes'])
  expect(await heard('leo')).toContain(`waitlisted 1 Tea ${STARTS}`)
  expect(await statuses('chess')).toEqual(['cancelled', 'confirmed', 'waitlisted'])
  expect(await figures('chess')).toMatchObject({ signed_up: 1, waitlisted: 1, promoted: 1 })
})

test('what a member wants at the same moment is done in its order, and each is told what came of it', async () => {
  await make('go', { capacity: 5 })
  await happens('box', 'nia', 'custom.hello')
  await idle()
  await together('go', ['nia', 'comes'], ['nia', 'leaves'])
  expect(await statuses('go')).toEqual(['cancelled'])
  expect((await heard('nia')).map((text) => text.split(' ')[0])).toEqual(['cancelled', 'confirmed'])
  await together('go', ['nia', 'comes'], ['nia', 'leaves'], ['nia', 'comes'])
  expect(await statuses('go')).toEqual(['confirmed'])
  expect((await answer('/gatherings/go')).body.taken).toBe(1)
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
    const shown = await early.text()
    expect(shown).toContain('Check-in opens at')
    const drawn = await page(`${path}/qr.svg`)
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    const { items } = await get('/api/v1/gatherings/fair/signups')
    const picture = await drawn.text()
    expect(picture).toBe(qrSvg(items[0].ticket))
    expect(shown).toContain(picture)
    expect((await page('/g/x.y/qr.svg')).status).toBe(404)
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
