import { beforeAll, expect, test } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('seg')
  for (const [user, tags] of [
    ['ada', ['vip']],
    ['bea', ['vip', 'core']],
    ['cai', []],
  ] as const)
    await answer('/contacts', { body: { identities: [{ channel: 'seg', external_id: user }], name: user, tags } })
})

const names = (found: { body: { items: { name: string }[] } }) => found.body.items.map(({ name }) => name).sort()
const put = (id: string, condition: string) =>
  answer(`/segments/${id}`, { method: 'PUT', body: { name: `The ${id}`, if: condition } })

test('keeps conditions by name, and lists and counts whom they mean', async () => {
  expect((await put('vips', "'vip' in contact.tags")).status).toBe(200)
  expect((await put('core', "segment('vips') && 'core' in contact.tags")).status).toBe(200)
  expect(names(await answer('/contacts?segment=vips'))).toEqual(['ada', 'bea'])
  expect(names(await answer(`/contacts?segment=${encodeURIComponent('The core')}`))).toEqual(['bea'])
  expect(
    names(await answer(`/contacts?segment=${encodeURIComponent("!segment('vips') && contact.roles == []")}`)),
  ).toEqual(['cai'])
  expect(names(await answer('/contacts?segment=vips&q=ad'))).toEqual(['ada'])
  expect((await answer('/segments/vips/count')).body).toMatchObject({ count: 2, job_id: null })
  expect((await answer('/segments/preview', { body: { if: "segment('core')" } })).body).toMatchObject({
    matched: 1,
    complete: true,
    in_sql: true,
    items: [{ name: 'bea' }],
  })
})

test('refuses what cannot be asked: a ring, a segment that is not there, no CEL, a name twice', async () => {
  await put('one', 'contact.points > 1')
  expect((await put('two', "segment('one')")).status).toBe(200)
  expect((await put('one', "segment('two')")).body.errors).toMatchObject([
    { path: 'if', message: 'it asks for itself: one → two → one' },
  ])
  expect((await put('three', "true &&\n segment('twoo')")).body.errors).toMatchObject([
    { path: 'if', line: 2, column: 2, message: 'there is no segment `twoo`', hint: 'did you mean `two`?' },
  ])
  expect((await put('three', 'contact.point > 1')).body.errors).toMatchObject([{ path: 'if', line: 1, column: 9 }])
  expect((await answer('/segments', { body: { id: 'four', name: 'two', if: 'true' } })).status).toBe(400)
  expect((await answer('/contacts?segment=nosuch')).body.errors).toMatchObject([{ path: 'segment' }])
  expect((await answer('/segments/one', { method: 'DELETE' })).status).toBe(409)
  expect((await answer('/segments/two', { method: 'DELETE' })).status).toBe(204)
})

test('is asked live by workflows, and refused by name when a workflow asks for none that is', async () => {
  await put('rich', 'contact.points >= 5')
  const tell = {
    id: 'tell',
    triggers: [{ on: 'custom.ask' }, { segment: "segment('rich')", change: 'enter' }, { manual: true }],
    entry: { mode: 'parallel', max: 20 },
    actions: [{ do: 'tag.add', when: "segment('rich')", with: { tag: 'told' } }],
  }
  await install(tell)
  await happens('seg', 'ada', 'custom.ask')
  await idle()
  const { id } = await contact('seg', 'ada')
  expect((await get(`/api/v1/contacts/${id}`)).tags).toEqual(['vip'])
  await answer('/points', { body: { contact_id: id, delta: 7, reason: 'gift' } })
  await idle()
  expect((await get(`/api/v1/contacts/${id}`)).tags).toEqual(['vip', 'told'])
  const bad = { ...tell, name: 'tell', actions: [{ do: 'tag.add', when: "segment('riche')", with: { tag: 'told' } }] }
  const judged = await answer('/workflows/validate', { body: bad })
  expect(judged.body).toMatchObject({ valid: false, errors: [{ path: 'actions[0].when' }] })
  expect((await answer('/workflows/tell/start', { body: { segment: 'rich' } })).body).toMatchObject({ kind: 'start' })
  expect((await answer('/segments/rich', { method: 'DELETE' })).body.detail).toContain('workflow tell')
})
