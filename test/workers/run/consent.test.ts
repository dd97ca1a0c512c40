import { beforeAll, expect, it } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer } from '../http/api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('shop')
  for (const category of ['promotional', 'transactional'])
    await install({
      id: category,
      triggers: [{ on: 'custom.offer' }],
      actions: [{ do: 'message.send', with: { text: category, category } }],
    })
  await install({
    id: 'heard',
    triggers: [{ on: 'contact.unsubscribed' }],
    actions: [{ do: 'tag.add', with: { tag: 'unsubscribed' } }],
  })
})

/** Somebody for each word. */
const named = (word: string) => [...word].map((one) => one.codePointAt(0)).join('-')

async function says(user: string, text: string): Promise<void> {
  await happens('shop', user, 'message.received', { text })
  await idle()
}

// biome-ignore lint/suspicious/noExplicitAny: messages as the API shows them
async function messages(user: string): Promise<any[]> {
  const { id } = await contact('shop', user)
  return (await get(`/api/v1/messages?contact_id=${id}`)).items
}

it.each([
  '退订',
  '退訂',
  ' td ',
  'ＴＤ',
  'Stop!',
  '「退订」。',
  'UNSUBSCRIBE',
  't',
  '取消 订阅',
  '回复 TD',
  'Stop all.',
])('takes %j alone for an unsubscription, whatever its case and width', async (word) => {
  const user = named(word)
  await says(user, word)
  const ann = await contact('shop', user)
  expect(ann).toMatchObject({ consents: { promotional: false, lifecycle: false }, tags: ['unsubscribed'] })
})

it.each(['我想退订怎么办', '如何退订会员', 'please stop by', 'stopwatch', 'stop it', 'td bank', '?', 'team'])(
  'takes %j for what it is',
  async (text) => {
    const user = named(text)
    await says(user, text)
    expect((await contact('shop', user)).consents).toEqual({})
  },
)

it('confirms once, keeps the proof, writes no promotion any more, and takes them back with a word', async () => {
  await says('bob', 'STOP')
  await says('bob', 'STOP')
  await happens('shop', 'bob', 'custom.offer')
  await idle()
  const all = await messages('bob')
  expect(all.filter(({ text }) => /unsubscribed/.test(text))).toMatchObject([
    { status: 'sent', category: 'transactional' },
  ])
  expect(all.find(({ text }) => text === 'promotional')).toMatchObject({
    status: 'skipped',
    reason: 'consent: promotional',
  })
  expect(all.find(({ text }) => text === 'transactional')).toMatchObject({ status: 'sent' })
  const bob = await contact('shop', 'bob')
  const { items } = await get(`/api/v1/contacts/${bob.id}/consents`)
  expect(items).toMatchObject([
    { category: 'promotional', granted: false, source: 'word', channel: null },
    { category: 'lifecycle', granted: false, source: 'word' },
  ])
  expect((await get(`/api/v1/events/${encodeURIComponent(items[0].proof)}`)).data).toEqual({ text: 'STOP' })
  await says('bob', 'start')
  expect((await contact('shop', 'bob')).consents).toEqual({ promotional: true, lifecycle: true })
})

it('keeps consent by channel, from the API too, and refuses what is none', async () => {
  await says('carl', 'hello')
  const { id } = await contact('shop', 'carl')
  const change = { method: 'PATCH', body: { consents: { 'promotional@shop': false } } }
  expect((await get(`/api/v1/contacts/${id}`, change)).consents).toEqual({ 'promotional@shop': false })
  await happens('shop', 'carl', 'custom.offer')
  await idle()
  expect((await messages('carl')).find(({ text }) => text === 'promotional')).toMatchObject({
    status: 'skipped',
    reason: 'consent: promotional@shop',
  })
  expect((await get(`/api/v1/contacts/${id}/consents`)).items).toMatchObject([{ source: 'api', channel: 'shop' }])
  const wrong = await answer(`/contacts/${id}`, { method: 'PATCH', body: { consents: { news: false } } })
  expect(wrong.status).toBe(400)
})
