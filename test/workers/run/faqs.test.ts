import { env as bindings } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const env = bindings as unknown as { DB: D1Database }
// biome-ignore lint/suspicious/noExplicitAny: the API's own shapes
type Any = any

beforeAll(async () => {
  await migrate()
  await sandbox('help')
  const refund = { en: 'Within 7 days of purchase.', 'zh-CN': '购买后 7 天内可退。' }
  const faqs = [
    { id: 'refund', questions: ['How do I request a refund?', '如何申请退款？'], answer: refund },
    { id: 'parking', questions: ['Is there parking?', '可以停车吗？'], answer: 'Behind the house.' },
    { id: 'hours', questions: ['What are the opening hours?', '营业时间是几点到几点？'], answer: { en: '9 to 5.' } },
  ]
  expect(await get('/api/v1/faqs/import', { body: { faqs } })).toEqual({ created: 3, updated: 0 })
  expect(await get('/api/v1/faqs/import', { body: { faqs } })).toEqual({ created: 0, updated: 3 })
  await install({
    id: 'help',
    triggers: [{ on: 'message.received' }],
    actions: [
      { id: 'faq', do: 'faq.answer', with: {} },
      {
        if: 'steps.faq.answered',
        then: [],
        else: [{ do: 'task.create', with: { title: 'Answer {{event.data.text}}' } }],
      },
    ],
  })
})

async function asks(user: string, text: string) {
  await happens('help', user, 'message.received', { text })
  await idle()
  const { id } = await contact('help', user)
  const said = (await get(`/api/v1/messages?contact_id=${id}`)).items.map((one: Any) => one.text)
  const tasks = (await get(`/api/v1/tasks?contact_id=${id}`)).items.map((one: Any) => one.title)
  const { items } = await get(`/api/v1/runs?contact_id=${id}`)
  const run = await get(`/api/v1/runs/${items[0].id}`)
  const output = run.journal.findLast((entry: Any) => entry.step === 'faq' && entry.status === 'completed')?.output
  return { said, tasks, output }
}

it.each([
  ['ann', 'how can I get my money back', 'Within 7 days of purchase.', 'refund'],
  ['bai', '怎么申请退款', '购买后 7 天内可退。', 'refund'],
  ['cui', '能停车嗎', 'Behind the house.', 'parking'],
  ['dan', 'when are your opening hours?', '9 to 5.', 'hours'],
])('answers what is on the list: %s asks %s', async (user, question, text, id) => {
  const { said, tasks, output } = await asks(user, question)
  expect({ said, tasks }).toEqual({ said: [text], tasks: [] })
  expect(output).toMatchObject({ answered: true, faq_id: id, confidence: expect.any(Number) })
})

it('hands over what it is not sure about', async () => {
  const { said, tasks, output } = await asks('eve', 'what is the meaning of life?')
  expect({ said, tasks }).toEqual({ said: [], tasks: ['Answer what is the meaning of life?'] })
  expect(output).toMatchObject({ answered: false })
})

it('hears of changes and of the operators’ own words at once', async () => {
  expect(await get('/api/v1/faqs/ask', { body: { question: 'are there glorbs today' } })).toMatchObject({
    answered: false,
  })
  await get('/api/v1/settings', {
    method: 'PUT',
    body: { faqs: { synonyms: [['parking', 'glorbs', '停车']] } },
  })
  expect(await get('/api/v1/faqs/ask', { body: { question: 'are there glorbs today' } })).toMatchObject({
    answered: true,
    faq_id: 'parking',
  })
  await get('/api/v1/faqs/parking', { method: 'DELETE' })
  expect(await get('/api/v1/faqs/ask', { body: { question: 'Is there parking?' } })).toMatchObject({ answered: false })
  const { items } = await get('/api/v1/faqs')
  expect(items.map(({ id }: Any) => id)).toEqual(['hours', 'refund'])
})

it('finds what was written when the words were others', async () => {
  await env.DB.exec("UPDATE faqs_fts SET terms = 'c1x somewhen' WHERE id = 'refund'")
  await env.DB.exec("DELETE FROM faqs_fts WHERE id = 'hours'")
  for (const [question, id] of [
    ['how can I get my money back', 'refund'],
    ['when are your opening hours?', 'hours'],
  ])
    expect(await get('/api/v1/faqs/ask', { body: { question } })).toMatchObject({ answered: true, faq_id: id })
})

it('takes any text for a question', async () => {
  for (const question of ['"', "' OR 1=1 --", '*', 'NEAR(a b)', '退', '？？？', '😀', 'a'.repeat(1000)])
    expect(await get('/api/v1/faqs/ask', { body: { question } })).toMatchObject({ answered: false })
})
