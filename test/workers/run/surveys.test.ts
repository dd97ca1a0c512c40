import { beforeAll, expect, it } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

// biome-ignore lint/suspicious/noExplicitAny: the API's own shapes
type Any = any

beforeAll(async () => {
  await migrate()
  await sandbox('chat')
  const texts = { en: 'Would you recommend us?', 'zh-CN': '您会推荐我们吗？' }
  const nps = { id: 'nps', type: 'nps', text: texts }
  const why = { id: 'why', type: 'text', text: { en: 'Why?', 'zh-CN': '为什么？' }, required: false }
  await get('/api/v1/surveys', { body: { id: 'nps', questions: [nps], reminder: { en: 'Still there?' } } })
  await get('/api/v1/surveys/two', { method: 'PUT', body: { questions: [nps, why] } })
  await get('/api/v1/surveys/calm', { method: 'PUT', body: { questions: [nps], cooldown: '30d', page: false } })
  await get('/api/v1/surveys/secret', { method: 'PUT', body: { questions: [nps], anonymous: true } })
  for (const id of ['nps', 'two', 'calm', 'secret'])
    await install({
      id: `ask-${id}`,
      triggers: [{ on: `custom.${id}` }],
      settings: { category: 'transactional' },
      actions: [
        { id: 'ask', do: 'survey.ask', with: { survey: id, timeout: '3d', remind: '1d' } },
        {
          if: 'steps.ask.answered',
          then: [{ do: 'tag.add', with: { tag: 'answered' } }],
          else: [{ do: 'tag.add', with: { tag: 'silent' } }],
        },
      ],
    })
  await install({
    id: 'chatter',
    triggers: [{ on: 'message.received' }],
    settings: { category: 'transactional' },
    actions: [{ do: 'tag.add', with: { tag: 'chatted' } }],
  })
})

it.each([
  [{ survey_id: 'stars', score: 3 }, 'none'],
  [{ survey_id: 'course', question: 'rating', score: 10 }, 'none'],
  [{ survey_id: 'nps-2026', score: 10 }, 'promoters'],
  [{ survey_id: 'x', question: '净推荐值', score: 8 }, 'passives'],
  [{ survey_id: 'x', kind: 'nps', score: 2 }, 'detractors'],
  [{ survey_id: 'x', kind: 'rating', question: 'nps', score: 2 }, 'none'],
  [{ survey_id: 'x', group: 'promoter', score: 4 }, 'promoters'],
])('counts as NPS what says that it is: %j', async (data, counted) => {
  const nps = async () => (await get('/api/v1/metrics/overview')).figures.nps
  const before = await nps()
  await happens('chat', 'outsider', 'survey.answered', data)
  await idle()
  const after = await nps()
  const more = ['promoters', 'passives', 'detractors'].filter((name) => after[name] !== before[name])
  expect(more).toEqual(counted === 'none' ? [] : [counted])
})

async function asked(user: string, survey = 'nps'): Promise<string> {
  await happens('chat', user, `custom.${survey}`)
  await idle()
  return (await contact('chat', user)).id
}
const says = async (user: string, text: string, data: object = {}) => {
  await happens('chat', user, 'message.received', { text, ...data })
  await idle()
}
const messages = async (id: string): Promise<Any[]> => (await get(`/api/v1/messages?contact_id=${id}`)).items.reverse()
const runOf = async (id: string, workflow: string): Promise<Any> => {
  const { items } = await get(`/api/v1/runs?contact_id=${id}&workflow=${workflow}`)
  return get(`/api/v1/runs/${items[0].id}`)
}
const output = async (id: string, workflow: string) =>
  (await runOf(id, workflow)).journal.findLast(({ step, status }: Any) => step === 'ask' && status !== 'waiting')
    ?.output
