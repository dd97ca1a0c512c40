import { beforeAll, expect, test } from 'vitest'
import { advance, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('box')
  const told = (text: string) => ({ do: 'message.send', with: { text, category: 'transactional' } })
  await install({
    id: 'complaints',
    triggers: [{ on: 'message.received' }],
    actions: [{ id: 'open', do: 'complaint.open', with: { title: 'Complaint', assignee: 'lee' } }],
  })
  await install({
    id: 'late',
    triggers: [{ on: 'task.overdue' }],
    actions: [told('late: {{event.data.deadline}} of {{event.data.title}}')],
  })
  await install({
    id: 'satisfied',
    triggers: [{ on: 'task.done', if: 'event.data.kind == "complaint"' }],
    actions: [told('satisfied?')],
  })
})

async function complains(user: string, text = `${user} is angry`) {
  await happens('box', user, 'message.received', { text })
  await idle()
  const { id } = await contact('box', user)
  return { id, tasks: (await get(`/api/v1/tasks?contact_id=${id}`)).items }
}

const textsOf = async (id: string) =>
  (await get(`/api/v1/messages?contact_id=${id}`)).items.map(({ text }: { text: string }) => text)
const overdueOf = async (id: string) =>
  (await get(`/api/v1/events?contact_id=${id}&type=task.overdue`)).items
    .map(({ data }: { data: { deadline: string } }) => data.deadline)
    .sort()
const hours = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 3_600_000

test('answered and put right in time: nothing is overdue, and the member is asked whether they are satisfied', async () => {
  const { id, tasks } = await complains('ann')
  const [task] = tasks
  expect(task).toMatchObject({
    ...{ kind: 'complaint', title: 'Complaint', detail: 'ann is angry', assignee: 'lee', status: 'open' },
    ...{ contact_id: id, first_answered_at: null, resolved_at: null },
  })
  expect([hours(task.created_at, task.answer_due_at), hours(task.created_at, task.fix_due_at)]).toEqual([24, 48])
  await advance('23h')
  const first = await answer(`/tasks/${task.id}/answer`, { body: { text: 'We are sorry' } })
  expect(first).toMatchObject({ status: 200, body: { status: 'open', message: { status: 'queued' } } })
  expect(hours(task.created_at, first.body.first_answered_at)).toBeCloseTo(23, 1)
  await advance('24h')
  const second = await answer(`/tasks/${task.id}/answer`, { body: { text: 'Almost there' } })
  expect(second.body.first_answered_at).toBe(first.body.first_answered_at)
  const done = await answer(`/tasks/${task.id}/done`, { body: { note: 'new release' } })
  expect(done).toMatchObject({ status: 200, body: { status: 'done', note: 'new release' } })
  expect(hours(task.created_at, done.body.resolved_at)).toBeCloseTo(47, 1)
  await advance('3d')
  await idle()
  expect(await overdueOf(id)).toEqual([])
  expect((await textsOf(id)).sort()).toEqual(['Almost there', 'We are sorry', 'satisfied?'])
  for (const verb of ['done', 'answer']) {
    const again = await answer(`/tasks/${task.id}/${verb}`, { body: verb === 'done' ? {} : { text: 'hm' } })
    expect(again).toMatchObject({ status: 409, body: { detail: 'the task is done' } })
  }
})

test('each deadline that passes is told once; a late answer is noted and clears nothing', async () => {
  const { id, tasks } = await complains('bob')
  await advance('24h')
  await idle()
  expect(await overdueOf(id)).toEqual(['answer'])
  const late = await answer(`/tasks/${tasks[0].id}/answer`, { body: { text: 'Late' } })
  expect(late.body.first_answered_at >= tasks[0].answer_due_at).toBe(true)
  await advance('5d')
  await advance('5d')
  await idle()
  expect(await overdueOf(id)).toEqual(['answer', 'fix'])
  expect((await textsOf(id)).sort()).toEqual(['Late', 'late: answer of Complaint', 'late: fix of Complaint'])
  expect((await answer(`/tasks/${tasks[0].id}/done`, { body: {} })).status).toBe(200)
})

