import { beforeAll, expect, test } from 'vitest'
import { csvLine } from '../../../workers/http/api/csv.ts'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, greeting, paged } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('box')
  await install(greeting)
})

const person = (external_id: string, more: object = {}) => ({ identities: [{ channel: 'box', external_id }], ...more })

test('creates a contact with identities, and refuses one that is taken', async () => {
  const made = await answer('/contacts', {
    body: person('ada', { name: 'Ada', tags: ['vip'], traits: { city: 'Köln' } }),
  })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Ada', locale: null, tags: ['vip'], traits: { city: 'Köln' }, points: 0 },
  })
  expect(made.body.identities).toEqual([{ channel: 'box', external_id: 'ada' }])
  expect((await answer('/contacts', { body: person('ada') })).status).toBe(409)
  const two = {
    identities: [
      { channel: 'box', external_id: 'new' },
      { channel: 'box', external_id: 'ada' },
    ],
  }
  expect((await answer('/contacts', { body: two })).body.errors).toMatchObject([{ path: 'identities[1]' }])
  expect(
    (await answer('/contacts', { body: { identities: [{ channel: 'nowhere', external_id: 'x' }] } })).body.errors,
  ).toMatchObject([{ path: 'identities[0].channel' }])
})

test('finds by part of a name, id, external id, email and phone, and the one of an identity', async () => {
  const body = person('grace-1', { name: 'Grace Hopper', email: 'Grace@example.com', phone: '+4912345' })
  const { id } = (await answer('/contacts', { body })).body
  for (const q of ['hopper', id, 'grace-1', 'grace@EXAMPLE.com', '%2B4912345'])
    expect((await get(`/api/v1/contacts?q=${q}`)).items.map((item: { id: string }) => item.id)).toEqual([id])
  expect((await get('/api/v1/contacts?channel=box&external_id=grace-1')).items).toHaveLength(1)
  expect((await get('/api/v1/contacts?channel=box&external_id=nobody')).items).toEqual([])
  expect((await answer('/contacts?channel=box')).body.errors).toMatchObject([{ path: 'external_id' }])
})

test('changes fields, merges traits, and replaces, adds and removes tags', async () => {
  const { id } = (
    await answer('/contacts', { body: person('tim', { name: 'Tim', traits: { a: 1, b: 2 }, tags: ['x'] }) })
  ).body
  const patch = (body: object) => answer(`/contacts/${id}`, { method: 'PATCH', body })
  expect((await patch({ name: null, owner: 'eva', traits: { a: null, c: 3 } })).body).toMatchObject({
    name: null,
    owner: 'eva',
    traits: { b: 2, c: 3 },
  })
  expect((await patch({ tags: ['y', 'z'] })).body.tags).toEqual(['y', 'z'])
  expect((await patch({ add_tags: ['w'], remove_tags: ['z'] })).body.tags).toEqual(['y', 'w'])
  expect((await patch({ timezone: 'Mars' })).body.errors).toMatchObject([{ path: 'timezone' }])
  expect((await patch({ nmae: 'x' })).body.errors).toMatchObject([{ path: 'nmae' }])
  expect((await answer('/contacts/s-box', { method: 'PATCH', body: { name: 'x' } })).status).toBe(404)
  expect((await get(`/api/v1/events?type=contact.tagged&contact_id=${id}`)).items).toHaveLength(4)
})

test('holds no more traits and tags of a contact than the limits say, whoever gives them', async () => {
  const { body } = await answer('/contacts', { body: person('full', { traits: { a: 'x'.repeat(40_000) } }) })
  const patched = (patch: object) => answer(`/contacts/${body.id}`, { method: 'PATCH', body: patch })
  const refused = await patched({ traits: { b: 'x'.repeat(40_000) } })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'traits' }] } })
  const tags = (from: number) => Array.from({ length: 300 }, (_, i) => `t${from + i}`)
  expect((await patched({ add_tags: tags(0) })).status).toBe(200)
  expect(await patched({ add_tags: tags(300) })).toMatchObject({ status: 400, body: { errors: [{ path: 'tags' }] } })
  expect((await patched({ traits: { a: null }, add_tags: ['one'] })).body.tags).toHaveLength(301)
  const large = await answer('/contacts', { body: person('large', { traits: { a: 'x'.repeat(70_000) } }) })
  expect(large.status).toBe(400)
})

test('tells what happened to a contact, newest first, in pages', async () => {
  await happens('box', 'tilda', 'custom.first')
  await idle()
  await happens('box', 'tilda', 'member.joined')
  await idle()
  const { id } = await contact('box', 'tilda')
  const { items } = await get(`/api/v1/contacts/${id}/timeline`)
  const words = items.map(
    (item: { event?: { type: string }; entry?: { verb: string } }) => item.event?.type ?? item.entry?.verb,
  )
  expect(words.slice(0, 4)).toEqual(['run', 'message.send', 'run', 'workflow.completed'])
  expect(words).toEqual(expect.arrayContaining(['member.joined', 'custom.first', 'contact.created']))
  expect(await paged(`/contacts/${id}/timeline`)).toEqual(items)
})

