import { describe, expect, it } from 'vitest'
import { capabilitiesOf, limitsOf } from '../../../workers/channels/capabilities.ts'
import type { Answer, Outgoing } from '../../../workers/channels/kind.ts'
import { sending } from '../../../workers/channels/wecom/send.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const CUSTOMER = 'wmOwnCustomer00000000000000000001'
const ROBOT = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=own-key'
const app = channel('wecom', { config: { corp_id: 'ww1', agent_id: '1000002' }, secrets: { corp_secret: 's' } })
const robot = channel('wecom', { config: { corp_id: 'ww1', robot_url: ROBOT } })
const both = channel('wecom', { ...app, config: { ...app.config, robot_url: ROBOT } })
const context = { nowMs: NOW_MS, token: 'tok en' }
const requestOf = async (message: Partial<Outgoing>, through = app) => {
  const { body, ...request } = await sending.request(outgoing(message), through, context)
  return { ...request, body: JSON.parse(body ?? '') }
}
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const twice = { enable_duplicate_check: 1, duplicate_check_interval: 1800 }
const card = { title: 'Guide', url: 'https://x.cn/g', description: 'How to', image: 'https://x.cn/i.png' }

describe('the way a message goes', () => {
  it.each([
    ['nothing', channel('wecom'), 'corp_secret and agent_id, or robot_url'],
    [
      'a secret without an application',
      channel('wecom', { secrets: { corp_secret: 's' } }),
      'corp_secret and agent_id, or robot_url',
    ],
    ['an application', app, undefined],
    ['a robot', robot, undefined],
  ])('with %s', (_case, given, missing) => expect(sending.missing(given)).toBe(missing))

  it.each<[string, Partial<Outgoing>, typeof app, string]>([
    ['a member, as the application', { to: 'lilei' }, both, '/cgi-bin/message/send?access_token=tok%20en'],
    [
      'a chat of the application',
      { to: 'chat1', recipient: 'room' },
      app,
      '/cgi-bin/appchat/send?access_token=tok%20en',
    ],
    ['a group, by its robot', { to: 'chat1', recipient: 'room' }, both, '/cgi-bin/webhook/send?key=own-key'],
    ['anybody, where there is only the robot', { to: 'lilei' }, robot, '/cgi-bin/webhook/send?key=own-key'],
    [
      'a customer, by a mailing',
      { to: CUSTOMER },
      app,
      '/cgi-bin/externalcontact/add_msg_template?access_token=tok%20en',
    ],
  ])('to %s', async (_case, message, through, path) => {
    const request = await requestOf(message, through)
    expect(request).toMatchObject({ method: 'POST', url: `https://qyapi.weixin.qq.com${path}`, headers: JSON_TYPE })
    const near = await requestOf(message, { ...through, apiBase: 'http://127.0.0.1:9000' })
    expect(near.url).toBe(`http://127.0.0.1:9000${path}`)
    expect(sending.token?.needed?.(through, outgoing(message))).toBe(!path.includes('webhook'))
  })
})

