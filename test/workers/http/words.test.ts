import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { house } from '../../../workers/house.ts'
import { catalogueCache } from '../../../workers/run/catalogue.ts'
import { carryOut, keep } from '../../../workers/run/handle.ts'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('shop')
  await install({
    id: 'hello',
    triggers: [{ on: 'custom.hello' }],
    actions: [{ id: 'm', do: 'message.send', with: { text: 'Dear {{event.data.name}}' } }],
  })
})

const write = (id: string, body: object) => get(`/api/v1/words/${id}`, { method: 'PUT', body })

// biome-ignore lint/suspicious/noExplicitAny: messages as the API shows them
async function greeted(user: string, name: string): Promise<any> {
  await happens('shop', user, 'custom.hello', { name })
  await idle()
  const { id } = await contact('shop', user)
  return (await get(`/api/v1/messages?contact_id=${id}`)).items[0]
}

it('keeps lists, changes single words, and says which there are', async () => {
  const made = await answer('/words', { body: { id: 'crud', words: ['one', 'two', 'two'] } })
  expect(made).toMatchObject({ status: 201, body: { id: 'crud', action: 'block', count: 2, words: ['one', 'two'] } })
  expect((await answer('/words', { body: { id: 'crud' } })).status).toBe(409)
  const changed = await get('/api/v1/words/crud', { method: 'PATCH', body: { add: ['three'], remove: ['one'] } })
  expect(changed.words).toEqual(['two', 'three'])
  const { items } = await get('/api/v1/words')
  expect(items).toMatchObject([{ id: 'crud', count: 2 }])
  expect(items[0].words).toBeUndefined()
  expect((await answer('/words/crud', { method: 'DELETE' })).status).toBe(204)
  expect((await answer('/words/crud')).status).toBe(404)
  expect((await answer('/words/big', { method: 'PUT', body: { words: Array(20_001).fill('x') } })).status).toBe(400)
})

it('looks through what is rendered, names too, as soon as a list is there', async () => {
  expect(await greeted('ann', '赌 博王')).toMatchObject({ status: 'sent' })
  await write('scams', { words: ['赌博'] })
  expect(await greeted('bob', '賭*博王')).toMatchObject({ status: 'skipped', reason: 'word filter: scams (赌博)' })
  await write('scams', { words: ['赌博'], action: 'mask' })
  expect(await greeted('carl', '賭*博王')).toMatchObject({ status: 'sent', text: 'Dear ＊＊＊王' })
  await write('scams', { words: ['赌博'], action: 'flag' })
  expect(await greeted('dora', '赌博王')).toMatchObject({ status: 'sent', text: 'Dear 赌博王' })
  const { id } = await contact('shop', 'dora')
  const { items: tasks } = await get(`/api/v1/tasks?contact_id=${id}`)
  expect(tasks).toMatchObject([{ kind: 'moderation', title: 'scams: scams (赌博)', detail: 'Dear 赌博王' }])
  await get('/api/v1/words/scams', { method: 'DELETE' })
  expect(await greeted('emil', '赌博王')).toMatchObject({ status: 'sent' })
})

it('raises an alert for a list that escalates', async () => {
  await get('/api/v1/rotas/team', {
    method: 'PUT',
    body: { people: { kim: { channel: 'shop', to: 'kim' } }, lines: [{ people: ['kim'] }] },
  })
  await get('/api/v1/settings', { method: 'PUT', body: { alerts: { rota: 'team' } } })
  await write('crisis', { name: 'Crisis', words: ['lawsuit'], action: 'escalate', direction: 'both' })
  expect(await greeted('fred', 'lawsuit')).toMatchObject({ status: 'skipped' })
  await happens('shop', 'fred', 'message.received', { text: 'my LAWSUIT!' })
  await idle()
  const { id } = await contact('shop', 'fred')
  const { items: alerts } = await get('/api/v1/alerts?key=words-crisis')
  expect(alerts).toMatchObject([
    { status: 'open', level: 2, title: 'Crisis: a message was stopped', contact_id: id, occurrences: 2 },
  ])
  const { items: sent } = await get('/api/v1/messages?channel=shop&status=sent')
  const page = sent.find(({ to }: { to: string }) => to === 'kim')
  expect(page).toMatchObject({ masked: 'crisis (lawsuit)', category: 'transactional' })
  expect(page.text).toContain('Crisis: a message was stopped')
  expect(page.text).not.toContain('lawsuit')
  await get('/api/v1/words/crisis', { method: 'DELETE' })
  await get('/api/v1/settings', { method: 'PUT', body: { alerts: {} } })
})

it('a change counts from the next message on, in an isolate that has known the list for long', async () => {
  const { deps: here } = await house(env as unknown as Env)
  const there = { ...here, catalogue: catalogueCache(here.db, here.vault) }
  const elsewhere = async (user: string, name: string) => {
    const now = there.clock.now()
    const event = { type: 'custom.hello', channel: 'shop', externalId: user, subjectId: null, data: { name } }
    const more = { id: `${user} there`, profile: { name: user }, at: now, receivedAt: now, causes: [] }
    await carryOut(there, await keep(there, [{ ...event, ...more }]))
    return (await get(`/api/v1/messages?contact_id=${(await contact('shop', user)).id}`)).items[0]
  }
  await write('far', { words: ['casino'] })
  expect(await elsewhere('x1', 'casino')).toMatchObject({ status: 'skipped' })
  await get('/api/v1/words/far', { method: 'PATCH', body: { add: ['pachinko'], remove: ['casino'] } })
  expect(await elsewhere('x2', 'casino')).toMatchObject({ status: 'sent' })
  expect(await elsewhere('x3', 'PACHINKO')).toMatchObject({ status: 'skipped', reason: 'word filter: far (pachinko)' })
  await get('/api/v1/words/far', { method: 'DELETE' })
  expect(await elsewhere('x4', 'pachinko')).toMatchObject({ status: 'sent' })
})

it('asks a person to look at what came in, once for each message and list', async () => {
  await write('rude', { words: ['傻瓜'], direction: 'incoming', action: 'flag' })
  await happens('shop', 'gina', 'message.received', { text: '你這傻 瓜' })
  await idle()
  const { id } = await contact('shop', 'gina')
  const { items: tasks } = await get(`/api/v1/tasks?contact_id=${id}`)
  expect(tasks).toMatchObject([{ kind: 'moderation', status: 'open', detail: '你這傻 瓜' }])
  expect(await greeted('gina', '傻瓜')).toMatchObject({ status: 'sent' })
})

it('looks at what was put off again when it is released', async () => {
  await get('/api/v1/settings', { method: 'PUT', body: { quiet_hours: {} } })
  await get('/dev/clock', { body: { set: '2030-01-01T23:30:00Z' } })
  expect(await greeted('hans', 'jackpot')).toMatchObject({ status: 'deferred', text: 'Dear jackpot' })
  await write('late', { words: ['jackpot'] })
  await get('/dev/clock', { body: { advance: '9h' } })
  const { id } = await contact('shop', 'hans')
  expect((await get(`/api/v1/messages?contact_id=${id}`)).items).toMatchObject([
    { status: 'skipped', reason: 'word filter: late (jackpot)' },
  ])
})

it('shows what the filter makes of a text without changing anything', async () => {
  await write('stars', { words: ['赌博'], action: 'mask' })
  expect(await get('/api/v1/words/check', { body: { text: '去賭博吧' } })).toEqual({
    found: [{ list: 'stars', action: 'mask', words: [{ word: '赌博', start: 1, end: 3 }] }],
    masked: '去＊＊吧',
  })
})
