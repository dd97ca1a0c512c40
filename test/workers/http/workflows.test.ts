import { beforeAll, expect, test } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, byHand, greeting } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('box')
})

const put = (definition: { id: string; [key: string]: unknown }) =>
  answer(`/workflows/${definition.id}`, { method: 'PUT', body: definition })
const waiting = (id: string, more: object[] = []) => ({
  ...greeting,
  id,
  triggers: [{ on: `custom.${id}` }],
  actions: [...more, { id: 'rest', wait: '2d' }, { id: 'tag', do: 'tag.add', with: { tag: id } }],
})

async function meets(id: string, user: string): Promise<string> {
  await happens('box', user, `custom.${id}`)
  await idle()
  return (await contact('box', user)).id
}

test('saves a draft, publishes it as a version that never changes, and tells both apart', async () => {
  expect((await put(greeting)).body).toMatchObject({ id: 'greeting', status: 'draft', version: null, definition: null })
  const published = await answer('/workflows/greeting/publish', { body: {} })
  expect(published).toMatchObject({
    status: 200,
    body: { id: 'greeting', version: 1, moved: 0, kept: 0, cancelled: 0 },
  })
  const changed = await put({ ...greeting, name: 'Changed' })
  expect(changed.body).toMatchObject({
    name: 'Changed',
    status: 'active',
    version: 1,
    definition: { name: 'Greeting' },
  })
  await answer('/workflows/greeting/publish', { method: 'POST' })
  const { items } = await get('/api/v1/workflows/greeting/versions')
  expect(items).toMatchObject([
    { version: 2, published_by: 'admin-key' },
    { version: 1, definition: { name: 'Greeting' } },
  ])
  expect((await get('/api/v1/workflows')).items).toContainEqual(expect.objectContaining({ id: 'greeting', version: 2 }))
})

test('refuses a definition that does not check, and says where', async () => {
  const { status, body } = await put({ ...greeting, id: 'wrong', actoins: [] })
  expect(status).toBe(400)
  expect(body.errors).toContainEqual(expect.objectContaining({ path: 'actoins', line: expect.any(Number) }))
  expect((await answer('/workflows/other', { method: 'PUT', body: greeting })).body.errors).toMatchObject([
    { path: 'id' },
  ])
  expect((await answer('/workflows/wrong')).status).toBe(404)
})

test('validates without saving', async () => {
  expect((await answer('/workflows/validate', { body: { ...greeting, id: 'unsaved' } })).body).toMatchObject({
    valid: true,
    errors: [],
  })
  const { body } = await answer('/workflows/validate', {
    body: { ...greeting, triggers: [{ on: 'member.joined', if: '1 +' }] },
  })
  expect(body).toMatchObject({ valid: false, errors: [{ path: 'triggers[0].if' }] })
  expect((await answer('/workflows/unsaved')).status).toBe(404)
})

test('publishes with inputs, checked against what the definition asks for', async () => {
  await put({ ...byHand, id: 'asks' })
  const wrong = await answer('/workflows/asks/publish', { body: { inputs: { points: 'many', pionts: 1 } } })
  expect(wrong.status).toBe(400)
  expect(wrong.body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
    'inputs.pionts',
    'inputs.points',
  ])
  await answer('/workflows/asks/publish', { body: { inputs: { points: 7 } } })
  await answer('/workflows/asks/publish', { body: {} })
  expect((await answer('/workflows/asks')).body).toMatchObject({ version: 2, inputs: { points: 7 } })
})

test('cancels the runs of older versions when asked to', async () => {
  await install(waiting('old'))
  const id = await meets('old', 'olga')
  const kept = await answer('/workflows/old/publish', { body: {} })
  expect(kept.body).toMatchObject({ version: 2, kept: 1 })
  const { body } = await answer('/workflows/old/publish', { body: { running: 'cancel' } })
  expect(body).toMatchObject({ version: 3, cancelled: 1, kept: 0 })
  expect((await get(`/api/v1/runs?contact_id=${id}&workflow=old`)).items).toMatchObject([
    { status: 'cancelled', version: 1 },
  ])
})