const pageOf = (text: string) => /https:\/\/qunflow\.test(\/s\/[\w.-]+)/.exec(text)?.[1] ?? 'no page'
const submit = (path: string, body: string) =>
  ask(path, { method: 'POST', key: null, body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
const tags = async (user: string) => (await contact('chat', user)).tags

it.each([
  ['ann', '9', 9, 'promoter'],
  ['bai', '８分', 8, 'passive'],
  ['cui', '六', 6, 'detractor'],
  ['dan', 'ten', 10, 'promoter'],
])('a typed answer counts: %s says %s', async (user, text, score, group) => {
  const id = await asked(user)
  await says(user, 'when do you open?')
  expect(await tags(user)).toEqual(['chatted'])
  await says(user, text)
  expect(await output(id, 'ask-nps')).toMatchObject({ answered: true, answer: score, score, group, complete: true })
  expect(await tags(user)).toEqual(['chatted', 'answered'])
  const { items } = await get(`/api/v1/surveys/nps/answers`)
  expect(items.filter((one: Any) => one.contact_id === id)).toMatchObject([{ score, answers: { nps: score } }])
})

it('what answers a question starts nothing else, and says so', async () => {
  const id = await asked('eve')
  await says('eve', '7')
  expect(await tags('eve')).toEqual(['answered'])
  const { items } = await get(`/api/v1/events?contact_id=${id}&type=message.received`)
  expect(items).toMatchObject([{ reason: 'answer', started: [] }])
  await says('eve', '7')
  expect(await tags('eve')).toEqual(['answered', 'chatted'])
})

it('an answer in somebody else’s room, or on another channel, is none', async () => {
  await asked('fay')
  await says('fay', '7', { room: 'a-group' })
  expect(await tags('fay')).toEqual(['chatted'])
  await says('fay', '退订')
  await says('fay', '3', { room: 'fay' })
  expect(await tags('fay')).toEqual(['chatted', 'answered'])
})

it('a button answers, also when its run is over, and once', async () => {
  const id = await asked('gus')
  const [{ buttons }] = await messages(id)
  expect(buttons.map(({ text }: Any) => text)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
  await advance('4d')
  expect(await tags('gus')).toEqual(['silent'])
  for (const choice of [9, 2]) {
    await happens('chat', 'gus', 'button.clicked', { value: buttons[choice].value })
    await idle()
  }
  const { items } = await get('/api/v1/surveys/nps/answers')
  expect(items.filter((one: Any) => one.contact_id === id)).toMatchObject([{ score: 9 }])
})

it('reminds once, and ends without an answer when time is over', async () => {
  const id = await asked('hal')
  await advance('25h')
  expect((await messages(id)).map(({ text }) => text.split('\n')[0])).toEqual([
    'Would you recommend us?',
    'Still there?',
  ])
  await advance('3d')
  expect(await messages(id)).toHaveLength(2)
  expect(await output(id, 'ask-nps')).toEqual({ answered: false })
  expect(await tags('hal')).toEqual(['silent'])
})

it('asks one question after the other, and keeps what was answered when the rest is not', async () => {
  const id = await asked('ian', 'two')
  await says('ian', '4')
  expect((await messages(id)).map(({ text }) => text.split('\n')[0])).toEqual(['Would you recommend us?', 'Why?'])
  await says('ian', 'too slow')
  expect(await output(id, 'ask-two')).toMatchObject({
    answer: 4,
    group: 'detractor',
    answers: { nps: 4, why: 'too slow' },
  })
  const other = await asked('jan', 'two')
  await says('jan', '10')
  await advance('4d')
  expect(await output(other, 'ask-two')).toMatchObject({
    answered: true,
    complete: false,
    score: 10,
    answers: { nps: 10 },
  })
  const { items } = await get(`/api/v1/events?contact_id=${other}&type=survey.answered`)
  expect(items).toMatchObject([{ data: { survey_id: 'two', question: 'nps', score: 10 } }])
})

it('keeps both cool-downs: that of the survey and that of the community', async () => {
  const id = await asked('kim', 'calm')
  await says('kim', '8')
  await advance('10d')
  await asked('kim', 'calm')
  expect(await messages(id)).toHaveLength(1)
  expect((await output(id, 'ask-calm')).reason).toContain('survey cool-down: until ')
  await asked('kim', 'nps')
  expect(await messages(id)).toHaveLength(2)
  await says('kim', '8')
  await get('/api/v1/settings', { method: 'PUT', body: { surveys: { cooldown: '7d' } } })
  await asked('kim', 'two')
  expect((await output(id, 'ask-two')).reason).toContain('workspace cool-down: until ')
  await get('/api/v1/settings', { method: 'PUT', body: { surveys: {} } })
  await advance('21d')
  await asked('kim', 'calm')
  expect(await messages(id)).toHaveLength(3)
})

it('the page takes one submission, in the language of whoever was asked, and looking changes nothing', async () => {
  await happens('chat', 'lin', 'custom.hello')
  await idle()
  const known = await contact('chat', 'lin')
  await get(`/api/v1/contacts/${known.id}`, { method: 'PATCH', body: { locale: 'zh-CN' } })
  const id = await asked('lin', 'two')
  const [{ text }] = await messages(id)
  const path = pageOf(text)
  const looked = await ask(path, { key: null })
  const html = await looked.text()
  expect([looked.status, html.includes('您会推荐我们吗？'), html.includes('<script')]).toEqual([200, true, false])
  expect(looked.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(looked.headers.get('cache-control')).toBe('no-store')
  await idle()
  expect(await tags('lin')).toEqual([])
  expect((await submit(path, 'q.why=because')).status).toBe(422)
  expect((await submit(path, 'q.nps=77')).status).toBe(422)
  const [one, two] = await Promise.all([submit(path, 'q.nps=10&q.why=%E5%A5%BD'), submit(path, 'q.nps=0')])
  const said = [await one.text(), await two.text()].map((page) =>
    page.includes('感谢') ? 'thanks' : page.includes('第一次') ? 'counted' : page,
  )
  expect(said.sort()).toEqual(['counted', 'thanks'])
  await idle()
  expect(await tags('lin')).toEqual(['answered'])
  expect(await (await submit(path, 'q.nps=3')).text()).toContain('第一次')
  expect((await get(`/api/v1/events?contact_id=${id}&type=survey.answered`)).items).toHaveLength(1)
  expect((await get('/api/v1/surveys/two/answers')).items.filter((one: Any) => one.contact_id === id)).toHaveLength(1)
})

it('keeps what comes on the page after the run has ended', async () => {
  const id = await asked('may')
  const path = pageOf((await messages(id))[0].text)
  await advance('4d')
  expect((await submit(path, 'q.nps=2')).status).toBe(200)
  await idle()
  expect((await get(`/api/v1/events?contact_id=${id}&type=survey.answered`)).items).toMatchObject([
    { data: { score: 2, group: 'detractor' } },
  ])
  expect(await tags('may')).toEqual(['silent'])
})

it('nobody makes a link to a page who was not asked', async () => {
  const id = await asked('ned')
  const path = pageOf((await messages(id))[0].text)
  const [said = '', mac = ''] = path.slice(3).split('.')
  const other = Buffer.from(JSON.stringify(['c1', 'nps', 'c1-00001:ask:0'])).toString('base64url')
  for (const token of [
    `${other}.${mac}`,
    said,
    `${said}.`,
    `${said}.${mac.slice(1)}A`,
    `${said}A.${mac}`,
    'x',
    '.',
    '%00',
    `${said}.${mac}.x`,
  ]) {
    expect((await ask(`/s/${token}`, { key: null })).status).toBe(404)
    expect((await submit(`/s/${token}`, 'q.nps=1')).status).toBe(404)
  }
})

it('the page of somebody who is gone is gone with them', async () => {
  const id = await asked('una')
  const path = pageOf((await messages(id))[0].text)
  expect((await ask(path, { key: null })).status).toBe(200)
  await ask(`/api/v1/contacts/${id}`, { method: 'DELETE' })
  expect((await ask(path, { key: null })).status).toBe(404)
  expect((await submit(path, 'q.nps=1')).status).toBe(404)
})

it('an anonymous answer is kept without whose it is', async () => {
  const id = await asked('olga', 'secret')
  const [message] = await messages(id)
  expect(message.buttons).toBeUndefined()
  await says('olga', '9')
  expect(await tags('olga')).toEqual(['chatted'])
  const path = pageOf(message.text)
  expect((await submit(path, 'q.nps=9')).status).toBe(200)
  expect(await (await submit(path, 'q.nps=1')).text()).toContain('already')
  await idle()
  expect(await tags('olga')).toEqual(['chatted', 'answered'])
  expect(await output(id, 'ask-secret')).toEqual({ answered: true, complete: true })
  const { items } = await get('/api/v1/surveys/secret/answers')
  expect(items).toMatchObject([{ contact_id: null, score: 9, at: expect.stringMatching(/T00:00:00/) }])
  const { items: events } = await get(`/api/v1/events?contact_id=${id}&type=survey.answered`)
  expect(events).toMatchObject([{ data: { anonymous: true } }])
  expect(JSON.stringify(events)).not.toContain('score')
})

it('tells the net promoter score, which stays when a contact is erased, without what they said', async () => {
  const before = await get('/api/v1/surveys/nps/results')
  expect(before.nps.promoters + before.nps.passives + before.nps.detractors).toBe(before.scored)
  expect(before.nps.score).toBeCloseTo((100 * (before.nps.promoters - before.nps.detractors)) / before.scored)
  const { id } = await contact('chat', 'ann')
  const said = async () => (await get('/api/v1/surveys/nps/answers?limit=200')).items
  expect(JSON.stringify(await said())).toContain(id)
  await get(`/api/v1/contacts/${id}`, { method: 'DELETE' })
  expect(await get('/api/v1/surveys/nps/results')).toEqual(before)
  expect(JSON.stringify(await said())).not.toContain(id)
})

it('refuses what is no survey, and says where', async () => {
  const refused = await ask('/api/v1/surveys/bad', {
    method: 'PUT',
    body: { questions: [{ id: 'a', type: 'choice', text: 'x' }] },
  })
  expect(refused.status).toBe(400)
  expect(JSON.stringify(await refused.json())).toContain('questions')
})
