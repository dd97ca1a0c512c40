import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
type Any = any
const { DB } = env as unknown as { DB: D1Database }

beforeAll(async () => {
  await migrate()
  await sandbox('pager')
  await sandbox('club')
  await get('/dev/clock', { body: { set: '2026-03-02T10:00:00Z' } })
  const people = { ann: { channel: 'pager', to: 'ann' } }
  await get('/api/v1/rotas/main', { method: 'PUT', body: { people, lines: [{ people: ['ann'] }] } })
  await get('/api/v1/settings', { method: 'PUT', body: { alerts: { rota: 'main' } } })
  await install({
    id: 'force',
    triggers: [{ on: 'alert.raised' }],
    entry: { mode: 'parallel', max: 9 },
    actions: [
      { do: 'task.create', with: { title: 'Join the task force' } },
      { do: 'message.post', with: { channel: 'pager', room: 'war-room', text: 'Everybody here, please' } },
      { do: 'metric.add', with: { metric: 'forces' } },
    ],
  })
})

const raise = (path: string, key: string) =>
  get(path, { body: { name: 'outage', level: 2, title: `Down ${key}`, key } })
const figures = async () => ({
  overview: await get('/api/v1/metrics/overview'),
  workflow: await get('/api/v1/metrics/workflows/force'),
  report: (await get('/api/v1/alerts/report')).levels,
})

test('an exercise leaves no trace in the figures of the community, of a workflow, and of alerts', async () => {
  const before = await figures()
  await raise('/api/v1/alerts/drill', 'x')
  await idle()
  await advance('30m')
  expect(await figures()).toEqual(before)
  await raise('/api/v1/alerts', 'y')
  await idle()
  const after = await figures()
  expect(after).not.toEqual(before)
  expect(after.workflow.entered).toBe((before.workflow.entered ?? 0) + 1)
})

test('what an exercise leads people to read says that it is one: pages, posts, tasks, the report', async () => {
  const drill = await raise('/api/v1/alerts/drill', 'z')
  await idle()
  const texts = (await get('/api/v1/messages?limit=200')).items
  const ours = texts.filter(({ text }: Any) => text.includes('Down z') || text.includes('Everybody')).map(({ text }: Any) => text.split('\n')[0])
  expect(ours).toContain('[DRILL] Alert, level 2: Down z')
  expect(ours).toContain('[DRILL] Everybody here, please')
  const tasks = (await get('/api/v1/tasks')).items.map(({ title }: Any) => title)
  expect(tasks).toContain('[DRILL] Join the task force')
  expect(tasks).toContain('Join the task force')
  await ask(`/api/v1/alerts/${drill.alert_id}/acknowledge`, { method: 'POST' })
  expect((await get('/api/v1/alerts/report')).drills.length).toBeGreaterThan(0)
}) // biome-ignore format: one guarantee

test('whoever is erased stands in no alert any more, while its times stay and it goes on', async () => {
  await install({
    id: 'raiser',
    triggers: [{ on: 'custom.bad' }],
    actions: [{ do: 'alert.raise', with: { name: 'bad', level: 2, title: 'Bad for {{contact.name}}', detail: '{{event.data.text}}' } }],
  })
  await happens('club', 'zoe', 'custom.bad', { text: 'my name is Zoe' })
  await idle()
  const { id: zoe } = await contact('club', 'zoe')
  const [alert] = (await get('/api/v1/alerts?key=bad')).items
  expect(alert).toMatchObject({ contact_id: zoe, detail: 'my name is Zoe' })
  await happens('club', 'zoe', 'button.clicked', { value: `alert.acknowledge:${alert.id}` })
  await idle()
  expect((await get(`/api/v1/alerts/${alert.id}`)).acknowledged_by).toBe(zoe)
  await ask(`/api/v1/contacts/${zoe}`, { method: 'DELETE' })
  const now = await get(`/api/v1/alerts/${alert.id}`)
  expect(now).toMatchObject({ contact_id: null, title: 'bad', detail: null, acknowledged_by: 'erased', status: 'acknowledged', time_to_acknowledge: 0 })
  expect((await ask(`/api/v1/alerts/${alert.id}/resolve`, { body: { note: 'over' } })).status).toBe(200)
  for (const table of ['alerts', 'subjects', 'events', 'runs']) {
    const { results } = await DB.prepare(`SELECT * FROM ${table}`).all()
    const said = JSON.stringify(table === 'events' ? results.map(({ data }) => data) : results)
    expect([table, said.includes(zoe)]).toEqual([table, false])
  }
}) // biome-ignore format: one guarantee