describe('what is sent', () => {
  it.each<[string, Partial<Outgoing>, unknown]>([
    [
      'text',
      { text: '你好' },
      { touser: 'u1', agentid: 1000002, msgtype: 'text', text: { content: '你好' }, ...twice },
    ],
    [
      'Markdown',
      { text: '**a**', markdown: true },
      { touser: 'u1', agentid: 1000002, msgtype: 'markdown', markdown: { content: '**a**' }, ...twice },
    ],
    [
      'a card',
      { text: 'Read this', card },
      {
        touser: 'u1',
        agentid: 1000002,
        msgtype: 'news',
        news: {
          articles: [
            { title: 'Guide', description: 'Read this\nHow to', url: 'https://x.cn/g', picurl: 'https://x.cn/i.png' },
          ],
        },
        ...twice,
      },
    ],
    [
      'a card under a text that an article would cut',
      { text: '好'.repeat(171), card },
      {
        touser: 'u1',
        agentid: 1000002,
        msgtype: 'text',
        text: { content: `${'好'.repeat(171)}\n\nGuide\nhttps://x.cn/g` },
        ...twice,
      },
    ],
    [
      'buttons',
      {
        text: 'Coming?\nOn Friday',
        buttons: [
          { text: 'Yes', value: 'yes' },
          { text: 'More', url: 'https://x.cn' },
        ],
      },
      {
        touser: 'u1',
        agentid: 1000002,
        msgtype: 'template_card',
        ...twice,
        template_card: {
          card_type: 'button_interaction',
          main_title: { title: 'Coming?' },
          sub_title_text: 'On Friday',
          task_id: expect.stringMatching(/^[0-9a-f]{64}$/),
          button_list: [
            { text: 'Yes', style: 1, key: 'yes' },
            { text: 'More', style: 1, type: 1, url: 'https://x.cn' },
          ],
        },
      },
    ],
  ])('to a member: %s', async (_case, message, body) => expect((await requestOf(message)).body).toEqual(body))

  it.each<[string, Partial<Outgoing>, unknown]>([
    ['text', { recipient: 'room' }, { msgtype: 'text', text: { content: 'Hello' } }],
    ['a message for one', { to: 'lilei' }, { msgtype: 'text', text: { content: 'Hello', mentioned_list: ['lilei'] } }],
    [
      'mentions',
      { recipient: 'room', text: 'Hi @Li', mentions: [{ text: '@Li', id: 'lilei' }] },
      { msgtype: 'text', text: { content: 'Hi @Li', mentioned_list: ['lilei'] } },
    ],
    [
      'mentions in Markdown',
      { recipient: 'room', text: '**Hi** @Li', markdown: true, mentions: [{ text: '@Li', id: 'lilei' }] },
      { msgtype: 'markdown', markdown: { content: '**Hi** <@lilei>' } },
    ],
    [
      'what a member wrote to ring everybody',
      { recipient: 'room', text: 'look <@all>', markdown: true },
      { msgtype: 'markdown', markdown: { content: 'look ＜@all>' } },
    ],
    [
      'a card',
      { recipient: 'room', text: 'Guide', card: { title: 'Guide', url: 'https://x.cn' } },
      { msgtype: 'news', news: { articles: [{ title: 'Guide', description: '', url: 'https://x.cn' }] } },
    ],
  ])('by the robot: %s', async (_case, message, body) => expect((await requestOf(message, robot)).body).toEqual(body))

  it.each([
    [
      'with the code, for twenty seconds',
      20_000,
      '/cgi-bin/externalcontact/send_welcome_msg',
      { welcome_code: 'CODE', text: { content: 'Hello' } },
    ],
    [
      'as a mailing after that',
      20_001,
      '/cgi-bin/externalcontact/add_msg_template',
      { chat_type: 'single', external_userid: [CUSTOMER], text: { content: 'Hello' } },
    ],
  ])('welcomes a customer %s', async (_case, agoMs, path, body) => {
    const request = await requestOf({ to: CUSTOMER, ticket: { code: 'CODE', atMs: NOW_MS - agoMs } })
    expect(request).toMatchObject({ url: `https://qyapi.weixin.qq.com${path}?access_token=tok%20en`, body })
    expect(Object.keys(request.body)).toEqual(Object.keys(body))
  })

  it('gives a customer the card as a link beside the text', async () => {
    const { body } = await requestOf({ to: CUSTOMER, card, ticket: { code: 'CODE', atMs: NOW_MS } })
    expect(body.attachments).toEqual([
      { msgtype: 'link', link: { title: 'Guide', picurl: card.image, desc: 'How to', url: card.url } },
    ])
  })

  it('tells a customer in words what a member would see as buttons and Markdown', async () => {
    const buttons = [
      { text: 'Yes', value: 'yes' },
      { text: 'More', url: 'https://x.cn' },
    ]
    const { body } = await requestOf({ to: CUSTOMER, text: '**Coming?**', markdown: true, buttons })
    expect(body.text.content).toBe('Coming?\n\n1. Yes\nMore: https://x.cn')
  })

  it('loses nothing where Markdown meets what cannot show it', async () => {
    const buttons = [{ text: 'Yes', value: 'yes' }]
    const pressed = await requestOf({ text: '**Coming?**', markdown: true, buttons })
    expect(pressed.body.template_card.main_title).toEqual({ title: 'Coming?' })
    const posted = await requestOf({ text: '**Read**', markdown: true, card, recipient: 'room' }, robot)
    expect(posted.body.markdown.content).toBe('**Read**\n\n[Guide](https://x.cn/g)\nHow to')
  })

  it('names a card alike on every attempt, and apart from any other', async () => {
    const buttons = [{ text: 'Yes', value: 'yes' }]
    const ids = await Promise.all(
      ['a', 'a', 'b'].map(async (id) => (await requestOf({ id, buttons })).body.template_card.task_id),
    )
    expect(ids[0]).toBe(ids[1])
    expect(ids[0]).not.toBe(ids[2])
  })
})

