import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { openCallback } from '../../../workers/channels/callback-cipher.ts'
import { parseXmlOrJson } from '../../../workers/channels/xml-body.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import { answerOf } from '../../../workers/run/outlet.ts'
import { advance, ask, contact, get, idle, install, migrate } from '../../world.ts'
import { CALLBACK, callback, channel, outgoing, xmlEnvelope, xmlOf } from '../channels/requests.ts'

beforeAll(migrate)
afterEach(() => vi.restoreAllMocks())

const callbackSecrets = { token: CALLBACK.token, encoding_aes_key: CALLBACK.aesKey }
const NOW = '2026-01-05T09:00:00Z'

async function setUp(id: string, kind: string, config: object, secrets: object): Promise<void> {
  await get(`/api/v1/channels/${id}`, { method: 'PUT', body: { kind, config, secrets } })
}

async function replyFlow(channelId: string, actions: object[]): Promise<void> {
  await install({ id: `reply-${channelId}`, triggers: [{ on: 'message.received', channel: channelId }], actions })
}

const say = (text: string, more: object = {}) => ({
  do: 'message.send',
  with: { text, category: 'transactional', ...more },
})

async function said(channelId: string, receiver: string, fields: Record<string, string>): Promise<string> {
  const all = { ToUserName: 'gh_1', CreateTime: '1767603600', MsgType: 'text', ...fields }
  const { query, encrypted } = await callback(xmlOf(all), receiver)
  const answer = await ask(`/hooks/${channelId}?${query}&encrypt_type=aes`, {
    method: 'POST',
    body: xmlEnvelope(encrypted),
    key: null,
  })
  expect(answer.status).toBe(200)
  return answer.text()
}

async function opened(body: string, receiver: string) {
  const outer = parseXmlOrJson(body)
  if (outer.kind !== 'object') throw new Error(`no XML: ${body}`)
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = outer.value
  const pair = { tokens: [CALLBACK.token], aesKeys: [CALLBACK.aesKey], receiver }
  const sealed = { signature: MsgSignature, timestamp: TimeStamp, nonce: Nonce, encrypted: Encrypt }
  const inside = await openCallback(sealed as Parameters<typeof openCallback>[0], pair)
  if (inside.kind !== 'opened') throw new Error(inside.why)
  const inner = parseXmlOrJson(inside.text)
  return inner.kind === 'object' ? inner.value : inner
}

async function messagesOf(channelId: string, externalId: string) {
  const { id } = await contact(channelId, externalId)
  return (await get(`/api/v1/messages?contact_id=${id}`)).items
}

test('an account that cannot call is answered for in the answer itself, sealed, and the same again when asked again', async () => {
  await get('/dev/clock', { body: { set: NOW } })
  await setUp('sub', 'wechat', { app_id: 'wx1' }, callbackSecrets)
  await replyFlow('sub', [say('你好 ]]> <b>')])
  const calls = vi.spyOn(globalThis, 'fetch')
  const first = await said('sub', 'wx1', { FromUserName: 'oA', Content: 'hi', MsgId: '1' })
  const shown = {
    ToUserName: 'oA',
    FromUserName: 'gh_1',
    CreateTime: '1767603600',
    MsgType: 'text',
    Content: '你好 ]]> <b>',
  }
  expect(await opened(first, 'wx1')).toEqual(shown)
  await idle()
  expect(await opened(await said('sub', 'wx1', { FromUserName: 'oA', Content: 'hi', MsgId: '1' }), 'wx1')).toEqual(
    shown,
  )
  expect(await messagesOf('sub', 'oA')).toMatchObject([{ status: 'sent', text: '你好 ]]> <b>' }])
  expect(calls).not.toHaveBeenCalled()
})

test('in the open the answer is plain, a card is an article, and nothing to say is success', async () => {
  await setUp('plain', 'wechat', { app_id: 'wx1' }, { token: CALLBACK.token })
  await install({
    id: 'plain-card',
    triggers: [{ on: 'message.received', channel: 'plain', if: "event.data.text == 'card'" }],
    actions: [say('看这里', { card: { title: 'T', url: 'https://a.example/x', description: 'D' } })],
  })
  const { callbackSignature } = await import('../../../workers/channels/callback-cipher.ts')
  const signature = await callbackSignature(CALLBACK.token, '1767603600', 'n')
  const post = async (fields: Record<string, string>) => {
    const body = xmlOf({ ToUserName: 'gh_1', FromUserName: 'oB', CreateTime: '1767603600', ...fields })
    const query = new URLSearchParams({ signature, timestamp: '1767603600', nonce: 'n' })
    return (await ask(`/hooks/plain?${query}`, { method: 'POST', body, key: null })).text()
  }
  const card = parseXmlOrJson(await post({ MsgType: 'text', Content: 'card', MsgId: '5' }))
  expect(card).toMatchObject({
    value: {
      MsgType: 'news',
      ArticleCount: '1',
      Articles: { item: { Title: 'T', Url: 'https://a.example/x', Description: '看这里\nD' } },
    },
  })
  expect(await post({ MsgType: 'text', Content: 'other', MsgId: '6' })).toBe('success')
  expect(await post({ MsgType: 'event', Event: 'unsubscribe' })).toBe('success')
})

