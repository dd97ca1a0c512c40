import { beforeAll, expect, it } from 'vitest'
import { unsubscribeLinks } from '../../../workers/run/unsubscribing.ts'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('post')
  for (const category of ['promotional', 'lifecycle', 'transactional'])
    await install({
      id: category,
      triggers: [{ on: `custom.${category}` }],
      actions: [{ do: 'message.send', with: { text: `${category}. Leave: {{unsubscribe}} !`, category } }],
    })
  await install({
    id: 'heard',
    triggers: [{ on: 'contact.unsubscribed' }],
    actions: [{ do: 'tag.add', with: { tag: 'left {{event.data.category}} by {{event.data.source}}' } }],
  })
  await install({
    id: 'room',
    triggers: [{ on: 'custom.room' }],
    actions: [
      { do: 'message.post', with: { channel: 'post', room: 'r', text: 'Leave: {{unsubscribe}}!', category: 'transactional' } },
    ],
  }) // biome-ignore format: one workflow
})

async function sent(user: string, category = 'promotional') {
  await happens('post', user, `custom.${category}`)
  await idle()
  const { id } = await contact('post', user)
  const [message] = (await get(`/api/v1/messages?contact_id=${id}`)).items
  const path = /https:\/\/qunflow\.test(\/u\/[\w.-]+) !/.exec(message.text)?.[1] ?? ''
  return { id, message, path }
}

const post = (path: string, body: string, type = 'application/x-www-form-urlencoded') =>
  ask(path, { key: null, body, headers: { 'content-type': type } })
const look = (path: string, headers: Record<string, string> = {}) => ask(path, { key: null, headers })
const consents = async (user: string) => (await contact('post', user)).consents

it('looking changes nothing; the page says who and what, in both languages, and needs no script', async () => {
  const { path, id } = await sent('ann')
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { name: 'Ann Archer' } })
  const page = await look(path)
  const text = await page.text()
  // The link may be passed on: enough of a name to be recognised by whom it is.
  expect(text).toContain('A***')
  expect(text).not.toContain('Archer')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';.*form-action 'self'/)
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(text).toMatch(/value="promotional" checked/)
  expect(text).toContain('Which messages do you no longer want?')
  expect(text).not.toContain('<script')
  const chinese = await (await look(path, { 'accept-language': 'zh-CN' })).text()
  expect(chinese).toMatch(/<html lang="(en|zh-CN)">/)
  expect(await (await look(`${path}?lang=zh-CN`)).text()).toContain('您不想再收到哪些消息')
  await idle()
  expect(await consents('ann')).toEqual({})
}) // biome-ignore format: one guarantee

it('the form withdraws what is chosen, with source, time and proof, and takes it back', async () => {
  const { path, id, message } = await sent('bob')
  const done = await post(path, 'from=promotional&from=lifecycle&do=leave')
  expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('You will get no more of')])
  await idle()
  expect(await consents('bob')).toEqual({ promotional: false, lifecycle: false })
  expect((await contact('post', 'bob')).tags.sort()).toEqual(['left lifecycle by link', 'left promotional by link'])
  const { items } = await get(`/api/v1/contacts/${id}/consents`)
  expect(items).toMatchObject([
    { category: 'lifecycle', granted: false, source: 'link', proof: `message ${message.id}` },
    { category: 'promotional', granted: false, source: 'link', proof: `message ${message.id}` },
  ])
  const { message: next } = await sent('bob')
  expect(next).toMatchObject({ status: 'skipped', reason: 'consent: promotional' })
  expect((await post(path, 'do=return')).status).toBe(200)
  await idle()
  expect(await consents('bob')).toEqual({ promotional: true, lifecycle: true })
})

it('twice is once, and nothing chosen is nothing', async () => {
  const { path, id } = await sent('carl')
  const nothing = await post(path, 'do=leave')
  expect([nothing.status, await consents('carl')]).toEqual([400, {}])
  await Promise.all([1, 2, 3].map(() => post(path, 'from=promotional')))
  await idle()
  expect((await get(`/api/v1/contacts/${id}/consents`)).items).toHaveLength(1)
})

const MULTIPART = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'

it.each([
  ['a form', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
  ['multipart', MULTIPART, 'multipart/form-data; boundary=b'],
])('a mail program unsubscribes with one click (RFC 8058), as %s', async (how, body, type) => {
  const { path } = await sent(`mail ${how}`, 'lifecycle')
  const done = await post(path, body, type)
  expect([done.status, done.redirected]).toEqual([200, false])
  await idle()
  expect(await consents(`mail ${how}`)).toEqual({ promotional: false, lifecycle: false })
})

it('a link that is forged, for another purpose, too old, or of nobody says that it does not work, and no more', async () => {
  const { path, id, message } = await sent('dora')
  const [said, signature] = path.slice('/u/'.length).split('.')
  const other = Buffer.from(JSON.stringify(['c-other', 'promotional', 'x', 99_999])).toString('base64url')
  const forger = unsubscribeLinks('', [Buffer.from('another key, not ours').toString('base64')])
  const bad = [
    `/u/${other}.${signature}`,
    `/u/${said}.${'A'.repeat(signature?.length ?? 0)}`,
    '/u/x',
    '/u/a.b.c',
    forger.url({ subjectId: id, category: 'promotional', messageId: message.id }, Date.now()),
  ]
  const pages = await Promise.all(bad.flatMap((one) => [look(one), post(one, 'List-Unsubscribe=One-Click')]))
  const texts = new Set(await Promise.all(pages.map((page) => page.text())))
  expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([404]))
  await advance('366d')
  expect((await look(path)).status).toBe(200)
  await advance('366d')
  await advance('366d')
  const old = await look(path)
  expect(old.status).toBe(404)
  expect(texts.add(await old.text()).size).toBe(1)
  expect(await consents('dora')).toEqual({})
})

it('the same message has the same link on each of its tries, and a room has none', async () => {
  const { message, path, id } = await sent('eve')
  const [at] = [Date.parse(message.created_at)]
  const links = unsubscribeLinks('', [Buffer.from('k').toString('base64')])
  const from = { subjectId: id, category: 'promotional' as const, messageId: message.id }
  expect(links.url(from, at)).toBe(links.url(from, at + 1000))
  expect(path).not.toBe('')
  await happens('post', 'eve', 'custom.room')
  await idle()
  const { items } = await get(`/api/v1/messages?contact_id=${id}`)
  expect(items[0].text).toBe('Leave: !')
})
