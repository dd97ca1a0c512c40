import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { database, emptyStats } from '../../../workers/store/database.ts'
import { decideTask, decisionOf } from '../../../workers/store/tasks.ts'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, keyOf } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('box')
  const told = (text: string) => ({ do: 'message.send', with: { text, category: 'transactional' } })
  await install({
    id: 'asks',
    triggers: [{ on: 'custom.ask' }],
    exit: [{ on: 'member.left' }],
    actions: [
      {
        id: 'ok',
        approve: { title: 'Refund?', detail: '{{event.data.why}}', assignee: 'lee', timeout: '2d' },
        then: [told('yes: {{steps.ok.note}}')],
        else: [told('no: {{steps.ok.status}} {{steps.ok.note}}')],
      },
    ],
  })
  await install({
    id: 'asks-more',
    triggers: [{ on: 'custom.ask-more' }],
    entry: { mode: 'parallel', max: 5 },
    actions: [{ id: 'ok', approve: { title: 'And?', timeout: '2d' }, then: [told('yes')], else: [told('no')] }],
  })
  await install({
    id: 'calls',
    triggers: [{ on: 'custom.call' }],
    actions: [
      { id: 'call', do: 'task.create', with: { title: 'Call them', assignee: 'kim' } },
      { id: 'flag', do: 'moderation.flag', with: { reason: 'rude', severity: 2 } },
    ],
  })
  await install({
    id: 'thanks',
    triggers: [{ on: 'task.done' }],
    actions: [told('done by {{event.data.by}}: {{event.data.title}}')],
  })
})

async function starts(user: string, type: string) {
  await happens('box', user, type, { why: `${user} asks` })
  await idle()
  const { id } = await contact('box', user)
  return { id, tasks: (await get(`/api/v1/tasks?contact_id=${id}`)).items }
}

const textsOf = async (id: string) =>
  (await get(`/api/v1/messages?contact_id=${id}`)).items.map(({ text }: { text: string }) => text)
const outcome = (all: { status: number }[]) => all.map(({ status }) => status).sort()

test('a run asks, an operator approves with a note, and the run goes on with it', async () => {
  const { id, tasks } = await starts('ann', 'custom.ask')
  expect(tasks).toMatchObject([
    {
      ...{ kind: 'approval', title: 'Refund?', detail: 'ann asks', assignee: 'lee', status: 'open' },
      ...{ contact_id: id, workflow_id: 'asks', decided_at: null, decided_by: null, note: null },
    },
  ])
  const [task] = tasks
  expect((await answer(`/runs/${task.run_id}`)).body.waiting_for).toMatchObject({ for: 'event', task: task.id })
  const { status, body } = await answer(`/tasks/${task.id}/approve`, { body: { note: 'of course' } })
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { status: 'approved', decided_by: 'admin-key', note: 'of course', decided_at: expect.any(String) },
  })
  expect((await answer(`/tasks/${task.id}`)).body).toEqual(body)
  expect((await answer(`/runs/${task.run_id}`)).body).toMatchObject({
    status: 'completed',
    steps: { ok: { task_id: task.id, status: 'approved', by: 'admin-key', note: 'of course' } },
  })
  expect(await textsOf(id)).toEqual(['yes: of course'])
  const events = (await get(`/api/v1/events?contact_id=${id}&type=task.*`)).items
  expect(events).toMatchObject([
    { type: 'task.approved', status: 'handled', data: { task_id: task.id, title: 'Refund?', note: 'of course' } },
  ])
})

