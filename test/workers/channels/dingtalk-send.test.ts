import { describe, expect, it } from 'vitest'
import { capabilitiesOf, limitsOf } from '../../../workers/channels/capabilities.ts'
import { sending } from '../../../workers/channels/dingtalk/send.ts'
import type { Answer, Outgoing } from '../../../workers/channels/kind.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const ROBOT = 'https://oapi.dingtalk.com/robot/send?access_token=own'
const SESSION = 'https://oapi.dingtalk.com/robot/sendBySession?session=abc'
const OUTSIDER = '$:LWCP_v1:$outsider'
const app = channel('dingtalk', { config: { app_key: 'k', robot_code: 'r1' }, secrets: { app_secret: 's' } })
const robot = channel('dingtalk', { config: { app_key: 'k', robot_url: ROBOT }, secrets: { app_secret: 's' } })
const signs = channel('dingtalk', { ...robot, secrets: { app_secret: 's', robot_secret: 'xxx' } })
const requestOf = async (message: Partial<Outgoing>, through = app, nowMs = NOW_MS) => {
  const { body, ...request } = await sending.request(outgoing(message), through, { nowMs, token: 'tok' })
  return { ...request, body: JSON.parse(body ?? '') }
}
const card = { title: 'Guide', url: 'https://x.cn/g', description: 'How to', image: 'https://x.cn/i.png' }
const yes = { text: 'Yes', value: '签到 1' }
const more = { text: 'More', url: 'https://x.cn' }
const said = `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('签到 1')}`

describe('the way a message goes', () => {
  it.each([
    ['nothing', channel('dingtalk', { secrets: { app_secret: 's' } }), 'robot_code or robot_url'],
    ['a robot of the application', app, undefined],
    ['a custom robot', robot, undefined],
  ])('with %s', (_case, given, missing) => expect(sending.missing(given)).toBe(missing))

  it('to a person and to a group, as the application', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-acs-dingtalk-access-token': 'tok' }
    expect(await requestOf({ text: '你好' })).toEqual({
      method: 'POST',
      headers,
      url: 'https://api.dingtalk.com/v1.0/robot/oToMessages/batchSend',
      body: { robotCode: 'r1', userIds: ['u1'], msgKey: 'sampleText', msgParam: '{"content":"你好"}' },
    })
    expect(await requestOf({ to: 'cidOwn', recipient: 'room' })).toEqual({
      method: 'POST',
      headers,
      url: 'https://api.dingtalk.com/v1.0/robot/groupMessages/send',
      body: { robotCode: 'r1', openConversationId: 'cidOwn', msgKey: 'sampleText', msgParam: '{"content":"Hello"}' },
    })
  })

  it('to somebody from outside, in the session they wrote in', async () => {
    const message = { to: OUTSIDER, ticket: { code: SESSION, atMs: NOW_MS } }
    expect(await requestOf(message)).toMatchObject({
      url: SESSION,
      body: { msgtype: 'text', text: { content: 'Hello' }, at: { atDingtalkIds: [OUTSIDER] } },
    })
    expect(sending.token?.needed?.(app, outgoing(message))).toBe(false)
    expect((await requestOf(message, { ...app, apiBase: 'http://127.0.0.1:9000' })).url).toBe(
      'http://127.0.0.1:9000/robot/sendBySession?session=abc',
    )
  })

  it('never to an address that only says it is a session, nor for people of the organisation', async () => {
    expect((await requestOf({ to: OUTSIDER, ticket: { code: 'https://evil.example/x', atMs: NOW_MS } })).url).toContain(
      'api.dingtalk.com',
    )
    expect((await requestOf({ to: 'u1', ticket: { code: SESSION, atMs: NOW_MS } })).url).toContain('batchSend')
  })

  // A published sign, for the secret `xxx` at 1661860880.
  it('through a custom robot, signed', async () => {
    const { url, body } = await requestOf({ recipient: 'room' }, signs, 1_661_860_880)
    expect(url).toBe(`${ROBOT}&timestamp=1661860880&sign=dIUMcehSFkPlWOGqwoP5EFcartyN67QSY9wbVW%2BhTbE%3D`)
    expect(body).toEqual({
      msgtype: 'text',
      text: { content: 'Hello' },
      msgUuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(sending.token?.needed?.(signs, outgoing())).toBe(false)
  })

  it('through a custom robot without a secret, and mentions whom it is for', async () => {
    const { url, body } = await requestOf({ to: 'u1' }, { ...robot, apiBase: 'http://127.0.0.1:9000' })
    expect(url).toBe('http://127.0.0.1:9000/robot/send?access_token=own')
    expect(body).toMatchObject({ text: { content: '@u1 Hello' }, at: { atUserIds: ['u1'] } })
  })

  it('under the same uuid on every attempt', async () => {
    const ids = await Promise.all(['a', 'a', 'b'].map(async (id) => (await requestOf({ id }, robot)).body.msgUuid))
    expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false])
  })
})

