import { beforeAll, expect, test } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

const phases = {
  warm_up: '2026-06-05T00:00:00Z',
  burst: '2026-06-10T00:00:00Z',
  continuation: '2026-06-12T00:00:00Z',
  wrap_up: '2026-07-12T00:00:00Z',
}
const campaign = { name: 'June', phases, ends_at: '2026-07-19T00:00:00Z', audience: "contact.name != 'bo'" }

beforeAll(async () => {
  await migrate()
  await get('/dev/clock', { body: { set: '2026-06-01T00:00:00Z' } })
  await sandbox('box')
  await install({
    id: 'tells',
    triggers: [{ on: 'campaign.phase_changed', if: "contact.name != ''" }],
    actions: [
      {
        do: 'message.send',
        with: { text: '{{event.data.to}} until {{event.data.ends_at}}', category: 'transactional' },
      },
    ],
  })
  for (const user of ['ann', 'bo']) {
    await happens('box', user, 'message.received', { text: 'hi' })
    await idle()
    await get(`/api/v1/contacts/${(await contact('box', user)).id}`, { method: 'PATCH', body: { name: user } })
  }
})

const heard = async (user: string) =>
  (await get(`/api/v1/messages?contact_id=${(await contact('box', user)).id}`)).items.map(
    ({ text }: { text: string }) => text,
  )

test('tells the campaign itself and each member of its audience of every phase, once', async () => {
  expect((await answer('/campaigns/june', { method: 'PUT', body: campaign })).body).toMatchObject({ phase: 'planned' })
  await advance('60d')
  expect((await heard('ann')).reverse()).toEqual([
    'warm_up until 2026-06-10T00:00:00.000Z',
    'burst until 2026-06-12T00:00:00.000Z',
    'continuation until 2026-07-12T00:00:00.000Z',
    'wrap_up until 2026-07-19T00:00:00.000Z',
    'ended until ',
  ])
  expect(await heard('bo')).toEqual([])
  expect((await answer('/campaigns/june')).body).toMatchObject({ phase: 'ended', phase_ends_at: null })
  const own = (await get('/api/v1/events?type=campaign.phase_changed&limit=200')).items
  expect(own.filter(({ contact_id }: { contact_id: string | null }) => contact_id === null)).toHaveLength(5)
})

test('reports what it came to, by phase and against the time before', async () => {
  await get('/dev/clock', { body: { set: '2026-07-31T12:00:00Z' } })
  await happens('box', 'ann', 'order.paid', { amount: 5 })
  await idle()
  await get('/dev/clock', { body: { set: '2026-08-03T00:00:00Z' } })
  const second = {
    ...campaign,
    phases: {
      warm_up: '2026-08-03T00:00:00Z',
      burst: '2026-08-04T00:00:00Z',
      continuation: '2026-08-05T00:00:00Z',
      wrap_up: '2026-08-06T00:00:00Z',
    },
    ends_at: '2026-08-07T00:00:00Z',
    audience: null,
  }
  await answer('/campaigns/august', { method: 'PUT', body: second })
  await advance('1d1h')
  await happens('box', 'ann', 'order.paid', { amount: 30 })
  await idle()
  await advance('1d')
  const { body } = await answer('/campaigns/august/report')
  expect(body).toMatchObject({ phase: 'continuation', campaign: { orders: 1, value: 30 }, before: { orders: 0 } })
  expect(body.phases.map(({ orders }: { orders: number }) => orders)).toEqual([0, 1, 0, 0])
  await advance('4d')
  expect((await answer('/campaigns/august/report')).body).toMatchObject({
    phase: 'ended',
    campaign: { value: 30 },
    before: { value: 5 },
  })
})

test('counts what each phase brings once, also where it begins within a quarter of an hour', async () => {
  const begins = (day: number) => `2026-10-0${day}T10:07:00Z`
  const odd = { warm_up: begins(1), burst: begins(2), continuation: begins(3), wrap_up: begins(4) }
  await get('/dev/clock', { body: { set: '2026-09-30T00:00:00Z' } })
  const body = { ...campaign, phases: odd, ends_at: begins(5), audience: "contact.name == 'ann'" }
  await answer('/campaigns/odd', { method: 'PUT', body })
  await advance('8d')
  const report = (await answer('/campaigns/odd/report')).body
  // The quarter in which it ends is its last phase's, with what its end says.
  expect(report.phases.map(({ sent }: { sent: number }) => sent)).toEqual([1, 1, 1, 2])
  expect(report).toMatchObject({ campaign: { sent: 5 }, before: { sent: 0 } })
})

test('refuses phases in the wrong order, and an audience that is none', async () => {
  const wrong = { ...campaign, phases: { ...phases, burst: '2026-06-01T00:00:00Z' } }
  expect((await answer('/campaigns/x', { method: 'PUT', body: wrong })).status).toBe(400)
  expect(
    (await answer('/campaigns/x', { method: 'PUT', body: { ...campaign, audience: 'contact.nme' } })).body.errors[0]
      .path,
  ).toBe('audience')
  expect((await answer('/campaigns/x/report')).status).toBe(404)
  expect((await answer('/campaigns/june', { method: 'DELETE' })).status).toBe(204)
})
