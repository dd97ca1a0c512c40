import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { callbackSignature } from '../../../workers/channels/callback-cipher.ts'
import type { Answer, Outgoing } from '../../../workers/channels/kind.ts'
import { wechat } from '../../../workers/channels/wechat/kind.ts'
import { sending } from '../../../workers/channels/wechat/send.ts'
import {
  answer,
  CALLBACK,
  callback,
  channel,
  inbound,
  NOW_MS,
  NOW_SECONDS,
  outgoing,
  xmlEnvelope,
  xmlOf,
} from './requests.ts'

const APP = 'wx-own-app'
const safe = channel('wechat', {
  config: { app_id: APP },
  secrets: { token: CALLBACK.token, encoding_aes_key: CALLBACK.aesKey },
})
const open = channel('wechat', { config: { app_id: APP }, secrets: { token: CALLBACK.token } })
const base = { ToUserName: 'gh_own', FromUserName: 'oOpenId', CreateTime: '1767603600' }
const said = { ...base, MsgType: 'text', Content: '你好', MsgId: '7512345678901234567' }
const atMs = 1_767_603_600_000

async function signedQuery(token = CALLBACK.token): Promise<URLSearchParams> {
  const [timestamp, nonce] = [NOW_SECONDS, '1372623149']
  return new URLSearchParams({
    signature: await callbackSignature(token, timestamp, nonce),
    timestamp,
    nonce,
    openid: 'oOpenId',
  })
}

async function sealedQuery(text: string, receiver = APP) {
  const { query, encrypted } = await callback(text, receiver)
  query.set('encrypt_type', 'aes')
  return { query, encrypted }
}

describe('the check of the address', () => {
  const check = async (query: URLSearchParams, to = safe) =>
    wechat.receive(inbound('', {}, { method: 'GET', query }), to, NOW_MS)

  it.each([
    ['with a key', safe],
    ['without', open],
    ['with the second of two tokens', channel('wechat', { ...open, secrets: { token: ['new', CALLBACK.token] } })],
  ])('echoes what it is sent, %s', async (_case, to) => {
    const query = await signedQuery()
    query.set('echostr', '4375120948345356249')
    expect(await check(query, to)).toEqual({
      kind: 'challenge',
      reply: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '4375120948345356249' },
    })
  })

  it('echoes nothing to whom has another token, or none', async () => {
    const query = await signedQuery('guess')
    query.set('echostr', 'x')
    expect(await check(query)).toMatchObject({ kind: 'forged' })
    expect(await check(new URLSearchParams({ echostr: 'x' }))).toMatchObject({ kind: 'forged' })
    expect(await check(await signedQuery(), channel('wechat'))).toMatchObject({ kind: 'forged' })
    expect(await check(await signedQuery())).toMatchObject({ kind: 'unreadable' })
  })
})

describe('verification', () => {
  const post = (body: string, query: URLSearchParams, to = safe) =>
    wechat.receive(inbound(body, {}, { query }), to, NOW_MS)
  const accepted = { kind: 'events', events: [{ id: '7512345678901234567', data: { text: '你好' } }] }

  it('takes what is encrypted, as XML and as JSON', async () => {
    const { query, encrypted } = await sealedQuery(xmlOf(said))
    expect(await post(xmlEnvelope(encrypted), query)).toMatchObject(accepted)
    expect(await post(JSON.stringify({ ToUserName: 'gh_own', Encrypt: encrypted }), query)).toMatchObject(accepted)
    const json = await sealedQuery(
      '{"FromUserName":"oOpenId","CreateTime":1767603600,"MsgType":"text","Content":"你好","MsgId":7512345678901234567}',
    )
    expect(await post(JSON.stringify({ Encrypt: json.encrypted }), json.query)).toMatchObject(accepted)
  })

  it('believes only the encrypted part of a message that carries both', async () => {
    const { query, encrypted } = await sealedQuery(xmlOf(said))
    const both = xmlOf({ ...said, Content: 'changed on the way', Encrypt: encrypted })
    expect(await post(both, query)).toMatchObject(accepted)
  })

  it('takes what comes in the open only where there is no key', async () => {
    const query = await signedQuery()
    expect(await post(xmlOf(said), query, open)).toMatchObject(accepted)
    expect(await post(xmlOf(said), query, safe)).toMatchObject({ kind: 'forged' })
    expect(await post(xmlOf(said), await signedQuery('guess'), open)).toMatchObject({ kind: 'forged' })
    const { encrypted } = await sealedQuery(xmlOf(said))
    expect(await post(xmlEnvelope(encrypted), query, open)).toMatchObject({ kind: 'forged' })
  })

  it('refuses what is meant for another account', async () => {
    const { query, encrypted } = await sealedQuery(xmlOf(said), 'wx-other')
    expect(await post(xmlEnvelope(encrypted), query)).toMatchObject({ kind: 'forged' })
  })

  it.each(['', '<xml>', 'text', '{"Encrypt":', '<!DOCTYPE x><xml/>'])('refuses %j without failing', async (body) => {
    const { query } = await sealedQuery('x')
    expect(await post(body, query)).toMatchObject({ kind: 'unreadable' })
    expect(await post(body, await signedQuery(), open)).toMatchObject({ kind: 'unreadable' })
  })
})

