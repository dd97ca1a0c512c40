import { beforeAll, expect, test } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('box')
})

const say = (id: string, text: string) => ({ id, do: 'message.send', with: { text, category: 'transactional' } })
const redeem = (points: number) => ({ id: 'pay', do: 'points.redeem', with: { points, reason: 'test' } })
const post = (path: string, body: object = {}) => answer(path, { method: 'POST', body })

async function person(name: string): Promise<string> {
  await happens('box', name, 'custom.hello')
  await idle()
  return (await contact('box', name)).id
}

async function runsOf(workflow: string, id: string) {
  await idle()
  const { items } = await get(`/api/v1/runs?workflow=${workflow}&contact_id=${id}`)
  return Promise.all(items.map(async (run: { id: string }) => (await answer(`/runs/${run.id}`)).body))
}

const told = { id: 'told', triggers: [{ on: 'custom.told' }], entry: { reentry: 'never' } }

test('replays a run with its event, in the current version or in one that is named', async () => {
  const id = await person('rita')
  await install({ ...told, actions: [say('a', 'one {{event.data.n}}')] })
  await happens('box', 'rita', 'custom.told', { n: 5 })
  const [first] = await runsOf('told', id)
  await install({ ...told, actions: [say('a', 'two {{event.data.n}}')] })
  const now = await post(`/runs/${first.id}/replay`)
  expect(now).toMatchObject({ status: 202, body: { replay_of: first.id, version: 2, replayed_version: 1 } })
  const before = await post(`/runs/${first.id}/replay`, { version: 1 })
  expect(before).toMatchObject({ status: 202, body: { version: 1 } })
  const [again, current] = await runsOf('told', id)
  expect(current).toMatchObject({ id: now.body.run_ids[0], version: 2, event_id: first.event_id, status: 'completed' })
  expect(current.journal[0].input).toMatchObject({ replay_of: first.id, version: 2, replayed_version: 1 })
  expect(again).toMatchObject({ id: before.body.run_ids[0], version: 1, event_id: first.event_id })
  const { items } = await get(`/api/v1/messages?contact_id=${id}`)
  expect(items.map(({ text }: { text: string }) => text)).toEqual(['one 5', 'two 5', 'one 5'])
  expect(await post(`/runs/${first.id}/replay`, { version: 9 })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'version' }] },
  })
  expect((await post('/runs/none/replay')).status).toBe(404)
})

test('does not replay while a run is active, nor what is paused', async () => {
  const id = await person('sam')
  await install({ id: 'slow', triggers: [{ on: 'custom.slow' }], actions: [{ wait: '1d' }] })
  await happens('box', 'sam', 'custom.slow')
  const [run] = await runsOf('slow', id)
  expect(await post(`/runs/${run.id}/replay`)).toMatchObject({ status: 409, body: { detail: 'already running' } })
  await post(`/runs/${run.id}/cancel`)
  await post('/workflows/slow/pause')
  expect(await post(`/runs/${run.id}/replay`)).toMatchObject({
    status: 409,
    body: { detail: 'the workflow is paused' },
  })
  await post('/workflows/slow/resume')
  expect((await post(`/runs/${run.id}/replay`)).status).toBe(202)
})

test('lets a failed run go on in a version that mends it', async () => {
  const id = await person('tom')
  const dear = { id: 'dear', triggers: [{ on: 'custom.dear' }] }
  await install({ ...dear, actions: [say('before', 'once'), redeem(50), say('after', 'paid')] })
  await happens('box', 'tom', 'custom.dear')
  const [failed] = await runsOf('dear', id)
  expect(failed).toMatchObject({ status: 'failed', reason: 'insufficient_points', version: 1 })
  await install({ ...dear, actions: [say('new', 'not for old runs'), redeem(20), say('after', 'paid')] })
  await install({ ...dear, actions: [say('new', 'nothing to pay')] })
  await get('/api/v1/points', { body: { contact_id: id, delta: 30, reason: 'gift' } })
  const nowhere = await post(`/runs/${failed.id}/retry`, { version: 3 })
  expect(nowhere).toMatchObject({ status: 409, body: { detail: expect.stringContaining('version 3') } })
  expect((await post(`/runs/${failed.id}/retry`, { version: 7 })).status).toBe(422)
  expect((await post(`/runs/${failed.id}/retry`)).body).toMatchObject({ status: 'failed', version: 1 })
  const mended = await post(`/runs/${failed.id}/retry`, { version: 2 })
  expect(mended).toMatchObject({ status: 200, body: { status: 'completed', version: 2 } })
  expect(mended.body.journal).toContainEqual(
    expect.objectContaining({ verb: 'run', input: { retried: true, version: 2, retried_version: 1 } }),
  )
  await idle()
  const { items } = await get(`/api/v1/messages?contact_id=${id}`)
  expect(items.map(({ text }: { text: string }) => text)).toEqual(['paid', 'once'])
})

test('replays an event as a new one, and says what that started', async () => {
  const id = await person('uma')
  await install({ id: 'heard', triggers: [{ on: 'custom.heard' }], actions: [say('a', 'heard {{event.data.n}}')] })
  await happens('box', 'uma', 'custom.heard', { n: 3 })
  const [run] = await runsOf('heard', id)
  const again = await post(`/events/${run.event_id}/replay`)
  expect(again).toMatchObject({ status: 202, body: { type: 'custom.heard', contact_id: id, status: 'handled' } })
  expect(again.body.id).not.toBe(run.event_id)
  expect(again.body.id.startsWith(run.event_id)).toBe(true)
  expect(again.body.started).toEqual([(await runsOf('heard', id))[0].id])
})