test('erases a contact: nothing of them is left, and they can come again', async () => {
  await happens('box', 'erna', 'member.joined', { note: 'erna-private' })
  await idle()
  const { id } = await contact('box', 'erna')
  const [event] = (await get(`/api/v1/events?contact_id=${id}`)).items
  const [message] = (await get(`/api/v1/messages?contact_id=${id}`)).items
  await answer('/points', { body: { contact_id: id, delta: 5, reason: 'erna-reason' } })
  expect((await answer(`/contacts/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await answer(`/contacts/${id}`)).status).toBe(404)
  expect((await answer(`/contacts/${id}`, { method: 'DELETE' })).status).toBe(404)
  expect((await get(`/api/v1/runs?contact_id=${id}`)).items).toEqual([])
  expect((await answer(`/points?contact_id=${id}`)).status).toBe(404)
  expect((await answer(`/events/${event.id}`)).body.data).toEqual({})
  expect((await answer(`/messages/${message.id}`)).body).toMatchObject({ to: null, text: '' })
  expect((await answer(`/messages/${message.id}/retry`, { method: 'POST' })).status).toBe(409)
  await happens('box', 'erna', 'custom.again')
  await idle()
  expect((await contact('box', 'erna')).id).not.toBe(id)
})

test('enters points by hand once a key, and never below zero', async () => {
  const { id } = (await answer('/contacts', { body: person('poe') })).body
  const entered = await answer('/points', { body: { contact_id: id, delta: 50, reason: 'gift', key: 'k1' } })
  expect(entered).toMatchObject({
    status: 201,
    body: { contact_id: id, delta: 50, balance: 50, kind: 'manual', key: 'k1' },
  })
  const repeat = await answer('/points', { body: { contact_id: id, delta: 50, reason: 'gift', key: 'k1' } })
  expect(repeat).toMatchObject({ status: 200, body: entered.body })
  const poor = await answer('/points', { body: { contact_id: id, delta: -51, reason: 'fee' } })
  expect(poor.status).toBe(422)
  expect(poor.body.detail).toContain('insufficient_points')
  await answer('/points', { body: { contact_id: id, delta: -20, reason: 'fee' } })
  expect((await get(`/api/v1/points?contact_id=${id}`)).items).toMatchObject([
    { delta: -20, balance: 30 },
    { delta: 50 },
  ])
  expect((await answer('/points')).body.errors).toMatchObject([{ path: 'contact_id' }])
  expect((await answer('/points', { body: { contact_id: id, delta: 0, reason: 'x' } })).status).toBe(400)
})

test('two operators at once create one contact', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => answer('/contacts', { body: person('twins', { name: 'Zebedee' }) })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  expect((await get('/api/v1/contacts?q=Zebedee')).items).toHaveLength(1)
})

test('a key enters points once, also when it comes several times at once', async () => {
  const { id } = (await answer('/contacts', { body: person('keys') })).body
  const body = { contact_id: id, delta: 3, reason: 'gift', key: 'same' }
  const answers = await Promise.all([1, 2, 3, 4].map(() => answer('/points', { body })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect((await answer(`/contacts/${id}`)).body.points).toBe(3)
})

test('an erased contact is not brought back by what was under way', async () => {
  await happens('box', 'ghost', 'custom.first')
  await idle()
  const { id } = await contact('box', 'ghost')
  const patches = [1, 2, 3].map((n) => answer(`/contacts/${id}`, { method: 'PATCH', body: { name: `ghost ${n}` } }))
  const erased = answer(`/contacts/${id}`, { method: 'DELETE' })
  await Promise.all([...patches, erased])
  expect((await erased).status).toBe(204)
  expect((await answer(`/contacts/${id}`)).status).toBe(404)
})

test('no cell of an export is a formula, in any width of its sign, and each stays one cell', () => {
  for (const begin of [
    '=',
    '+',
    '-',
    '@',
    '\t=',
    '\r',
    '\n=',
    ' =',
    '\u200B=',
    '\0@',
    '\uFEFF+',
    '＝',
    '＋',
    '－',
    '＠',
  ])
    expect(csvLine([`${begin}1+1`])).toMatch(/^"?'/)
  expect(csvLine(['a,"b"\r\nc', -1, null])).toBe('"a,""b""\r\nc",-1,\r\n')
  for (const mark of [',', '"', '\r', '\n']) expect(csvLine([`a${mark}b`])).toMatch(/^".*"\r\n$/s)
})

test('shows one version of a workflow as it was published', async () => {
  const version = await answer(`/workflows/${greeting.id}/versions/1`)
  expect(version.body).toMatchObject({ version: 1, definition: { id: greeting.id } })
  expect((await answer(`/workflows/${greeting.id}/versions/7`)).status).toBe(404)
  expect((await answer(`/workflows/${greeting.id}/versions/x`)).status).toBe(404)
})