describe('events', () => {
  it.each([
    [
      'a text',
      said,
      {
        id: '7512345678901234567',
        type: 'message.received',
        atMs,
        user: { id: 'oOpenId' },
        data: { text: '你好', message_id: '7512345678901234567', message_type: 'text' },
      },
    ],
    [
      'a voice that was understood',
      { ...said, MsgType: 'voice', Content: '', Recognition: '签到' },
      { data: { text: '签到', message_type: 'voice' } },
    ],
    [
      'a choice from our menu',
      { ...said, bizmsgmenuid: 'yes', Content: 'Yes!' },
      { type: 'button.clicked', data: { value: 'yes', text: 'Yes!' } },
    ],
    [
      'a new follower',
      { ...base, MsgType: 'event', Event: 'subscribe', EventKey: '' },
      {
        id: 'oOpenId:1767603600:subscribe::',
        type: 'member.joined',
        user: { id: 'oOpenId' },
        data: { source: 'follow' },
      },
    ],
    [
      'a new follower by a QR code',
      { ...base, MsgType: 'event', Event: 'subscribe', EventKey: 'qrscene_shop-7', Ticket: 'T' },
      { type: 'member.joined', data: { source: 'qrcode', scene: 'shop-7' } },
    ],
    [
      'one who follows no more',
      { ...base, MsgType: 'event', Event: 'unsubscribe' },
      { type: 'member.left', user: { id: 'oOpenId' } },
    ],
    [
      'a follower who scans',
      { ...base, MsgType: 'event', Event: 'SCAN', EventKey: 'shop-7' },
      { type: 'custom.wechat.scan', data: { scene: 'shop-7' } },
    ],
    [
      'a click in the menu',
      { ...base, MsgType: 'event', Event: 'CLICK', EventKey: 'checkin' },
      { type: 'button.clicked', data: { value: 'checkin' } },
    ],
    [
      'a link in the menu',
      { ...base, MsgType: 'event', Event: 'VIEW', EventKey: 'https://x.cn', MenuId: '1' },
      { type: 'link.clicked', data: { url: 'https://x.cn' } },
    ],
    [
      'anything else',
      { ...base, MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: '200163836', Status: 'success' },
      {
        id: 'oOpenId:1767603600:TEMPLATESENDJOBFINISH::200163836',
        type: 'custom.wechat.templatesendjobfinish',
        data: { Status: 'success' },
      },
    ],
  ])('%s', async (_case, fields, expected) => {
    const { query, encrypted } = await sealedQuery(xmlOf(fields))
    expect(await wechat.receive(inbound(xmlEnvelope(encrypted), {}, { query }), safe, NOW_MS)).toMatchObject({
      kind: 'events',
      events: [expected],
    })
  })

  it('answers `success`, because anything else is shown to the follower', () =>
    expect(wechat.reply).toMatchObject({ status: 200, body: 'success' }))
})