describe('what is sent', () => {
  it.each<[string, Partial<Outgoing>, string, unknown]>([
    ['Markdown', { text: '# Hi\n**all**', markdown: true }, 'sampleMarkdown', { title: 'Hi', text: '# Hi\n**all**' }],
    [
      'a picture',
      { text: 'Look\nhere', image: { url: 'https://x.cn/i.png', alt: 'i' } },
      'sampleMarkdown',
      { title: 'Look', text: 'Look  \nhere\n\n![i](https://x.cn/i.png)' },
    ],
    [
      'a card',
      { text: 'Read', card },
      'sampleLink',
      { title: 'Guide', text: 'Read\nHow to', picUrl: 'https://x.cn/i.png', messageUrl: 'https://x.cn/g' },
    ],
    [
      'one button',
      { text: 'Coming?', buttons: [more] },
      'sampleActionCard',
      { title: 'Coming?', text: 'Coming?', singleTitle: 'More', singleURL: 'https://x.cn' },
    ],
    [
      'two buttons',
      { text: 'Coming?', buttons: [yes, more] },
      'sampleActionCard2',
      {
        title: 'Coming?',
        text: 'Coming?',
        actionTitle1: 'Yes',
        actionURL1: said,
        actionTitle2: 'More',
        actionURL2: 'https://x.cn',
      },
    ],
  ])('as the application: %s', async (_case, message, msgKey, param) => {
    const { body } = await requestOf(message)
    expect([body.msgKey, JSON.parse(body.msgParam)]).toEqual([msgKey, param])
  })

  it.each<[string, Partial<Outgoing>, unknown]>([
    [
      'mentions',
      { text: 'Hi @Li', mentions: [{ text: '@Li', id: 'u9' }] },
      { msgtype: 'text', text: { content: 'Hi @u9' }, at: { atUserIds: ['u9'] } },
    ],
    [
      'a card',
      { text: 'Read', card },
      {
        msgtype: 'link',
        link: { title: 'Guide', text: 'Read\nHow to', messageUrl: 'https://x.cn/g', picUrl: 'https://x.cn/i.png' },
      },
    ],
    ['Markdown', { text: '**a**', markdown: true }, { msgtype: 'markdown', markdown: { title: 'a', text: '**a**' } }],
    [
      'buttons',
      { text: 'Coming?', buttons: [yes, more] },
      {
        msgtype: 'actionCard',
        actionCard: {
          title: 'Coming?',
          text: 'Coming?',
          btnOrientation: '0',
          btns: [
            { title: 'Yes', actionURL: said },
            { title: 'More', actionURL: 'https://x.cn' },
          ],
        },
      },
    ],
  ])('through a custom robot: %s', async (_case, message, expected) =>
    expect((await requestOf({ recipient: 'room', ...message }, robot)).body).toEqual({
      ...(expected as object),
      msgUuid: expect.any(String),
    }),
  )
})

describe('the token', () => {
  it('is asked for with key and secret', () =>
    expect(sending.token?.request(app)).toEqual({
      method: 'POST',
      url: 'https://api.dingtalk.com/v1.0/oauth2/accessToken',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"appKey":"k","appSecret":"s"}',
    }))

  it.each([
    [
      'a token',
      answer(200, { accessToken: 't', expireIn: 7200 }),
      { kind: 'token', token: 't', expiresInMs: 7_200_000 },
    ],
    [
      'a wrong secret',
      answer(400, { code: 'invalidClientIdOrSecret', message: 'no' }),
      { kind: 'rejected', why: expect.stringContaining('app_secret') },
    ],
    ['an outage', answer(503, ''), { kind: 'retry', why: 'HTTP 503' }],
    ['nonsense', answer(200, '{}'), { kind: 'retry', why: expect.any(String) }],
  ])('reads %s', (_case, given, expected) => expect(sending.token?.read(given)).toEqual(expected))
})

