import { beforeAll, expect, it } from 'vitest'
import { advance, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
type Any = any

beforeAll(async () => {
  await migrate()
  await sandbox('chat')
  await get('/dev/clock', { body: { set: '2026-03-02T00:30:00Z' } })
})

const says = async (text: string, user = 'ann') => {
  await happens('chat', user, 'message.received', { text })
  await idle()
}
const runsOf = async (workflow: string): Promise<Any[]> =>
  (await get(`/api/v1/runs?workflow=${workflow}&limit=50`)).items

it('a spike of negative messages raises one alert, and the good ones raise none', async () => {
  await install({
    id: 'mood',
    triggers: [{ metric: 'messages.negative', window: '1h', if: 'value >= 3.0' }],
    actions: [{ id: 'a', do: 'alert.raise', with: { name: 'mood', level: 2, title: '{{event.data.value}} negative messages' } }],
  })
  for (const text of ['太差了，骗子', 'I love it', '谢谢，很好用', 'This is terrible']) await says(text)
  expect((await get('/api/v1/alerts')).items).toEqual([])
  await says('气死我了')
  await says('worst app ever')
  expect((await get('/api/v1/alerts')).items).toMatchObject([{ name: 'mood', title: '3 negative messages', occurrences: 1, workflow_id: 'mood', contact_id: null }])
}) // biome-ignore format: one guarantee

it('expressions ask how a message speaks, and whether it holds a word of a list', async () => {
  await get('/api/v1/words', {
    body: { id: 'brand', action: 'flag', direction: 'incoming', words: ['群流', 'Qunflow'] },
  })
  await install({
    id: 'watch',
    triggers: [{ on: 'message.received', if: 'sentiment(event.data.text) < -0.3 && listed("brand", event.data.text)' }],
    entry: { mode: 'parallel', max: 9 },
    actions: [{ set: { score: { expr: 'sentiment(event.data.text)' } } }],
  })
  for (const text of ['Ｑunflow is awful', 'qunflow is great', '群 流太差了', 'awful weather']) await says(text, 'bob')
  expect(await runsOf('watch')).toHaveLength(2)
  const run = await get(`/api/v1/runs/${(await runsOf('watch'))[0].id}`)
  expect(run.vars.score).toBeLessThan(-0.3)
})

it('complaints are counted and compared with the days before: a fifth more is one too many', async () => {
  const metric = 'complaints'
  await install({
    id: 'by-phone',
    triggers: [{ on: 'custom.phone' }],
    actions: [{ do: 'metric.add', with: { metric, value: { expr: 'event.data.n' } } }],
  })
  const phone = async (n: number) => {
    await happens('chat', 'desk', 'custom.phone', { n })
    await idle()
  }
  for (let day = 0; day < 7; day++) {
    await phone(5)
    await advance('1d')
  }
  await install({
    id: 'complaints',
    triggers: [{ metric, window: '1d', if: 'value > baseline * 1.2' }],
    actions: [{ do: 'alert.raise', with: { name: metric, level: 1, title: '{{event.data.value}} against {{event.data.baseline}}' } }],
  })
  const raised = async () => (await get('/api/v1/alerts?key=complaints')).items
  await phone(5)
  await says('退款流程在哪里看')
  await says('我要投诉')
  expect(await raised()).toEqual([])
  await says('I want to complain about this')
  expect(await raised()).toMatchObject([{ title: '7 against 5', level: 1 }])
}) // biome-ignore format: one guarantee

it('with nothing to compare with, anything is more', async () => {
  await install({
    id: 'first',
    triggers: [{ metric: 'fresh', window: '1h', if: 'value > baseline * 1.2' }],
    actions: [{ set: { seen: { expr: 'event.data' } } }],
  })
  await install({
    id: 'adds',
    triggers: [{ on: 'custom.add' }],
    actions: [{ do: 'metric.add', with: { metric: 'fresh' } }],
  })
  await happens('chat', 'ann', 'custom.add')
  await idle()
  expect((await runsOf('first'))[0].vars.seen).toMatchObject({ value: 1, baseline: 0 })
})