test('the same words within an hour join the open ticket; other words, another member and a closed one do not', async () => {
  const first = await complains('cleo', 'It  is BROKEN')
  const again = await complains('cleo', 'it is broken ')
  expect(again.tasks).toHaveLength(1)
  const [run] = (await get(`/api/v1/runs?contact_id=${first.id}&limit=1`)).items
  expect((await answer(`/runs/${run.id}`)).body.steps.open).toEqual({ task_id: first.tasks[0].id, joined: true })
  expect((await complains('cleo', 'it is slow')).tasks).toHaveLength(2)
  expect((await complains('dora', 'it is broken')).tasks).toHaveLength(1)
  await answer(`/tasks/${first.tasks[0].id}/done`, { body: {} })
  expect((await complains('cleo', 'it is broken')).tasks).toHaveLength(3)
  await advance('1h')
  expect((await complains('cleo', 'it is broken')).tasks).toHaveLength(4)
})

test('an answer that the gate stops is none: 409 says why, and the deadline stands', async () => {
  const { id, tasks } = await complains('eli')
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { blocked: true } })
  const refused = await answer(`/tasks/${tasks[0].id}/answer`, { body: { text: 'Sorry' } })
  expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('blocked') } })
  expect((await answer(`/tasks/${tasks[0].id}`)).body.first_answered_at).toBe(null)
  await advance('1d')
  await idle()
  expect(await overdueOf(id)).toEqual(['answer'])
  expect((await answer(`/tasks/${tasks[0].id}/answer`, { body: { text: ' ' } })).status).toBe(400)
  expect((await answer('/tasks/nothing/answer', { body: { text: 'x' } })).status).toBe(404)
})

test('of two that close a complaint at once one wins, and it is said once', async () => {
  const { id, tasks } = await complains('fay')
  const both = await Promise.all([1, 2].map(() => answer(`/tasks/${tasks[0].id}/done`, { body: {} })))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  await idle()
  expect((await get(`/api/v1/events?contact_id=${id}&type=task.done`)).items).toHaveLength(1)
})

test('erasing a member erases complaints, answers and deadlines', async () => {
  const { id, tasks } = await complains('gus')
  await answer(`/tasks/${tasks[0].id}/answer`, { body: { text: 'Dear Gus' } })
  await idle()
  expect((await answer(`/contacts/${id}`, { method: 'DELETE' })).status).toBe(204)
  await advance('3d')
  await idle()
  expect((await answer(`/tasks/${tasks[0].id}`)).status).toBe(404)
  for (const verb of ['done', 'answer'])
    expect((await answer(`/tasks/${tasks[0].id}/${verb}`, { body: verb === 'done' ? {} : { text: 'x' } })).status).toBe(
      404,
    )
  expect(await overdueOf(id)).toEqual([])
  expect(JSON.stringify(await get('/api/v1/messages?limit=200'))).not.toContain('Dear Gus')
})

test('merged into another, a member takes open complaints along', async () => {
  const [from, into] = [await complains('hal'), await complains('ida')]
  await get('/api/v1/contacts/merge', { body: { from: from.id, into: into.id } })
  const told = await answer(`/tasks/${from.tasks[0].id}/answer`, { body: { text: 'Both of you' } })
  expect(told.status).toBe(200)
  await advance('3d')
  await idle()
  expect(await overdueOf(into.id)).toEqual(['answer', 'fix', 'fix'])
  expect((await answer(`/tasks/${from.tasks[0].id}/done`, { body: {} })).body).toMatchObject({ status: 'done' })
})

test('the report counts what was opened in its span', async () => {
  await advance('1d')
  const from = (await advance('1m')).now
  const one = (await complains('kim')).tasks[0]
  const two = (await complains('lou')).tasks[0]
  await complains('mia')
  await advance('2h')
  await answer(`/tasks/${one.id}/answer`, { body: { text: 'yes' } })
  await advance('2h')
  await answer(`/tasks/${one.id}/done`, { body: {} })
  await advance('26h')
  await answer(`/tasks/${two.id}/answer`, { body: { text: 'yes' } })
  const to = (await advance('1m')).now
  const { median_answer_seconds, median_fix_seconds, ...counts } = await get(
    `/api/v1/tasks/report?from=${from}&to=${to}`,
  )
  expect(counts).toMatchObject({
    ...{ opened: 3, answered: 2, answered_in_time: 1, fixed: 1, fixed_in_time: 1, open: 2, overdue: 1 },
  })
  expect(median_answer_seconds / 3600).toBeCloseTo(16, 1)
  expect(median_fix_seconds / 3600).toBeCloseTo(4, 1)
  expect(await get('/api/v1/tasks/report?from=2001-01-01T00:00:00Z&to=2001-02-01T00:00:00Z')).toMatchObject({
    ...{ opened: 0, overdue: 0, median_answer_seconds: null, median_fix_seconds: null },
  })
  expect((await answer('/tasks/report?from=soon')).status).toBe(400)
})