test('where the account can call, it is asked for; then one goes with the answer and the rest is called', async () => {
  await setUp('both', 'wechat', { app_id: 'wx1', passive_reply: true }, { ...callbackSecrets, app_secret: 's' })
  await setUp('api', 'wechat', { app_id: 'wx1' }, { ...callbackSecrets, app_secret: 's' })
  const calls: { url: string; body: string }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    calls.push({ url: String(input), body: String(init?.body) })
    return Response.json({ errcode: 0, access_token: 'tok', expires_in: 7200 })
  })
  await replyFlow('both', [say('one'), say('two')])
  await replyFlow('api', [say('one')])
  const answer = await said('both', 'wx1', { FromUserName: 'oC', Content: 'hi', MsgId: '11' })
  expect(await opened(answer, 'wx1')).toMatchObject({ Content: 'one' })
  await idle()
  const sent = () =>
    calls.filter(({ url }) => url.includes('custom/send')).map(({ body }) => JSON.parse(body).text.content)
  expect(sent()).toEqual(['two'])
  expect(await messagesOf('both', 'oC')).toHaveLength(2)
  expect(await said('api', 'wx1', { FromUserName: 'oC', Content: 'hi', MsgId: '12' })).toBe('success')
  await idle()
  expect(sent()).toEqual(['two', 'one'])
})

test('what comes later finds no answer to go with, and says so', async () => {
  await setUp('late', 'wechat', { app_id: 'wx1' }, callbackSecrets)
  await replyFlow('late', [{ wait: '10m' }, say('later')])
  expect(await said('late', 'wx1', { FromUserName: 'oD', Content: 'hi', MsgId: '21' })).toBe('success')
  await advance('11m')
  expect(await messagesOf('late', 'oD')).toMatchObject([{ status: 'skipped', reason: 'no channel' }])
})

test('whatever the platform says of the time, what it waits for is answered', async () => {
  await setUp('clock', 'wechat', { app_id: 'wx1' }, callbackSecrets)
  await replyFlow('clock', [say('hello')])
  const old = { FromUserName: 'oE', Content: 'hi', MsgId: '25', CreateTime: '1409659813' }
  expect(await opened(await said('clock', 'wx1', old), 'wx1')).toMatchObject({ Content: 'hello' })
})

test('a member of the corporation is answered the same way', async () => {
  await setUp('staff', 'wecom', { corp_id: 'ww1' }, callbackSecrets)
  await install({
    id: 'staff-answer',
    triggers: [{ on: 'message.received', channel: 'staff' }],
    actions: [{ wait_for: { on: 'message.received', timeout: '1d' }, then: [say('thanks')], else: [] }],
  })
  expect(await said('staff', 'ww1', { FromUserName: 'lilei', Content: 'hi', MsgId: '31' })).toBe('')
  await idle()
  const { now } = await get('/dev/clock')
  const seconds = String(Math.floor(Date.parse(now) / 1000))
  const answer = await said('staff', 'ww1', { FromUserName: 'lilei', Content: 'ho', MsgId: '32', CreateTime: seconds })
  expect(await opened(answer, 'ww1')).toMatchObject({ ToUserName: 'lilei', FromUserName: 'gh_1', Content: 'thanks' })
})

test('whoever comes too late, or is meant for somebody else, goes another way', async () => {
  const deps = { clock: { now: () => 0, real: () => Date.now() } } as Deps
  const reply = vi.fn(async () => ({ status: 200 }))
  const asked = {
    ...{ channel: channel('wechat'), eventId: 'e' },
    ...{ passive: { to: 'u1', withinMs: 20, reply }, openedReal: Date.now() },
  }
  const offers: unknown[] = []
  const answer = await answerOf(deps, asked, async ({ outlet }) => {
    offers.push(await outlet?.take(channel('wechat'), outgoing({ to: 'u2' })))
    offers.push(await outlet?.take({ ...channel('wechat'), id: 'other' }, outgoing()))
    await new Promise((resolve) => setTimeout(resolve, 60))
    offers.push(await outlet?.take(channel('wechat'), outgoing()))
  })
  expect(answer.reply).toBeUndefined()
  await answer.rest
  expect(offers).toEqual([undefined, undefined, undefined])
  expect(reply).not.toHaveBeenCalled()
})