describe('answers', () => {
  const silenced = { afterMs: 600_000, holds: 'channel' }
  it.each<[string, Answer, unknown]>([
    [
      'sent',
      answer(200, { processQueryKey: 'q1', invalidStaffIdList: [], flowControlledStaffIdList: [] }),
      { kind: 'sent', providerId: 'q1' },
    ],
    ['sent by the custom robot', answer(200, { errcode: 0, errmsg: 'ok' }), { kind: 'sent' }],
    [
      'sent to nobody',
      answer(200, { processQueryKey: 'q1', invalidStaffIdList: ['u1'] }),
      { kind: 'rejected', why: expect.stringContaining('invalidStaffIdList') },
    ],
    [
      'too many to one',
      answer(200, { processQueryKey: 'q1', flowControlledStaffIdList: ['u1'] }),
      { kind: 'retry', why: expect.any(String), afterMs: 60_000, holds: 'recipient' },
    ],
    [
      'a refused token',
      answer(401, { code: 'InvalidAuthentication', message: 'no' }),
      { kind: 'token refused', why: 'InvalidAuthentication no' },
    ],
    [
      'too many calls',
      answer(403, { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: 'slow' }),
      { kind: 'retry', why: expect.stringContaining('Qps') },
    ],
    [
      '429',
      answer(429, { code: 'Throttling', message: 'slow' }, { 'retry-after': '3' }),
      { kind: 'retry', why: 'Throttling slow', afterMs: 3000 },
    ],
    [
      'no permission',
      answer(403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', message: 'x' }),
      { kind: 'rejected', why: expect.stringContaining('permission') },
    ],
    [
      'a forbidden address',
      answer(403, { code: 'Forbidden.AccessDenied.IpNotInWhiteList', message: 'x' }),
      { kind: 'rejected', why: expect.stringContaining('allow-list') },
    ],
    [
      'a wrong parameter',
      answer(400, { code: 'invalidParameter', message: 'x' }),
      { kind: 'rejected', why: 'invalidParameter x' },
    ],
    [
      'a busy service',
      answer(503, { code: 'ServiceUnavailable', message: 'x' }),
      { kind: 'retry', why: expect.any(String) },
    ],
    [
      '310000',
      answer(200, { errcode: 310000, errmsg: 'keywords not in content' }),
      { kind: 'rejected', why: expect.stringMatching(/keywords not in content .*security/) },
    ],
    [
      '410100',
      answer(200, { errcode: 410100, errmsg: 'too fast' }),
      { kind: 'retry', why: '410100 too fast', ...silenced },
    ],
    [
      '130101',
      answer(200, { errcode: 130101, errmsg: 'send too fast' }),
      { kind: 'retry', why: '130101 send too fast', ...silenced },
    ],
    [
      '90002',
      answer(200, { errcode: 90002, errmsg: 'freq' }),
      { kind: 'retry', why: '90002 freq', afterMs: 60_000, holds: 'channel' },
    ],
    [
      '430102',
      answer(200, { errcode: 430102, errmsg: 'text' }),
      { kind: 'rejected', why: expect.stringContaining('proper') },
    ],
    ['-1', answer(200, { errcode: -1, errmsg: 'busy' }), { kind: 'retry', why: '-1 busy' }],
    ['500', answer(500, 'x'), { kind: 'retry', why: 'HTTP 500: x' }],
    ['something else', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
  ])('%s', (_case, given, expected) => expect(sending.read(given)).toEqual(expected))
})

describe('what it can, and how often', () => {
  it.each([
    [
      'as the application',
      app,
      { mentions: false, idempotent: false },
      [
        { per: 'room', limit: 20, perMs: 60_000 },
        { per: 'channel', limit: 20, perMs: 1000 },
      ],
    ],
    [
      'through a custom robot',
      robot,
      { mentions: true, idempotent: true },
      [{ per: 'channel', limit: 20, perMs: 60_000 }],
    ],
  ])('%s', (_case, given, can, limits) => {
    expect(capabilitiesOf(sending, given)).toMatchObject({
      ...can,
      buttons: 5,
      image: true,
      card: true,
      markdown: true,
    })
    expect(limitsOf(sending, given)).toEqual(limits)
  })
})