test('moves runs to the new version where their step still is, and keeps the others', async () => {
  await install(waiting('moves'))
  const id = await meets('moves', 'mo')
  await put(waiting('moves', [{ id: 'first', set: { a: 1 } }]))
  expect((await answer('/workflows/moves/publish', { body: { running: 'move' } })).body).toMatchObject({
    moved: 1,
    kept: 0,
  })
  expect((await get(`/api/v1/runs?contact_id=${id}&workflow=moves`)).items).toMatchObject([
    { version: 2, position: 'rest' },
  ])
  await put({ ...waiting('moves'), actions: [{ id: 'other', wait: '1d' }] })
  expect((await answer('/workflows/moves/publish', { body: { running: 'move' } })).body).toMatchObject({
    moved: 0,
    kept: 1,
  })
  await advance('2d')
  expect((await contact('box', 'mo')).tags).toContain('moves')
})

test('a paused workflow stands still, and carries out on resuming what fell due', async () => {
  await install(waiting('pauses'))
  const id = await meets('pauses', 'pau')
  expect((await answer('/workflows/pauses/pause', { method: 'POST' })).body.status).toBe('paused')
  await advance('3d')
  expect((await answer(`/contacts/${id}`)).body.tags).not.toContain('pauses')
  expect((await answer('/workflows/pauses/resume', { method: 'POST' })).body.status).toBe('active')
  await advance('1s')
  expect((await answer(`/contacts/${id}`)).body.tags).toContain('pauses')
  expect((await answer('/workflows/nothing/pause', { method: 'POST' })).status).toBe(404)
})

test('a deleted workflow ends its runs, and its history stays', async () => {
  await install(waiting('leaves'))
  const id = await meets('leaves', 'lea')
  expect((await answer('/workflows/leaves', { method: 'DELETE' })).status).toBe(204)
  expect((await answer('/workflows/leaves')).status).toBe(404)
  const { items } = await get(`/api/v1/runs?contact_id=${id}&workflow=leaves`)
  expect(items).toMatchObject([{ status: 'cancelled', reason: 'workflow deleted' }])
  await install(waiting('leaves'))
  expect((await answer('/workflows/leaves')).body.version).toBe(2)
})

test('starts by hand what has a manual trigger', async () => {
  await put(byHand)
  await happens('box', 'hannah', 'custom.hello')
  await idle()
  const { id } = await contact('box', 'hannah')
  expect((await answer('/workflows/by-hand/start', { body: { contact_id: id } })).status).toBe(409)
  await answer('/workflows/by-hand/publish', { body: {} })
  const started = await answer('/workflows/by-hand/start', {
    body: { channel: 'box', external_id: 'hannah', inputs: { points: 9 } },
  })
  expect(started).toMatchObject({ status: 202, body: { run_ids: [expect.any(String)] } })
  expect((await answer('/workflows/by-hand/start', { body: { contact_id: id } })).status).toBe(409)
  await advance('1d')
  expect((await answer(`/contacts/${id}`)).body.points).toBe(9)
  expect((await answer('/workflows/by-hand/start', { body: { contact_id: 'nobody' } })).body.errors).toMatchObject([
    { path: 'contact_id' },
  ])
  await install({ ...greeting, id: 'no-hand' })
  expect((await answer('/workflows/no-hand/start', { body: { contact_id: id } })).status).toBe(422)
})

test('publishes what only people and other workflows start without its required inputs: each start gives them', async () => {
  const asked = { id: 'asked', name: 'Asked', inputs: { n: { type: 'integer', required: true } }, actions: [{ set: { n: { expr: 'inputs.n' } } }] }
  await put({ ...asked, triggers: [{ manual: true }] })
  expect((await answer('/workflows/asked/publish', { body: {} })).status).toBe(200)
  const id = await meets('none', 'ann')
  const missing = { status: 400, body: { errors: [{ path: 'inputs.n', message: 'is missing' }] } }
  expect(await answer('/workflows/asked/start', { body: { contact_id: id } })).toMatchObject(missing)
  const started = await answer('/workflows/asked/start', { body: { contact_id: id, inputs: { n: 4 } } })
  expect((await get(`/api/v1/runs/${started.body.run_ids[0]}`)).vars).toEqual({ n: 4 })
  await put({ ...asked, id: 'by-event', triggers: [{ manual: true }, { on: 'custom.x' }] })
  expect(await answer('/workflows/by-event/publish', { body: {} })).toMatchObject(missing)
}) // biome-ignore format: one story
