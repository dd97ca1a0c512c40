import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { callbackSignature, openCallback } from '../../../workers/channels/callback-cipher.ts'
import { robotSign } from '../../../workers/channels/dingtalk/robot-sign.ts'
import { ask, contact, get, idle, install, migrate } from '../../world.ts'
import { CALLBACK, callback, larkEncrypt, larkHeaders, xmlEnvelope, xmlOf } from '../channels/requests.ts'

beforeAll(migrate)
afterEach(() => vi.restoreAllMocks())

const CUSTOMER = 'wmOwnCustomer00000000000000000001'
const callbackSecrets = { token: CALLBACK.token, encoding_aes_key: CALLBACK.aesKey }

async function setUp(id: string, kind: string, config: object, secrets: object): Promise<void> {
  await get(`/api/v1/channels/${id}`, { method: 'PUT', body: { kind, config, secrets } })
}

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await ask(path, { method: 'POST', body, key: null, headers })
  return { status: response.status, body: await response.text(), type: response.headers.get('content-type') }
}

/** Every call to a provider, answered by the first part of its address that is named. */
function provider(answers: Record<string, unknown[]>): { url: string; body: unknown }[] {
  const calls: { url: string; body: unknown }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input)
    calls.push({ url, body: init?.body ? JSON.parse(String(init.body)) : undefined })
    const name = Object.keys(answers).find((part) => url.includes(part))
    return Response.json(answers[name ?? '']?.shift() ?? { errcode: 0, errmsg: 'ok' })
  })
  return calls
}

test('WeCom: its handshake, its events and its repeats are answered as it expects', async () => {
  await setUp('wecom', 'wecom', { corp_id: 'ww1' }, callbackSecrets)
  const { query, encrypted } = await callback('4375120948345356249', 'ww1')
  const check = await ask(`/hooks/wecom?${query}&echostr=${encodeURIComponent(encrypted)}`, { key: null })
  expect([check.status, await check.text(), check.headers.get('content-type')]).toEqual([
    200,
    '4375120948345356249',
    'text/plain; charset=utf-8',
  ])

  const said = await callback(
    xmlOf({ FromUserName: 'lilei', CreateTime: '1767603600', MsgType: 'text', Content: '你好', MsgId: '75' }),
    'ww1',
  )
  for (const _time of [1, 2])
    expect(await post(`/hooks/wecom?${said.query}`, xmlEnvelope(said.encrypted))).toMatchObject({
      status: 200,
      body: '',
    })
  await idle()
  const { items } = await get('/api/v1/events?type=message.received')
  expect(items).toMatchObject([{ channel: 'wecom', time: '2026-01-05T09:00:00.000Z', data: { text: '你好' } }])

  expect((await post(`/hooks/wecom?${said.query}`, xmlEnvelope(query.toString()))).status).toBe(401)
  expect((await post(`/hooks/wecom?${said.query}`, `<!DOCTYPE x>${xmlEnvelope(said.encrypted)}`)).status).toBe(400)
  expect((await ask(`/hooks/wecom?${query}&echostr=x`, { key: null })).status).toBe(401)
})

const joined = (code: string, seconds: number, user = CUSTOMER) =>
  xmlOf({
    FromUserName: 'sys', CreateTime: String(seconds), MsgType: 'event', Event: 'change_external_contact',
    ChangeType: 'add_external_contact', UserID: 'hanmei', ExternalUserID: user, WelcomeCode: code,
  }) // biome-ignore format: fields of one event

test('WeCom: a new customer is welcomed with the code of the event, and by a mailing when it is used up', async () => {
  const secrets = { ...callbackSecrets, corp_secret: 's' }
  await setUp('corp', 'wecom', { corp_id: 'ww1', agent_id: '1000002' }, secrets)
  const welcome = { do: 'message.send', with: { text: 'Welcome!', category: 'transactional' } }
  await install({ id: 'welcome', triggers: [{ on: 'member.joined' }], actions: [welcome] })
  const calls = provider({
    gettoken: [{ errcode: 0, access_token: 'tok', expires_in: 7200 }],
    send_welcome_msg: [{ errcode: 0 }, { errcode: 41051, errmsg: 'used' }],
    add_msg_template: [{ errcode: 0, fail_list: [], msgid: 'mass-1' }],
  })
  await get('/dev/clock', { body: { set: '2026-01-05T09:00:05Z' } })
  const first = await callback(joined('CODE-1', 1767603600), 'ww1')
  await post(`/hooks/corp?${first.query}`, xmlEnvelope(first.encrypted))
  await idle()
  expect(calls.map(({ url }) => new URL(url).pathname)).toEqual([
    '/cgi-bin/gettoken',
    '/cgi-bin/externalcontact/send_welcome_msg',
  ])
  expect(calls[1]?.body).toEqual({ welcome_code: 'CODE-1', text: { content: 'Welcome!' } })

  const other = 'wmOwnCustomer00000000000000000002'
  const second = await callback(joined('CODE-2', 1767603601, other), 'ww1')
  await post(`/hooks/corp?${second.query}`, xmlEnvelope(second.encrypted))
  await idle()
  expect(calls.slice(2).map(({ url }) => new URL(url).pathname)).toEqual([
    '/cgi-bin/externalcontact/send_welcome_msg',
    '/cgi-bin/externalcontact/add_msg_template',
  ])
  const { id } = await contact('corp', other)
  const { items } = await get(`/api/v1/messages?contact_id=${id}`)
  expect(items).toMatchObject([{ status: 'sent', provider_id: 'mass-1' }])
})

