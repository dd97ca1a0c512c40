import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { openCallback } from '../../../workers/channels/callback-cipher.ts'
import { dingtalk } from '../../../workers/channels/dingtalk/kind.ts'
import { robotSign } from '../../../workers/channels/dingtalk/robot-sign.ts'
import type { Received } from '../../../workers/channels/kind.ts'
import { CALLBACK, callback, channel, inbound, NOW_MS } from './requests.ts'

const KEY = 'ding-own-app'
const SECRET = 'own app secret'
const own = channel('dingtalk', {
  config: { app_key: KEY },
  secrets: { app_secret: SECRET, token: CALLBACK.token, aes_key: CALLBACK.aesKey },
})

async function deliver(text: string, { receiver = KEY, to = own } = {}) {
  const { query, encrypted } = await callback(text, receiver)
  return dingtalk.receive(inbound(JSON.stringify({ encrypt: encrypted }), {}, { query }), to, NOW_MS)
}

/** What DingTalk reads in our answer. */
async function answered(received: Received): Promise<string | undefined> {
  const reply = 'reply' in received ? received.reply : undefined
  const { msg_signature: signature, timeStamp: timestamp, nonce, encrypt: encrypted } = JSON.parse(reply?.body ?? '{}')
  const secrets = { tokens: [CALLBACK.token], aesKeys: [CALLBACK.aesKey], receiver: KEY }
  const opened = await openCallback({ signature, timestamp, nonce, encrypted }, secrets)
  expect([reply?.status, timestamp]).toEqual([200, String(NOW_MS)])
  return opened.kind === 'opened' ? opened.text : undefined
}

describe('the check of the address', () => {
  it.each([
    ['{"EventType":"check_url"}', 'success'],
    ['{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"s"}', 'LPIdSnlF'],
    ['{"EventType":"check_update_suite_url","Random":"abc"}', 'abc'],
  ])('answers %s with %s, encrypted', async (text, expected) => {
    const received = await deliver(text)
    expect(received.kind).toBe('challenge')
    expect(await answered(received)).toBe(expected)
  })

  it('takes the older name of the signature', async () => {
    const { query, encrypted } = await callback('{"EventType":"check_url"}', KEY)
    query.set('signature', query.get('msg_signature') ?? '')
    query.delete('msg_signature')
    const received = await dingtalk.receive(inbound(JSON.stringify({ encrypt: encrypted }), {}, { query }), own, NOW_MS)
    expect(await answered(received)).toBe('success')
  })
})