describe('the token', () => {
  it('is asked for with corporation and secret', () =>
    expect(sending.token?.request(channel('wecom', { ...app, secrets: { corp_secret: 'a&b' } }))).toEqual({
      method: 'GET',
      url: 'https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=ww1&corpsecret=a%26b',
      headers: {},
    }))

  it.each([
    [
      'a token',
      answer(200, { errcode: 0, access_token: 't', expires_in: 7200 }),
      { kind: 'token', token: 't', expiresInMs: 7_200_000 },
    ],
    [
      'a wrong secret',
      answer(200, { errcode: 40001, errmsg: 'invalid credential' }),
      { kind: 'rejected', why: expect.stringContaining('corp_secret') },
    ],
    [
      'a limit',
      answer(200, { errcode: 45009, errmsg: 'freq' }),
      { kind: 'retry', why: '45009 freq', afterMs: 60_000, holds: 'channel' },
    ],
    ['an outage', answer(502, ''), { kind: 'retry', why: 'HTTP 502' }],
    ['nonsense', answer(200, '<html>'), { kind: 'retry', why: expect.any(String) }],
  ])('reads %s', (_case, given, expected) => expect(sending.token?.read(given)).toEqual(expected))
})

describe('answers', () => {
  it.each<[string, Answer, unknown]>([
    ['sent', answer(200, { errcode: 0, errmsg: 'ok', msgid: 'm1' }), { kind: 'sent', providerId: 'm1' }],
    ['sent by the robot', answer(200, { errcode: 0, errmsg: 'ok' }), { kind: 'sent' }],
    [
      'sent to nobody',
      answer(200, { errcode: 0, errmsg: 'ok', invaliduser: 'u1', msgid: 'm' }),
      { kind: 'rejected', why: expect.stringContaining('invaliduser') },
    ],
    [
      'sent to nobody with a licence',
      answer(200, { errcode: 0, unlicenseduser: 'u1' }),
      { kind: 'rejected', why: expect.stringContaining('licence') },
    ],
    [
      'no mailing for this customer',
      answer(200, { errcode: 0, fail_list: [CUSTOMER], msgid: 'm' }),
      { kind: 'rejected', why: expect.stringContaining('fail_list') },
    ],
    [
      '40014',
      answer(200, { errcode: 40014, errmsg: 'invalid access_token' }),
      { kind: 'token refused', why: '40014 invalid access_token' },
    ],
    ['42001', answer(200, { errcode: 42001, errmsg: 'expired' }), { kind: 'token refused', why: '42001 expired' }],
    [
      '45009',
      answer(200, { errcode: 45009, errmsg: 'api freq out of limit' }),
      { kind: 'retry', why: '45009 api freq out of limit', afterMs: 60_000, holds: 'channel' },
    ],
    ['-1', answer(200, { errcode: -1, errmsg: 'system busy' }), { kind: 'retry', why: '-1 system busy' }],
    ['41051', answer(200, { errcode: 41051, errmsg: 'used' }), { kind: 'ticket spent', why: '41051 used' }],
    [
      '81013',
      answer(200, { errcode: 81013, errmsg: 'all invalid' }),
      { kind: 'rejected', why: expect.stringMatching(/^81013 all invalid .*visible range/) },
    ],
    [
      '60020',
      answer(200, { errcode: 60020, errmsg: 'not allow' }),
      { kind: 'rejected', why: expect.stringContaining('allow-list') },
    ],
    [
      '48002',
      answer(200, { errcode: 48002, errmsg: 'forbidden' }),
      { kind: 'rejected', why: expect.stringContaining('permission') },
    ],
    [
      '93000',
      answer(200, { errcode: 93000, errmsg: 'invalid webhook url' }),
      { kind: 'rejected', why: expect.stringContaining('robot_url') },
    ],
    ['any other code', answer(200, { errcode: 40058, errmsg: 'bad' }), { kind: 'rejected', why: '40058 bad' }],
    ['500', answer(500, 'x'), { kind: 'retry', why: 'HTTP 500: x' }],
    ['a gateway that gave up', answer(504, ''), { kind: 'unknown', why: 'HTTP 504' }],
    ['something else', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
  ])('%s', (_case, given, expected) => expect(sending.read(given)).toEqual(expected))
})

describe('what it can, and how often', () => {
  it.each([
    [
      'as the application',
      app,
      { buttons: 6, mentions: false, idempotent: true, rooms: true },
      [
        { per: 'recipient', limit: 30, perMs: 60_000 },
        { per: 'channel', limit: 10_000, perMs: 60_000 },
      ],
    ],
    [
      'by the robot',
      robot,
      { buttons: 0, mentions: true, idempotent: false, rooms: true },
      [{ per: 'channel', limit: 20, perMs: 60_000 }],
    ],
    [
      'by both',
      both,
      { buttons: 0, mentions: true, idempotent: false },
      [
        { per: 'room', limit: 20, perMs: 60_000 },
        { per: 'recipient', limit: 30, perMs: 60_000 },
        { per: 'channel', limit: 10_000, perMs: 60_000 },
      ],
    ],
  ])('%s', (_case, given, can, limits) => {
    expect(capabilitiesOf(sending, given)).toMatchObject({ ...can, length: { max: 2048, unit: 'bytes' } })
    expect(limitsOf(sending, given)).toEqual(limits)
  })
})
