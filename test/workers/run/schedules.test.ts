import { beforeAll, expect, it } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('time')
  await get('/dev/clock', { body: { set: '2026-03-01T00:00:00Z' } })
})

const say = (text: string) => ({ do: 'message.send', with: { text } })

async function sent(externalId: string, text: string): Promise<string[]> {
  const { id } = await contact('time', externalId)
  const { items } = await get(`/api/v1/messages?limit=200&contact_id=${id}`)
  return items
    .filter((message: { text: string }) => message.text === text)
    .map((message: { sent_at: string }) => message.sent_at)
    .reverse()
}

it('ticks once a slot, in its own zone, over a change of the clock', async () => {
  await happens('time', 'ann', 'custom.hello')
  await idle()
  await install({
    id: 'morning',
    triggers: [{ schedule: '30 9 * * *', timezone: 'Europe/Berlin', for_each: 'true' }],
    actions: [say('morning')],
  })
  await advance('30d')
  const times = await sent('ann', 'morning')
  expect(times).toHaveLength(30)
  expect(times[0]).toBe('2026-03-01T08:30:00.000Z')
  expect(times.at(-1)).toBe('2026-03-30T07:30:00.000Z')
})

it('starts by a date that was known before the workflow was published', async () => {
  await happens('time', 'leap', 'custom.hello')
  await idle()
  const { id } = await contact('time', 'leap')
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { traits: { renewal: '2026-04-10' } } })
  await install({
    id: 'renewal',
    triggers: [{ date: 'timestamp(contact.traits.renewal)', offset: '-3d', at: '09:00' }],
    actions: [say('renew soon')],
  })
  await advance('14d')
  expect(await sent('leap', 'renew soon')).toEqual(['2026-04-07T09:00:00.000Z'])
})

it('goes through every contact for whom it holds, page by page, each once', async () => {
  const events = Array.from({ length: 450 }, (_, i) => ({
    specversion: '1.0', id: `p${i}`, source: '/t', type: 'custom.hello', subject: `many-${i}`, data: {},
  })) // biome-ignore format: one shape
  await get('/events?channel=time', { body: events, headers: { 'content-type': 'application/cloudevents-batch+json' } })
  await idle()
  await install({
    id: 'each',
    triggers: [{ schedule: '0 12 * * *', for_each: "contact.id != ''" }],
    actions: [{ do: 'points.award', with: { points: 1, reason: 'daily' } }],
  })
  await advance('1d')
  await idle()
  expect((await contact('time', 'many-0')).points).toBe(1)
  expect((await contact('time', 'many-449')).points).toBe(1)
  const { items } = await get('/api/v1/runs?workflow=each&limit=200')
  expect(items).toHaveLength(200)
})

it('hands an event for another contact to that contact at once', async () => {
  await happens('time', 'giver', 'custom.hello')
  await happens('time', 'taker', 'custom.hello')
  await idle()
  const taker = await contact('time', 'taker')
  await install({
    id: 'give',
    triggers: [{ on: 'custom.give' }],
    actions: [{ do: 'event.emit', with: { type: 'custom.gift', contact_id: '{{event.data.to}}', data: { n: 7 } } }],
  })
  await install({
    id: 'take',
    triggers: [{ on: 'custom.gift' }],
    actions: [{ do: 'points.award', with: { points: { expr: 'int(event.data.n)' }, reason: 'gift' } }],
  })
  await happens('time', 'giver', 'custom.give', { to: taker.id })
  await idle()
  expect((await contact('time', 'taker')).points).toBe(taker.points + 7)
})

it('puts an event for nobody aside, and says so', async () => {
  await install({
    id: 'lost',
    triggers: [{ on: 'custom.lost' }],
    actions: [{ do: 'event.emit', with: { type: 'custom.nobody', contact_id: 'nobody' } }],
  })
  await happens('time', 'ann', 'custom.lost')
  await idle()
  const { items } = await get('/api/v1/events?type=custom.nobody')
  expect(items).toMatchObject([{ status: 'failed', reason: 'no such contact' }])
})