describe('events', () => {
  const group = { EventType: 'chat_add_member', eventId: 'ev-1', EventTime: 1_767_603_600_123, OpenConversationId: 'cidOwn', ChatId: 'chatOwn', UserId: ['u1', 'u2'], Operator: 'boss' } // biome-ignore format: fields of one event
  const atMs = 1_767_603_600_123

  it.each([
    ['each who joined a group', group, ['u1', 'u2'].map((id) => ({ id: `ev-1:${id}`, type: 'member.joined', atMs, room: 'cidOwn', user: { id }, data: { room: 'cidOwn', source: 'chat', inviter: 'boss' } }))],
    ['one whom somebody removed', { ...group, EventType: 'chat_remove_member', UserId: ['u1'] }, [{ type: 'member.left', room: 'cidOwn', user: { id: 'u1' }, data: { reason: 'removed' } }]],
    ['one who left', { ...group, EventType: 'chat_quit', UserId: 'u1' }, [{ type: 'member.left', user: { id: 'u1' }, data: { reason: 'quit' } }]],
    ['names written otherwise', { eventType: 'chat_quit', bizId: 'b-1', timestamp: '1767603600', chatId: 'chatOwn', userId: ['u1'] }, [{ id: 'b-1:u1', atMs: 1_767_603_600_000, room: 'chatOwn', user: { id: 'u1' } }]],
    ['one with a union id only', { ...group, UserId: [], UnionId: ['union-1'] }, [{ user: { id: 'union-1' } }]],
    ['a new employee', { EventType: 'user_add_org', TimeStamp: 1_767_603_600_123, UserId: ['u1'], CorpId: 'c' }, [{ id: expect.stringMatching(/^[0-9a-f]{64}:u1$/), type: 'member.joined', user: { id: 'u1' }, data: { source: 'directory' } }]],
    ['an employee who left', { EventType: 'user_leave_org', eventId: 'e', UserId: ['u1'] }, [{ type: 'member.left', data: { reason: 'directory' } }]],
    ['anything else', { EventType: 'org_dept_create', eventId: 'e', DeptId: [1] }, [{ id: 'e', type: 'custom.dingtalk.org_dept_create', data: { deptid: [1] } }]],
  ])('%s', async (_case, event, expected) => {
    const received = await deliver(JSON.stringify(event))
    expect(received).toMatchObject({ kind: 'events', events: expected })
    expect(await answered(received)).toBe('success')
  }) // biome-ignore format: a table

  it('knows a repeat by what it says, where DingTalk gives no id', async () => {
    const text = '{"EventType":"label_user_change","TimeStamp":1767603600123}'
    const ids = await Promise.all(
      [text, text, text.replace('123', '124')].map(async (given) => {
        const received = await deliver(given)
        return received.kind === 'events' ? received.events[0]?.id : undefined
      }),
    )
    expect(ids[0]).toBe(ids[1])
    expect(ids[0]).not.toBe(ids[2])
  })

  it('takes both tokens and keys during rotation, and answers with the pair that was used', async () => {
    const to = channel('dingtalk', {
      config: own.config,
      secrets: {
        app_secret: SECRET,
        token: ['new', CALLBACK.token],
        aes_key: ['abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', CALLBACK.aesKey],
      },
    })
    expect(await answered(await deliver('{"EventType":"check_url"}', { to }))).toBe('success')
  })

  it('takes the owner key in place of the app key', async () => {
    const to = channel('dingtalk', { ...own, config: { app_key: KEY, owner_key: 'suite-own' } })
    expect(await deliver('{"EventType":"check_url"}', { receiver: 'suite-own', to })).toMatchObject({
      kind: 'challenge',
    })
    expect(await deliver('{"EventType":"check_url"}', { to })).toMatchObject({ kind: 'forged' })
  })

  it.each([['{}'], ['[]'], ['not JSON'], ['']])('calls %j unreadable though signed', async (text) =>
    expect(await deliver(text)).toMatchObject({ kind: 'unreadable' }),
  )

  it('refuses seconds in place of milliseconds, because they are signed', async () => {
    const { query, encrypted } = await callback('{"EventType":"check_url"}', KEY)
    query.set('timestamp', '1767603')
    const received = await dingtalk.receive(inbound(JSON.stringify({ encrypt: encrypted }), {}, { query }), own, NOW_MS)
    expect(received).toMatchObject({ kind: 'forged' })
  })

  it('passes nothing without a token and a key', async () => {
    const to = channel('dingtalk', { config: own.config, secrets: { app_secret: SECRET } })
    expect(await deliver('{"EventType":"check_url"}', { to })).toEqual({
      kind: 'forged',
      why: expect.stringContaining('not configured'),
    })
  })

  it('takes whatever fields it is given without failing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('EventType', 'eventId', 'userId', 'chatId', 'EventTime'), fc.jsonValue()),
        async (fields) => {
          expect(['events', 'unreadable']).toContain((await deliver(JSON.stringify(fields))).kind)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('what is said to the robot', () => {
  const SESSION = 'https://oapi.dingtalk.com/robot/sendBySession?session=abc'
  const body = { msgId: 'msg-1', msgtype: 'text', text: { content: ' 你好 ' }, conversationId: 'cidOwn', conversationType: '2', conversationTitle: 'Own', senderStaffId: 'u1', senderId: '$:LWCP_v1:$x', senderNick: '杨', isInAtList: true, createAt: NOW_MS, sessionWebhook: SESSION } // biome-ignore format: fields of one message
  const signed = async (atMs = NOW_MS, secret = SECRET) => ({
    timestamp: String(atMs),
    sign: await robotSign(String(atMs), secret),
  })
  const say = async (given: unknown, headers?: Record<string, string>, to = own) =>
    dingtalk.receive(inbound(JSON.stringify(given), headers ?? (await signed())), to, NOW_MS)

  // open.dingtalk.com, receive-message: the documented input; the sign as others computed it.
  it('makes the documented sign', async () =>
    expect(await robotSign('1577262236757', 'this is a secret')).toBe('DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA='))

  it.each([
    [
      'in a group',
      body,
      {
        id: 'msg-1',
        type: 'message.received',
        atMs: NOW_MS,
        room: 'cidOwn',
        user: { id: 'u1', name: '杨' },
        data: {
          text: '你好',
          room: 'cidOwn',
          message_id: 'msg-1',
          message_type: 'text',
          mention: true,
          conversation_id: 'cidOwn',
          conversation_title: 'Own',
          reply_url: SESSION,
        },
      },
    ],
    ['by somebody from outside', { ...body, senderStaffId: undefined }, { user: { id: '$:LWCP_v1:$x' } }],
    [
      'richly',
      {
        ...body,
        msgtype: 'richText',
        text: undefined,
        content: { richText: [{ text: 'a' }, { pictureDownloadCode: 'x' }, { text: 'b' }] },
      },
      { data: { text: 'ab', message_type: 'richText' } },
    ],
    [
      'aloud',
      { ...body, msgtype: 'audio', text: undefined, content: { recognition: '签到' } },
      { data: { text: '签到' } },
    ],
  ])('%s', async (_case, given, expected) => {
    expect(await say(given)).toMatchObject({ kind: 'events', events: [expected], reply: { status: 200, body: '{}' } })
  })

  it('is in no room when it is said alone', async () => {
    const received = await say({ ...body, conversationType: '1' })
    expect(received.kind === 'events' && received.events[0]).not.toHaveProperty('room')
  })

  it.each([
    'https://evil.example/robot/sendBySession',
    'http://oapi.dingtalk.com/robot/sendBySession',
    'https://oapi.dingtalk.com.evil.example/robot/sendBySession',
    'https://oapi.dingtalk.com/other',
  ])('keeps no address of a session that is not DingTalk’s: %s', async (sessionWebhook) =>
    expect(JSON.stringify(await say({ ...body, sessionWebhook }))).not.toContain('reply_url'),
  )

  it.each([
    ['an hour ago', NOW_MS - 3_600_000, SECRET, 'events'],
    ['an hour ahead', NOW_MS + 3_600_000, SECRET, 'events'],
    ['longer ago', NOW_MS - 3_600_001, SECRET, 'forged'],
    ['further ahead', NOW_MS + 3_600_001, SECRET, 'forged'],
    ['in seconds', NOW_MS / 1000, SECRET, 'forged'],
    ['with another secret', NOW_MS, 'guess', 'forged'],
  ])('signed %s: %s', async (_case, atMs, secret, kind) =>
    expect(await say(body, await signed(atMs, secret))).toMatchObject({ kind }),
  )

  it('is refused without a sign, and taken with either secret during rotation', async () => {
    expect(await say(body, {})).toMatchObject({ kind: 'forged' })
    expect(await say(body, { timestamp: String(NOW_MS) })).toMatchObject({ kind: 'forged' })
    expect(
      await say(body, await signed(), channel('dingtalk', { secrets: { app_secret: ['new', SECRET] } })),
    ).toMatchObject({ kind: 'events' })
    expect(await say(body, await signed(), channel('dingtalk'))).toMatchObject({ kind: 'forged' })
  })

  it.each([['{'], ['[]'], ['{}'], ['{"msgId":1}'], ['']])('calls %j unreadable', async (text) =>
    expect(await dingtalk.receive(inbound(text, await signed()), own, NOW_MS)).toMatchObject({ kind: 'unreadable' }),
  )
})

describe('settings', () => {
  it.each([
    [{ app_key: 'k' }, { app_secret: 's' }, true],
    [
      {
        app_key: 'k',
        owner_key: 'c',
        robot_code: 'r',
        robot_url: 'https://oapi.dingtalk.com/robot/send?access_token=a',
      },
      { app_secret: ['a', 'b'], token: 't', aes_key: CALLBACK.aesKey, robot_secret: 'SEC1' },
      true,
    ],
    [{ app_key: 'k' }, { app_secret: 's', aes_key: 'short' }, false],
    [{ app_key: 'k' }, {}, false],
    [{}, { app_secret: 's' }, false],
  ])('config %j with secrets %j: %s', (config, secrets, valid) => {
    expect(v.is(dingtalk.config, config) && v.is(dingtalk.secrets, secrets)).toBe(valid)
  })
})
