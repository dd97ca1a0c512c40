import { describe, expect, it } from 'vitest'
import { capabilitiesOf, limitsOf } from '../../../workers/channels/capabilities.ts'
import { feishu } from '../../../workers/channels/feishu/kind.ts'
import type { Answer, Outgoing } from '../../../workers/channels/kind.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const TOKEN = 'verification-token'
const cardOf = (...elements: object[]) => ({ config: { wide_screen_mode: true }, elements })

describe('sending as the app', () => {
  const { sending } = feishu
  const app = channel('feishu', {
    config: { app_id: 'cli_1' },
    secrets: { verification_token: TOKEN, app_secret: 's' },
  })
  const context = { nowMs: NOW_MS, token: 't-1' }

  it.each([
    ['nothing to send with', {}, {}, 'app_secret or bot_url'],
    ['an app secret', { app_id: 'cli_1' }, { app_secret: 's' }, undefined],
    ['a custom bot', { bot_url: 'https://open.feishu.cn/x' }, {}, undefined],
  ])('with %s misses %s', (_case, config, secrets, expected) => {
    expect(sending?.missing(channel('feishu', { config, secrets }))).toBe(expected)
  })

  it('fetches a tenant token', () => {
    expect(sending?.token?.needed?.(app, outgoing())).toBe(true)
    expect(sending?.token?.request(app)).toEqual({
      method: 'POST',
      url: 'https://open.feishu.cn/open-apis/auth/v3/tenant_access_token/internal',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"app_id":"cli_1","app_secret":"s"}',
    })
  })

  it.each([
    [
      'a token',
      answer(200, { code: 0, tenant_access_token: 't-1', expire: 7200 }),
      { kind: 'token', token: 't-1', expiresInMs: 7_200_000 },
    ],
    [
      'a wrong secret',
      answer(200, { code: 10014, msg: 'app secret invalid' }),
      { kind: 'rejected', why: '10014 app secret invalid (app_secret is not right)' },
    ],
    [
      'a limit',
      answer(400, { code: 99991400, msg: 'limit' }),
      { kind: 'retry', why: '99991400 limit', holds: 'channel' },
    ],
    ['an outage', answer(502, '<html>'), { kind: 'retry', why: 'HTTP 502: <html>' }],
    ['nonsense', answer(200, '<html>'), { kind: 'retry', why: expect.any(String) }],
  ])('reads %s', (_case, given, expected) => expect(sending?.token?.read(given)).toEqual(expected))

  it.each([
    ['ou_ada', 'open_id'],
    ['on_ada', 'union_id'],
    ['oc_room', 'chat_id'],
    ['ada@example.com', 'email'],
    ['ada', 'user_id'],
  ])('addresses %s by its %s', async (to, type) => {
    const request = await sending?.request(outgoing({ to }), app, context)
    expect(request?.url).toBe(`https://open.feishu.cn/open-apis/im/v1/messages?receive_id_type=${type}`)
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ receive_id: to })
  })

  it('posts the text, with the same uuid on every attempt', async () => {
    const request = await sending?.request(outgoing({ to: 'ou_ada', text: 'Hi "you"' }), app, context)
    const again = await sending?.request(outgoing({ to: 'ou_ada' }), app, { ...context, nowMs: NOW_MS + 1 })
    const body = JSON.parse(request?.body ?? '')
    expect(request).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer t-1' } })
    expect(body).toEqual({
      receive_id: 'ou_ada',
      msg_type: 'text',
      content: '{"text":"Hi \\"you\\""}',
      uuid: expect.stringMatching(/^[0-9a-f]{50}$/),
    })
    expect(JSON.parse(again?.body ?? '').uuid).toBe(body.uuid)
  })

  it('rings nobody for what a member wrote', async () => {
    const request = await sending?.request(outgoing({ text: '<at user_id="all">all</at> 1 < 2' }), app, context)
    expect(JSON.parse(JSON.parse(request?.body ?? '').content).text).toBe('＜at user_id="all">all＜/at> 1 < 2')
  })

  it.each<[string, Partial<Outgoing>, string, unknown]>([
    [
      'mentions',
      { text: 'Hi @Li <at user_id="all">', mentions: [{ text: '@Li', id: 'ou_li' }] },
      'text',
      { text: 'Hi <at user_id="ou_li"></at> ＜at user_id="all">' },
    ],
    [
      'Markdown',
      { text: '**Hi** @Li', markdown: true, mentions: [{ text: '@Li', id: 'ou_li' }] },
      'interactive',
      cardOf({ tag: 'markdown', content: '**Hi** <at id="ou_li"></at>' }),
    ],
    [
      'buttons under a text that is no Markdown',
      { text: '2 * 3?', buttons: [{ text: 'Six', value: 'six' }, { text: 'More', url: 'https://x.cn' }] }, // biome-ignore format: one message
      'interactive',
      cardOf(
        { tag: 'markdown', content: '2 &#42; 3?' },
        {
          tag: 'action',
          actions: [
            { tag: 'button', type: 'default', text: { tag: 'plain_text', content: 'Six' }, value: { value: 'six' } },
            { tag: 'button', type: 'default', text: { tag: 'plain_text', content: 'More' }, url: 'https://x.cn' },
          ],
        },
      ),
    ],
    [
      'a link card',
      { text: 'Read', card: { title: 'Guide', url: 'https://x.cn', description: 'How to' } },
      'interactive',
      cardOf({ tag: 'markdown', content: 'Read' }, { tag: 'markdown', content: '**[Guide](https://x.cn)**\nHow to' }),
    ],
  ])('posts %s', async (_case, message, type, content) => {
    const request = await sending?.request(outgoing({ to: 'oc_room', recipient: 'room', ...message }), app, context)
    const body = JSON.parse(request?.body ?? '')
    expect([body.msg_type, JSON.parse(body.content)]).toEqual([type, content])
  })

  it('can and may what Feishu says, as the app and through a bot', () => {
    const bot = channel('feishu', { config: { bot_url: 'https://open.feishu.cn/x' } })
    if (!sending) throw new Error('it sends')
    expect(capabilitiesOf(sending, app)).toMatchObject({ buttons: 10, mentions: true, card: true, idempotent: true })
    expect(capabilitiesOf(sending, bot)).toMatchObject({ buttons: 0, mentions: true, card: true, idempotent: false })
    expect(limitsOf(sending, app)).toContainEqual({ per: 'recipient', limit: 5, perMs: 1000 })
    expect(limitsOf(sending, bot)).toEqual([
      { per: 'channel', limit: 5, perMs: 1000 },
      { per: 'channel', limit: 100, perMs: 60_000 },
    ])
  })

  it.each([
    [
      'Lark',
      { config: { app_id: 'c', host: 'https://open.larksuite.com' } },
      'https://open.larksuite.com/open-apis/im/',
    ],
    ['another base', { apiBase: 'http://127.0.0.1:9000' }, 'http://127.0.0.1:9000/open-apis/im/'],
  ])('posts to %s', async (_case, settings, start) => {
    const request = await sending?.request(outgoing(), { ...app, ...settings }, context)
    expect(request?.url.startsWith(start)).toBe(true)
  })

  it.each<[string, Answer, unknown]>([
    [
      'a message id',
      answer(200, { code: 0, msg: 'success', data: { message_id: 'om_1' } }),
      { kind: 'sent', providerId: 'om_1' },
    ],
    ['a custom bot’s success', answer(200, { StatusCode: 0, StatusMessage: 'success' }), { kind: 'sent' }],
    ...[99991661, 99991663, 99991664, 99991668].map(
      (code) =>
        [String(code), answer(400, { code, msg: 'token' }), { kind: 'token refused', why: `${code} token` }] as [
          string,
          Answer,
          unknown,
        ],
    ),
    ...(
      [
        [99991400, 'channel'],
        [230020, 'recipient'],
        [11232, 'channel'],
      ] as const
    ).map(
      ([code, holds]) =>
        [String(code), answer(400, { code, msg: 'limit' }), { kind: 'retry', why: `${code} limit`, holds }] as [
          string,
          Answer,
          unknown,
        ],
    ),
    [
      'a limit with its reset',
      answer(429, { code: 99991400, msg: 'limit' }, { 'x-ogw-ratelimit-reset': '5' }),
      { kind: 'retry', why: '99991400 limit', afterMs: 5000, holds: 'channel' },
    ],
    ['429 without JSON', answer(429, '', { 'retry-after': '2' }), { kind: 'retry', why: 'HTTP 429', afterMs: 2000 }],
    ['500', answer(500, { code: 1, msg: 'x' }), { kind: 'retry', why: expect.any(String) }],
    [
      'outside the chat',
      answer(400, { code: 230002, msg: 'not in chat' }),
      { kind: 'rejected', why: '230002 not in chat (the bot or the user is not in the chat)' },
    ],
    [
      'a wrong sign',
      answer(200, { code: 19021, msg: 'sign match fail' }),
      { kind: 'rejected', why: expect.stringMatching(/^19021 sign match fail .*bot_secret/) },
    ],
    ['404 without JSON', answer(404, 'no'), { kind: 'rejected', why: 'HTTP 404: no' }],
    ['200 without JSON', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
    ['200 without a code', answer(200, {}), { kind: 'unknown', why: expect.any(String) }],
  ])('reads %s', (_case, given, expected) => expect(sending?.read(given)).toEqual(expected))
})