test('WeChat: its handshake, its messages and its events are answered as it expects', async () => {
  await setUp('oa', 'wechat', { app_id: 'wx1' }, callbackSecrets)
  const [timestamp, nonce] = ['1767603600', 'n']
  const signature = await callbackSignature(CALLBACK.token, timestamp, nonce)
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr: '<b>echo</b>' })
  const check = await ask(`/hooks/oa?${query}`, { key: null })
  expect([check.status, await check.text(), check.headers.get('content-type')]).toEqual([
    200,
    '<b>echo</b>',
    'text/plain; charset=utf-8',
  ])
  const followed = await callback(
    xmlOf({ FromUserName: 'oId', CreateTime: '1767603600', MsgType: 'event', Event: 'subscribe' }),
    'wx1',
  )
  const body = xmlEnvelope(followed.encrypted)
  expect(await post(`/hooks/oa?${followed.query}&encrypt_type=aes`, body)).toMatchObject({
    status: 200,
    body: 'success',
  })
  expect((await post(`/hooks/oa?${query}`, xmlOf({ FromUserName: 'oId', MsgType: 'text' }))).status).toBe(401)
  await idle()
  expect((await contact('oa', 'oId')).joined_at).toBe('2026-01-05T09:00:00.000Z')
})

test('DingTalk: events are answered with an encrypted success, what is said to the robot with nothing', async () => {
  const secrets = { app_secret: 'own', token: CALLBACK.token, aes_key: CALLBACK.aesKey }
  await setUp('ding', 'dingtalk', { app_key: 'ding1' }, secrets)
  const read = async (text: string) => {
    const { query, encrypted } = await callback(text, 'ding1')
    const answer = await post(`/hooks/ding?${query}`, JSON.stringify({ encrypt: encrypted }))
    expect(answer.status).toBe(200)
    const { msg_signature: signature, timeStamp: timestamp, nonce, encrypt } = JSON.parse(answer.body)
    const pair = { tokens: [CALLBACK.token], aesKeys: [CALLBACK.aesKey], receiver: 'ding1' }
    return openCallback({ signature, timestamp, nonce, encrypted: encrypt }, pair)
  }
  expect(await read('{"EventType":"check_url"}')).toMatchObject({ text: 'success' })
  const added = {
    EventType: 'chat_add_member',
    eventId: 'e1',
    EventTime: 1767603600000,
    OpenConversationId: 'cid',
    UserId: ['u1', 'u2'],
  }
  for (const _time of [1, 2]) expect(await read(JSON.stringify(added))).toMatchObject({ text: 'success' })
  await idle()
  const { items } = await get('/api/v1/events?type=member.joined')
  expect(items.filter((event: { channel: string }) => event.channel === 'ding')).toHaveLength(2)

  await get('/dev/clock', { body: { set: '2026-02-01T00:00:00Z' } })
  const timestamp = String(Date.parse('2026-02-01T00:00:00Z'))
  const headers = { timestamp, sign: await robotSign(timestamp, 'own') }
  const said = JSON.stringify({ msgId: 'm1', senderStaffId: 'u1', conversationType: '1', text: { content: 'hi' } })
  expect(await post('/hooks/ding', said, headers)).toMatchObject({ status: 200, body: '{}' })
  expect((await post('/hooks/ding', said, { ...headers, sign: 'x' })).status).toBe(401)
  await get('/dev/clock', { body: { advance: '61m' } })
  expect((await post('/hooks/ding', said, headers)).status).toBe(401)
})

