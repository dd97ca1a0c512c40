import { beforeAll, expect, it } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('life')
  await install({
    id: 'on-stage',
    triggers: [{ on: 'contact.stage_changed', if: "event.data.to == 'dormant'" }],
    actions: [{ do: 'tag.add', with: { tag: 'slept' } }],
  })
})

const changesOf = async (id: string) =>
  (await get(`/api/v1/events?contact_id=${id}&type=contact.stage_changed`)).items.reverse()

it('raises each change of stage at its instant and only then, with no scan', async () => {
  await happens('life', 'ann', 'member.joined')
  await idle()
  const { id, joined_at } = await contact('life', 'ann')
  const after = (days: number) => new Date(Date.parse(joined_at) + days * 86_400_000).toISOString()
  await advance('8d')
  expect(await contact('life', 'ann')).toMatchObject({ stage: 'dormant', tags: ['slept'] })
  expect((await changesOf(id)).map(({ time, data }: { time: string; data: object }) => ({ time, data }))).toEqual([
    { time: after(7), data: { from: 'new', to: 'dormant' } },
  ])
  await happens('life', 'ann', 'message.received', { text: 'back' })
  await idle()
  expect(await contact('life', 'ann')).toMatchObject({ stage: 'active', active_days: 2, active_streak: 1 })
  await happens('life', 'ann', 'order.refunded', {})
  await advance('31d')
  expect(await contact('life', 'ann')).toMatchObject({ stage: 'churned' })
  expect((await changesOf(id)).map(({ data }: { data: { to: string } }) => data.to)).toEqual([
    'dormant',
    'active',
    'dormant',
    'churned',
  ])
})

it('plans anew for everybody when the settings change', async () => {
  await happens('life', 'bo', 'member.joined')
  await idle()
  await get('/api/v1/settings', { method: 'PUT', body: { stages: { new_for: '1d', dormant_after: '2d' } } })
  await idle()
  await advance('3d')
  expect(await contact('life', 'bo')).toMatchObject({ stage: 'dormant' })
  await get('/api/v1/settings', { method: 'PUT', body: { stages: {} } })
  await idle()
  expect(await contact('life', 'bo')).toMatchObject({ stage: 'new' })
})

it('shows what the risk comes from, and keeps roles given by hand', async () => {
  await happens('life', 'cy', 'member.joined')
  await idle()
  const { id } = await contact('life', 'cy')
  await advance('20d')
  const { risk, factors } = await get(`/api/v1/contacts/${id}/risk`)
  expect(factors.map(({ name }: { name: string }) => name)).toEqual([
    'silence',
    'falling',
    'negative',
    'missed_checkins',
  ])
  expect(await get(`/api/v1/contacts/${id}`)).toMatchObject({ risk, roles: ['silent'], roles_given: false })
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { roles: ['core', 'kol'] } })
  expect(await contact('life', 'cy')).toMatchObject({ roles: ['core', 'kol'], roles_given: true })
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { roles: null } })
  expect(await contact('life', 'cy')).toMatchObject({ roles: ['silent'], roles_given: false })
})