describe('sending through a custom bot', () => {
  const config = { app_id: 'cli_1', bot_url: 'https://open.feishu.cn/open-apis/bot/v2/hook/abc' }
  const bot = channel('feishu', { config, secrets: { verification_token: TOKEN, bot_secret: 'demo-secret' } })
  const { sending } = feishu

  it('needs no token', () => expect(sending?.token?.needed?.(bot, outgoing())).toBe(false))

  it('signs the time', async () => {
    const request = await sending?.request(outgoing({ to: 'oc_room', recipient: 'room' }), bot, {
      nowMs: 1599360473_000,
    })
    expect(request?.url).toBe(config.bot_url)
    expect(JSON.parse(request?.body ?? '')).toEqual({
      timestamp: '1599360473',
      sign: '3/MaVZ8JLIy4TUG+7KSFJqvUkTKd+HWY8g+56DZWq8s=',
      msg_type: 'text',
      content: { text: 'Hello' },
    })
  })

  it('posts a card as it is, and addresses one person in it', async () => {
    const message = outgoing({ to: 'ou_ada', text: '**Hi**', markdown: true })
    const request = await sending?.request(message, channel('feishu', { config }), { nowMs: NOW_MS })
    expect(JSON.parse(request?.body ?? '')).toEqual({
      msg_type: 'interactive',
      card: cardOf({ tag: 'markdown', content: '<at id="ou_ada"></at> **Hi**' }),
    })
  })

  it('addresses one person in the group, elsewhere when told, and unsigned without a secret', async () => {
    const unsigned = channel('feishu', { config, apiBase: 'http://127.0.0.1:9000' })
    const request = await sending?.request(outgoing({ to: 'ou_ada' }), unsigned, { nowMs: NOW_MS })
    expect(request?.url).toBe('http://127.0.0.1:9000/open-apis/bot/v2/hook/abc')
    expect(JSON.parse(request?.body ?? '')).toEqual({
      msg_type: 'text',
      content: { text: '<at user_id="ou_ada"></at> Hello' },
    })
  })
})