test('Feishu: its handshake is echoed, encrypted too, and a message is answered by a card with a button', async () => {
  const secrets = { verification_token: 'vt', encrypt_key: 'ek', app_secret: 's' }
  await setUp('lark', 'feishu', { app_id: 'cli_1' }, secrets)
  const check = await larkEncrypt(JSON.stringify({ challenge: 'c1', token: 'vt', type: 'url_verification' }), 'ek')
  expect(await post('/hooks/lark', check)).toMatchObject({ status: 200, body: '{"challenge":"c1"}' })
  expect((await post('/hooks/lark', check.replace('encrypt', 'encrypted'))).status).toBe(401)

  const ask = {
    do: 'message.send',
    with: { text: 'Coming?', category: 'transactional', buttons: [{ text: 'Yes', value: 'yes' }] },
  }
  await install({
    id: 'lark-ask',
    triggers: [{ on: 'message.received', channel: 'lark' }],
    actions: [ask],
  })
  const calls = provider({
    tenant_access_token: [{ code: 0, tenant_access_token: 't-1', expire: 7200 }],
    'im/v1/messages': [{ code: 0, data: { message_id: 'om_9' } }],
  })
  const header = { event_id: 'ev1', event_type: 'im.message.receive_v1', create_time: '1767603600000', token: 'vt' }
  const sender = { sender_id: { open_id: 'ou_1' }, sender_type: 'user' }
  const message = {
    message_id: 'om_1',
    chat_id: 'oc_1',
    chat_type: 'group',
    message_type: 'text',
    content: '{"text":"hi"}',
  }
  const said = await larkEncrypt(JSON.stringify({ schema: '2.0', header, event: { sender, message } }), 'ek')
  expect((await post('/hooks/lark', said)).status).toBe(401)
  expect(await post('/hooks/lark', said, await larkHeaders(said, 'ek'))).toMatchObject({ status: 200, body: '{}' })
  await idle()
  expect(calls.at(-1)).toMatchObject({
    url: 'https://open.feishu.cn/open-apis/im/v1/messages?receive_id_type=open_id',
    body: { receive_id: 'ou_1', msg_type: 'interactive', content: expect.stringContaining('"value":{"value":"yes"}') },
  })
})

test('whatever is cut off or made up is refused by every kind, never a failure of ours', async () => {
  const secrets = { app_secret: 'own', token: CALLBACK.token, aes_key: CALLBACK.aesKey }
  await setUp('cut-wecom', 'wecom', { corp_id: 'own' }, callbackSecrets)
  await setUp('cut-wechat', 'wechat', { app_id: 'own' }, callbackSecrets)
  await setUp('cut-dingtalk', 'dingtalk', { app_key: 'own' }, secrets)
  await setUp('cut-feishu', 'feishu', { app_id: 'own' }, { verification_token: 'vt', encrypt_key: 'ek' })
  const xml = await callback(xmlOf({ MsgType: 'text' }), 'own')
  const json = await callback('{"EventType":"check_url"}', 'own')
  const bodies: [string, string][] = [
    [`cut-wecom?${xml.query}`, xmlEnvelope(xml.encrypted)],
    [`cut-wechat?${xml.query}`, xmlEnvelope(xml.encrypted)],
    [`cut-dingtalk?${json.query}`, JSON.stringify({ encrypt: json.encrypted })],
    ['cut-feishu', await larkEncrypt('{"type":"url_verification","token":"vt","challenge":"c"}', 'ek')],
  ]
  for (const [path, body] of bodies) {
    for (let length = 0; length < body.length; length += 11) {
      expect([400, 401]).toContain((await post(`/hooks/${path}`, body.slice(0, length))).status)
    }
    for (const made of [
      'null',
      '[]',
      '{"encrypt":1}',
      '{"encrypt":"AAAA"}',
      '<xml><Encrypt>AAAA</Encrypt></xml>',
      '\u0000',
    ])
      expect([400, 401]).toContain((await post(`/hooks/${path}`, made)).status)
  }
})

test('WeCom: a group that only says how many came is asked who they are', async () => {
  await setUp('groups', 'wecom', { corp_id: 'ww1' }, { ...callbackSecrets, corp_secret: 's' })
  const changed = (version: string, seconds: number) =>
    xmlOf({
      FromUserName: 'sys', CreateTime: String(seconds), MsgType: 'event', Event: 'change_external_chat', ChatId: 'wrRoom',
      ChangeType: 'update', UpdateDetail: 'add_member', JoinScene: '3', MemChangeCnt: '1', CurMemVer: version,
    }) // biome-ignore format: fields of one event
  const members = [
    { userid: 'hanmei', type: 1, join_time: 1767600000, join_scene: 1 },
    { userid: CUSTOMER, type: 2, join_time: 1767603599, join_scene: 3, name: '林薇' },
  ]
  const calls = provider({
    gettoken: [{ errcode: 0, access_token: 'tok-g', expires_in: 7200 }],
    'groupchat/get': [{ errcode: 0, group_chat: { chat_id: 'wrRoom', member_list: members } }, { errcode: 45009 }],
  })
  for (const version of ['v1', 'v2']) {
    const { query, encrypted } = await callback(changed(version, 1767603600), 'ww1')
    expect((await post(`/hooks/groups?${query}`, xmlEnvelope(encrypted))).status).toBe(200)
  }
  await idle()
  expect(calls.filter(({ url }) => url.includes('groupchat/get'))[0]).toEqual({
    url: 'https://qyapi.weixin.qq.com/cgi-bin/externalcontact/groupchat/get?access_token=tok-g',
    body: { chat_id: 'wrRoom', need_name: 1 },
  })
  expect(await contact('groups', CUSTOMER)).toMatchObject({ name: '林薇' })
  const { items } = await get('/api/v1/events?limit=100')
  const ours = items.filter((event: { channel: string }) => event.channel === 'groups')
  const types = ours.map(({ type }: { type: string }) => type)
  expect(types.filter((type: string) => /^(custom|member)/.test(type)).sort()).toEqual([
    'custom.wecom.change_external_chat.update.add_member',
    'member.joined',
  ])
})