test('of two decisions at once one wins, and the run follows that one', async () => {
  for (let round = 0; round < 5; round++) {
    const { id, tasks } = await starts(`bob${round}`, 'custom.ask')
    const verbs = ['approve', 'reject', 'approve', 'reject']
    const answers = await Promise.all(verbs.map((verb) => answer(`/tasks/${tasks[0].id}/${verb}`, { method: 'POST' })))
    expect(outcome(answers)).toEqual([200, 409, 409, 409])
    const won = answers.find(({ status }) => status === 200)?.body.status
    expect((await answer(`/tasks/${tasks[0].id}`)).body.status).toBe(won)
    expect((await answer(`/runs/${tasks[0].run_id}`)).body).toMatchObject({ steps: { ok: { status: won } } })
    expect((await get(`/api/v1/events?contact_id=${id}&type=task.*`)).items).toMatchObject([{ type: `task.${won}` }])
  }
})

test('a time-out expires the task, an exit cancels it, and neither is decided after', async () => {
  const late = await starts('cleo', 'custom.ask')
  await advance('2d')
  const left = await starts('dora', 'custom.ask')
  await happens('box', 'dora', 'member.left')
  await idle()
  for (const [{ tasks }, status] of [
    [late, 'expired'],
    [left, 'cancelled'],
  ] as const) {
    expect((await answer(`/tasks/${tasks[0].id}`)).body).toMatchObject({ status, decided_by: null })
    const refused = await answer(`/tasks/${tasks[0].id}/approve`, { method: 'POST' })
    expect(refused).toMatchObject({ status: 409, body: { detail: `the task is ${status}` } })
  }
  expect(await textsOf(late.id)).toEqual(['no: timed_out '])
  expect(await textsOf(left.id)).toEqual([])
})

test('approvals that were given in time count, also when their runs are told after the time is over', async () => {
  await happens('box', 'ivy', 'custom.ask-more', { why: 'first' })
  const { id, tasks } = await starts('ivy', 'custom.ask-more')
  expect(tasks).toHaveLength(2)
  // Whoever approved them was cut off before they told the runs, and holds the events a while longer.
  const db = database((env as unknown as { DB: D1Database }).DB, emptyStats())
  const leaseUntil = Date.now() + 3_600_000
  for (const task of tasks) {
    const at = Date.parse(task.created_at) + 1_000
    const event = {
      ...{ id: decisionOf(task.id), type: 'task.approved', channel: null, externalId: null, subjectId: id },
      ...{ profile: null, at, receivedAt: at, data: { task_id: task.id, kind: 'approval', by: 'kim' }, causes: [] },
    }
    await decideTask(db, { id: task.id, status: 'approved', at, by: 'kim', note: null, event, leaseUntil })
  }
  await get('/dev/clock', { body: { advance: '3d' } })
  expect(await textsOf(id)).toEqual(['yes', 'yes'])
  const { items } = await get(`/api/v1/tasks?contact_id=${id}`)
  expect(items).toMatchObject([{ status: 'approved' }, { status: 'approved' }])
  await db.rows("UPDATE events SET lease_until = 0 WHERE status = 'pending'")
  await get('/dev/clock', { body: { advance: '1m' } })
  await idle()
  expect(await textsOf(id)).toEqual(['yes', 'yes'])
})

test('approvals are approved or rejected, other tasks are done, and that is an event', async () => {
  const { tasks: asked } = await starts('eli', 'custom.ask')
  const { id, tasks } = await starts('eli', 'custom.call')
  const kinds = tasks.map(({ kind }: { kind: string }) => kind).sort()
  expect(kinds).toEqual(['approval', 'moderation', 'task'])
  const call = tasks.find(({ kind }: { kind: string }) => kind === 'task')
  expect((await answer(`/tasks/${asked[0].id}/done`, { method: 'POST' })).status).toBe(409)
  expect((await answer(`/tasks/${call.id}/approve`, { method: 'POST' })).status).toBe(409)
  expect((await answer(`/tasks/${call.id}/reject`, { method: 'POST' })).status).toBe(409)
  expect((await answer(`/tasks/${call.id}/done`, { body: { note: 'spoke' } })).body).toMatchObject({ status: 'done' })
  expect((await answer(`/tasks/${call.id}/done`, { method: 'POST' })).status).toBe(409)
  expect(await textsOf(id)).toEqual(['done by admin-key: Call them'])
})

