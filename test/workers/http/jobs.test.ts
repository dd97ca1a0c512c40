import { beforeAll, expect, test } from 'vitest'
import { advance, contact, get, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, byHand, paged } from './api-world.ts'

const MEMBERS = 900
let ids: string[] = []

beforeAll(async () => {
  await migrate()
  await sandbox('box')
  const events = Array.from({ length: MEMBERS }, (_, i) => ({
    ...{ specversion: '1.0', id: `p${i}`, source: '/t', type: 'custom.hello', subject: `m-${i}`, data: {} },
  }))
  const batch = { 'content-type': 'application/cloudevents-batch+json' }
  for (let i = 0; i < MEMBERS; i += 300)
    await get('/events?channel=box', { body: events.slice(i, i + 300), headers: batch })
  await idle()
  ids = (await Promise.all([0, 1, 2].map((i) => contact('box', `m-${i}`)))).map(({ id }) => id)
  await install({ ...byHand, entry: { mode: 'parallel', max: 100 } })
})

async function finished(id: string) {
  await idle()
  return (await answer(`/jobs/${id}`)).body
}

test('starts a workflow for a list of contacts, each once however often it is named', async () => {
  const started = await answer('/workflows/by-hand/start', {
    body: { contact_ids: [...ids, ...ids], inputs: { points: 7 } },
  })
  expect(started).toMatchObject({ status: 202, body: { kind: 'start', status: 'running', done: 0, total: 3 } })
  expect(await finished(started.body.id)).toMatchObject({ status: 'done', done: 3, matched: 3, total: 3 })
  await advance('1d')
  expect((await answer(`/contacts/${ids[0]}`)).body.points).toBe(7)
  const runs = await get(`/api/v1/runs?workflow=by-hand&contact_id=${ids[0]}`)
  expect(runs.items).toHaveLength(1)
  const event = await answer(`/events/${runs.items[0].event_id}`)
  expect(event.body).toMatchObject({ type: 'manual', started: [runs.items[0].id], contact_id: ids[0] })
})

test('starts a workflow for everybody in a segment, page by page', async () => {
  await install({ ...byHand, id: 'crowd', conditions: [`contact.id != '${ids[2]}'`] })
  await answer(`/contacts/${ids[1]}`, { method: 'PATCH', body: { tags: ['vip'] } })
  const everybody = await answer('/workflows/crowd/start', { body: { segment: "contact.id != '' " } })
  expect(everybody).toMatchObject({ status: 202, body: { total: MEMBERS } })
  expect(await finished(everybody.body.id)).toMatchObject({ status: 'done', done: MEMBERS, matched: MEMBERS })
  let count = 0
  for (let cursor = ''; ; ) {
    const page = await get(`/api/v1/runs?workflow=crowd&limit=200${cursor}`)
    count += page.items.length
    if (page.next_cursor === null) break
    cursor = `&cursor=${page.next_cursor}`
  }
  expect(count).toBe(MEMBERS - 1)
  const vips = await answer('/workflows/by-hand/start', { body: { segment: "'vip' in contact.tags" } })
  expect(await finished(vips.body.id)).toMatchObject({ status: 'done', done: MEMBERS, matched: 1 })
})

test.each([
  ['an unknown contact', { contact_ids: ['c0', 'nobody'] }, 422, 'contact_ids'],
  ['a condition that is none', { segment: 'contact.pints > 3' }, 400, 'segment'],
  ['a condition that is no condition', { segment: 'contact.points' }, 400, 'segment'],
  ['two ways at once', { contact_id: 'x', segment: 'true' }, 400, 'segment'],
  ['nobody', { contact_ids: [] }, 400, 'contact_ids'],
  ['inputs of the wrong type', { segment: 'true', inputs: { points: 'many' } }, 400, 'inputs.points'],
])('refuses %s', async (_what, body, status, path) => {
  const refused = await answer('/workflows/by-hand/start', { body })
  expect(refused).toMatchObject({ status, body: { errors: [{ path }] } })
})

test('stops a job where it stands', async () => {
  const { body: job } = await answer('/workflows/by-hand/start', { body: { segment: 'contact.points >= 0' } })
  const cancelled = await answer(`/jobs/${job.id}/cancel`, { method: 'POST' })
  expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } })
  const after = await finished(job.id)
  expect(after.status).toBe('cancelled')
  expect(after.done).toBeLessThan(MEMBERS)
  expect((await answer(`/jobs/${job.id}/cancel`, { method: 'POST' })).status).toBe(409)
  expect((await answer('/jobs/none')).status).toBe(404)
  expect((await answer('/jobs/none/cancel', { method: 'POST' })).status).toBe(404)
})

test('lists jobs, newest first', async () => {
  const items = (await paged('/jobs')) as { id: string; created_at: string; status: string }[]
  expect(items.length).toBeGreaterThanOrEqual(4)
  const times = items.map((job) => job.created_at)
  expect(times).toEqual([...times].sort().reverse())
  expect(new Set(items.map((job) => job.id)).size).toBe(items.length)
  const done = await get('/api/v1/jobs?status=done&kind=start')
  expect(done.items.every((job: { status: string }) => job.status === 'done')).toBe(true)
})