describe('sending', () => {
  const sends = channel('wechat', { config: { app_id: APP }, secrets: { token: 't', app_secret: 's' } })
  const templated = channel('wechat', {
    ...sends,
    config: {
      app_id: APP,
      template: { id: 'T-1', fields: { thing1: 'title', thing2: 'text', thing3: 'description' } },
    },
  })
  const requestOf = async (message: Partial<Outgoing>, through = sends) => {
    const { body, ...request } = await sending.request(outgoing({ to: 'oOpenId', ...message }), through, {
      nowMs: NOW_MS,
      token: 'tok',
    })
    return { ...request, body: JSON.parse(body ?? '') }
  }
  const card = { title: 'Guide', url: 'https://x.cn/g', description: 'How to' }

  it('needs a secret, and asks for the stable token with it', () => {
    expect([sending.missing(open), sending.missing(sends)]).toEqual(['app_secret', undefined])
    expect(sending.token?.request(sends)).toEqual({
      method: 'POST',
      url: 'https://api.weixin.qq.com/cgi-bin/stable_token',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"grant_type":"client_credential","appid":"wx-own-app","secret":"s","force_refresh":false}',
    })
  })

  it.each<[string, Partial<Outgoing>, unknown]>([
    ['text', { text: '你好' }, { touser: 'oOpenId', msgtype: 'text', text: { content: '你好' } }],
    [
      'buttons',
      {
        text: 'Coming?',
        buttons: [
          { text: 'Yes', value: 'yes' },
          { text: 'More', url: 'https://x.cn' },
        ],
      },
      {
        touser: 'oOpenId',
        msgtype: 'msgmenu',
        msgmenu: { head_content: 'Coming?\n<a href="https://x.cn">More</a>', list: [{ id: 'yes', content: 'Yes' }] },
      },
    ],
    [
      'only links',
      { text: 'See', buttons: [{ text: 'More', url: 'https://x.cn' }] },
      { touser: 'oOpenId', msgtype: 'text', text: { content: 'See\n<a href="https://x.cn">More</a>' } },
    ],
    [
      'a card',
      { text: 'Read', card },
      {
        touser: 'oOpenId',
        msgtype: 'news',
        news: { articles: [{ title: 'Guide', description: 'Read\nHow to', url: 'https://x.cn/g' }] },
      },
    ],
  ])('sends %s', async (_case, message, body) =>
    expect(await requestOf(message)).toEqual({
      method: 'POST',
      url: 'https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=tok',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
    }),
  )

  it('sends a card as the template where there is one, and everything else as before', async () => {
    const request = await requestOf({ text: 'Read', card }, { ...templated, apiBase: 'http://127.0.0.1:9000' })
    expect(request).toMatchObject({
      url: 'http://127.0.0.1:9000/cgi-bin/message/template/send?access_token=tok',
      body: {
        touser: 'oOpenId',
        template_id: 'T-1',
        url: 'https://x.cn/g',
        data: { thing1: { value: 'Guide' }, thing2: { value: 'Read' }, thing3: { value: 'How to' } },
      },
    })
    expect((await requestOf({ text: 'Hi' }, templated)).url).toContain('/custom/send')
  })

  it.each<[string, Answer, unknown]>([
    ['sent', answer(200, { errcode: 0, errmsg: 'ok' }), { kind: 'sent' }],
    [
      'a template sent',
      answer(200, { errcode: 0, errmsg: 'ok', msgid: 200228332 }),
      { kind: 'sent', providerId: '200228332' },
    ],
    ...[40001, 40014, 42001].map((code): [string, Answer, unknown] => [
      String(code),
      answer(200, { errcode: code, errmsg: 'token' }),
      { kind: 'token refused', why: `${code} token` },
    ]),
    [
      '45015',
      answer(200, { errcode: 45015, errmsg: 'out of time' }),
      { kind: 'rejected', why: expect.stringContaining('48 hours') },
    ],
    [
      '45047',
      answer(200, { errcode: 45047, errmsg: 'out of limit' }),
      { kind: 'rejected', why: expect.stringContaining('too many') },
    ],
    [
      '40164',
      answer(200, { errcode: 40164, errmsg: 'invalid ip' }),
      { kind: 'rejected', why: expect.stringContaining('allow-list') },
    ],
    [
      '43004',
      answer(200, { errcode: 43004, errmsg: 'require subscribe' }),
      { kind: 'rejected', why: expect.stringContaining('follow') },
    ],
    [
      '45009',
      answer(200, { errcode: 45009, errmsg: 'quota' }),
      { kind: 'retry', why: '45009 quota', afterMs: 3_600_000, holds: 'channel' },
    ],
    ['-1', answer(200, { errcode: -1, errmsg: 'busy' }), { kind: 'retry', why: '-1 busy' }],
    ['any other', answer(200, { errcode: 40008, errmsg: 'bad' }), { kind: 'rejected', why: '40008 bad' }],
    ['503', answer(503, ''), { kind: 'retry', why: 'HTTP 503' }],
    ['nonsense', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
  ])('reads %s', (_case, given, expected) => expect(sending.read(given)).toEqual(expected))

  it.each([
    [
      'a token',
      answer(200, { access_token: 't', expires_in: 7200 }),
      { kind: 'token', token: 't', expiresInMs: 7_200_000 },
    ],
    [
      'a wrong secret',
      answer(200, { errcode: 40125, errmsg: 'invalid appsecret' }),
      { kind: 'rejected', why: expect.stringContaining('app_secret') },
    ],
    [
      'a secret said wrong otherwise',
      answer(200, { errcode: 40001, errmsg: 'invalid credential' }),
      { kind: 'rejected', why: expect.stringContaining('app_secret') },
    ],
    [
      'an address that is not allowed',
      answer(200, { errcode: 40164, errmsg: 'ip' }),
      { kind: 'rejected', why: expect.stringContaining('allow-list') },
    ],
    ['nonsense', answer(200, '{}'), { kind: 'retry', why: expect.any(String) }],
  ])('reads, asking for a token: %s', (_case, given, expected) => expect(sending.token?.read(given)).toEqual(expected))
})

describe('settings', () => {
  it.each([
    [{ app_id: 'wx1' }, { token: 't' }, true],
    [
      { app_id: 'wx1', template: { id: 'T', fields: { thing1: 'text' } } },
      { token: ['a', 'b'], encoding_aes_key: CALLBACK.aesKey, app_secret: 's' },
      true,
    ],
    [{ app_id: 'wx1', template: { id: 'T', fields: {} } }, { token: 't' }, false],
    [{ app_id: 'wx1', template: { id: 'T', fields: { thing1: 'nickname' } } }, { token: 't' }, false],
    [{ app_id: 'wx1' }, { token: 't', encoding_aes_key: 'short' }, false],
    [{}, { token: 't' }, false],
  ])('config %j with secrets %j: %s', (config, secrets, valid) => {
    expect(v.is(wechat.config, config) && v.is(wechat.secrets, secrets)).toBe(valid)
  })
})