test('lists by status, assignee and contact, in pages', async () => {
  const { id } = await starts('fay', 'custom.call')
  await starts('fay', 'custom.ask')
  const titles = async (query: string) =>
    (await get(`/api/v1/tasks?contact_id=${id}&${query}`)).items.map(({ title }: { title: string }) => title)
  expect((await titles('status=open')).sort()).toEqual(['Call them', 'Refund?', 'rude'])
  expect(await titles('assignee=kim')).toEqual(['Call them'])
  expect(await titles('status=done')).toEqual([])
  const paged: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await get(`/api/v1/tasks?limit=1&contact_id=${id}${cursor && `&cursor=${cursor}`}`)
    paged.push(...page.items.map((task: { id: string }) => task.id))
    cursor = page.next_cursor
  }
  expect(new Set(paged).size).toBe(3)
  expect(paged).toHaveLength(3)
  expect((await answer('/tasks?status=lost')).status).toBe(400)
  expect((await answer('/tasks/nothing')).status).toBe(404)
  expect((await answer('/tasks/nothing/approve', { method: 'POST' })).status).toBe(404)
})

test('viewers look, operators decide', async () => {
  const { tasks } = await starts('gus', 'custom.ask')
  const [viewer, operator] = [await keyOf('viewer'), await keyOf('operator')]
  expect((await answer(`/tasks/${tasks[0].id}`, { key: viewer })).status).toBe(200)
  expect((await answer(`/tasks/${tasks[0].id}/approve`, { method: 'POST', key: viewer })).status).toBe(403)
  expect((await answer('/tasks', { key: null })).status).toBe(401)
  const rejected = await answer(`/tasks/${tasks[0].id}/reject`, { body: { note: 'no' }, key: operator })
  expect(rejected).toMatchObject({ status: 200, body: { status: 'rejected' } })
  expect(rejected.body.decided_by).not.toBe('admin-key')
  expect((await answer(`/tasks/${tasks[0].id}/reject`, { body: { mark: 1 }, key: operator })).status).toBe(400)
})

test('erasing a contact erases its tasks', async () => {
  const { id, tasks } = await starts('hal', 'custom.ask')
  expect((await answer(`/contacts/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await answer(`/tasks/${tasks[0].id}`)).status).toBe(404)
})

test('an operator gives somebody something to do, about a contact or about nobody', async () => {
  await starts('ola', 'custom.hello')
  const { id: contactId } = await contact('box', 'ola')
  const made = await answer('/tasks', {
    body: { title: 'Ring Ola', contact_id: contactId, assignee: 'kim', due_in: '2h' },
  })
  const created = Date.parse(made.body.created_at)
  expect(made).toMatchObject({
    status: 201,
    body: { kind: 'task', status: 'open', contact_id: contactId, assignee: 'kim' },
  })
  expect(Date.parse(made.body.due_at) - created).toBe(7_200_000)
  const desk = await answer('/tasks', { body: { title: 'Tidy up' } })
  expect(desk).toMatchObject({ status: 201, body: { contact_id: null, run_id: null, due_at: null } })
  for (const { body } of [made, desk])
    expect(await answer(`/tasks/${encodeURIComponent(body.id)}/done`, { body: { note: 'did' } })).toMatchObject({
      status: 200,
      body: { status: 'done', note: 'did' },
    })
  await idle()
  const { items } = await get(`/api/v1/messages?contact_id=${contactId}`)
  expect(items.map(({ text }: { text: string }) => text)).toEqual(['done by admin-key: Ring Ola'])
  expect((await answer('/tasks', { body: { title: 'x', contact_id: 'nobody' } })).body.errors[0].path).toBe(
    'contact_id',
  )
  expect((await answer('/tasks', { body: { title: ' ' } })).status).toBe(400)
})
