import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { discord } from '../../../workers/channels/discord/kind.ts'
import { concatBytes, fromBase64, toHex } from '../../../workers/channels/signature.ts'
import { channel, inbound, NOW_MS, NOW_SECONDS, webhookSignature } from './requests.ts'

const APP = '1234567890123456789'
const RELAY = 'whsec_cXVuZmxvdy1kaXNjb3JkLXJlbGF5'
const keys = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair
const publicKey = toHex(new Uint8Array((await crypto.subtle.exportKey('raw', keys.publicKey)) as ArrayBuffer))
const config = { application_id: APP, public_key: publicKey }
const ours = channel('discord', { config, secrets: { relay_secret: RELAY } })
const JSON_TYPE = { 'content-type': 'application/json' }

async function signed(body: string, timestamp = NOW_SECONDS): Promise<Record<string, string>> {
  const signature = await crypto.subtle.sign({ name: 'Ed25519' }, keys.privateKey, concatBytes(timestamp, body))
  return { 'x-signature-ed25519': toHex(new Uint8Array(signature)), 'x-signature-timestamp': timestamp }
}

async function receive(body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return discord.receive(inbound(text, await signed(text)), ours, NOW_MS)
}

async function relay(dispatch: unknown, secret = RELAY) {
  const text = JSON.stringify(dispatch)
  const key = fromBase64(secret.slice('whsec_'.length)) ?? new Uint8Array()
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': NOW_SECONDS,
    'webhook-signature': await webhookSignature(`msg_1.${NOW_SECONDS}.${text}`, key),
  }
  return discord.receive(inbound(text, headers), ours, NOW_MS)
}

const reply = (body: unknown) => ({ status: 200, headers: JSON_TYPE, body: JSON.stringify(body) })

describe('verification', () => {
  const ping = JSON.stringify({ application_id: APP, id: '1400000000000000000', token: 'x', type: 1, version: 1 })

  it('answers the PING of interactions and the PING of webhook events, each in its own way', async () => {
    expect(await receive(ping)).toEqual({ kind: 'challenge', reply: reply({ type: 1 }) })
    expect(await receive({ version: 1, application_id: APP, type: 0 })).toEqual({
      kind: 'challenge',
      reply: { status: 204, headers: JSON_TYPE },
    })
  })

  it.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
    ['no signature', () => ({ 'x-signature-timestamp': NOW_SECONDS })],
    ['no timestamp', (headers) => ({ ...headers, 'x-signature-timestamp': '' })],
    ['another timestamp', (headers) => ({ ...headers, 'x-signature-timestamp': `${NOW_SECONDS}0` })],
    ['a signature that is not hex', (headers) => ({ ...headers, 'x-signature-ed25519': 'z'.repeat(128) })],
    [
      'a signature that is too long',
      (headers) => ({ ...headers, 'x-signature-ed25519': `${headers['x-signature-ed25519']}00` }),
    ],
    ['a signature of zeroes', (headers) => ({ ...headers, 'x-signature-ed25519': '0'.repeat(128) })],
  ])('refuses %s', async (_case, change) => {
    const received = await discord.receive(inbound(ping, change(await signed(ping))), ours, NOW_MS)
    expect(received).toMatchObject({ kind: 'forged' })
  })

  it('refuses a changed body, another key, and everything without a key', async () => {
    const headers = await signed(ping)
    const other = channel('discord', { config: { ...config, public_key: 'a5'.repeat(32) } })
    expect(await discord.receive(inbound(`${ping} `, headers), ours, NOW_MS)).toMatchObject({ kind: 'forged' })
    expect(await discord.receive(inbound(ping, headers), other, NOW_MS)).toMatchObject({ kind: 'forged' })
    const unset = await discord.receive(inbound(ping, headers), channel('discord'), NOW_MS)
    expect(unset).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
  })

  it.each([
    '',
    '[]',
    'hello',
    '{"type":2}',
    '{"type":9,"id":"1","user":{"id":"2"},"data":{}}',
    '{"type":1,"event":{}}',
  ])('finds %j unreadable', async (body) => expect(await receive(body)).toMatchObject({ kind: 'unreadable' }))
})

describe('interactions', () => {
  const id = '1457635891200000001'
  const atMs = Number((BigInt(id) >> 22n) + 1_420_070_400_000n)
  const member = { user: { id: '170531778354741248', username: 'ada', global_name: 'Ada L.' }, nick: 'Ada', roles: [] }
  const placed = {
    id,
    application_id: APP,
    token: 'secret',
    version: 1,
    guild_id: '77',
    channel_id: '88',
    locale: 'en-GB',
    member,
  }
  const who = { id, atMs, room: '88', user: { id: '170531778354741248', name: 'Ada', locale: 'en-GB' } }
  const where = { room: '88', guild_id: '77' }

  it('reads a slash command with its options, and answers its author alone', async () => {
    const options = [
      {
        name: 'on',
        type: 1,
        options: [
          { name: 'topic', type: 3, value: 'cats' },
          { name: 'n', type: 4, value: 2 },
        ],
      },
    ]
    expect(await receive({ ...placed, type: 2, data: { id: '1', name: 'vote', type: 1, options } })).toEqual({
      kind: 'events',
      events: [
        {
          ...who,
          type: 'command.invoked',
          data: { command: '/vote on', text: 'cats 2', options: { topic: 'cats', n: 2 }, ...where },
        },
      ],
      reply: reply({ type: 4, data: { content: 'Received.', flags: 64, allowed_mentions: { parse: [] } } }),
    })
  })

  it.each([
    ['in Chinese', { locale: 'zh-CN' }, {}, '收到。'],
    ['as the operator says', { locale: 'zh-CN' }, { command_reply: 'One moment' }, 'One moment'],
  ])('answers a command %s', async (_case, said, settings, content) => {
    const body = JSON.stringify({ ...placed, ...said, type: 2, data: { name: 'hi', type: 1 } })
    const set = { ...ours, config: { ...config, ...settings } }
    const received = await discord.receive(inbound(body, await signed(body)), set, NOW_MS)
    expect(received.kind === 'events' && received.reply?.body).toContain(content)
  })

  it('reads a click and a choice, and acknowledges them without a trace', async () => {
    const clicked = { ...placed, type: 3, message: { id: '99' } }
    expect(await receive({ ...clicked, data: { custom_id: 'yes', component_type: 2 } })).toEqual({
      kind: 'events',
      events: [
        { ...who, type: 'button.clicked', data: { value: 'yes', action_id: 'yes', message_id: '99', ...where } },
      ],
      reply: reply({ type: 6 }),
    })
    expect(
      await receive({ ...clicked, data: { custom_id: 'colour', component_type: 3, values: ['red', 'blue'] } }),
    ).toMatchObject({ events: [{ data: { value: 'red,blue', action_id: 'colour' } }] })
  })

  it.each([
    ['in rows', [{ type: 1, components: [{ type: 4, custom_id: 'why', value: 'because' }] }], { why: 'because' }],
    ['in labels', [{ type: 18, component: { type: 3, custom_id: 'pick', values: ['a', 'b'] } }], { pick: ['a', 'b'] }],
  ])('reads a form with its fields %s', async (_case, components, answers) => {
    expect(await receive({ ...placed, type: 5, data: { custom_id: 'feedback', components } })).toMatchObject({
      kind: 'events',
      events: [{ ...who, type: 'form.submitted', data: { form_id: 'feedback', response_id: id, answers, ...where } }],
      reply: { status: 200, body: expect.stringContaining('"type":4') },
    })
    const fromButton = { ...placed, type: 5, message: { id: '99' }, data: { custom_id: 'feedback', components } }
    expect(await receive(fromButton)).toMatchObject({ reply: reply({ type: 6 }) })
  })

  it('reads a command in direct messages, where there is no server', async () => {
    const { member: _, guild_id, ...direct } = placed
    const body = { ...direct, type: 2, user: member.user, data: { name: 'hi', type: 1 } }
    expect(await receive(body)).toMatchObject({
      events: [{ user: { id: '170531778354741248', name: 'Ada L.' }, room: '88' }],
    })
  })

  it('offers nothing while a command is typed', async () => {
    expect(await receive({ ...placed, type: 4, data: { name: 'vote' } })).toEqual({
      kind: 'challenge',
      reply: reply({ type: 8, data: { choices: [] } }),
    })
  })
})

describe('webhook events', () => {
  it('are known by what they say, and answered with 204', async () => {
    const event = {
      type: 'APPLICATION_AUTHORIZED',
      timestamp: '2026-01-05T08:59:00.064834',
      data: { integration_type: 1, scopes: ['applications.commands'], user: { id: '42', username: 'ada' } },
    }
    expect(await receive({ version: 1, application_id: APP, type: 1, event })).toEqual({
      kind: 'events',
      events: [
        {
          id: `APPLICATION_AUTHORIZED:${APP}:2026-01-05T08:59:00.064834:42`,
          type: 'custom.discord.application_authorized',
          atMs: NOW_MS - 60_000 + 64,
          user: { id: '42', name: 'ada' },
          data: event.data,
        },
      ],
      reply: { status: 204, headers: JSON_TYPE },
    })
  })

  it('may concern nobody', async () => {
    const event = { type: 'ENTITLEMENT_DELETE', timestamp: '2026-01-05T08:59:00Z', data: { user: {} } }
    const received = await receive({ application_id: APP, type: 1, event })
    expect(received.kind === 'events' && received.events[0]).not.toHaveProperty('user')
  })
})

describe('the relay of the Gateway', () => {
  const user = { id: '42', username: 'ada', global_name: 'Ada' }
  const joined = { guild_id: '77', user, nick: null, joined_at: '2026-01-05T08:59:30.000000+00:00', roles: [] }
  const written = {
    id: '1457635891200000001',
    channel_id: '88',
    guild_id: '77',
    type: 0,
    author: user,
    content: 'hi',
    timestamp: '2026-01-05T08:59:30+00:00',
    mentions: [{ id: APP, bot: true }],
  }

  it.each([
    [
      'GUILD_MEMBER_ADD',
      joined,
      [
        {
          id: 'joined:77:42:2026-01-05T08:59:30.000000+00:00',
          type: 'member.joined',
          atMs: NOW_MS - 30_000,
          room: '77',
          user: { id: '42', name: 'Ada' },
          data: { room: '77', guild_id: '77', source: 'server' },
        },
      ],
    ],
    [
      'GUILD_MEMBER_REMOVE',
      { guild_id: '77', user },
      [
        {
          id: 'msg_1',
          type: 'member.left',
          room: '77',
          user: { id: '42', name: 'Ada' },
          data: { room: '77', guild_id: '77' },
        },
      ],
    ],
    [
      'MESSAGE_CREATE',
      written,
      [
        {
          id: 'message:1457635891200000001',
          type: 'message.received',
          atMs: NOW_MS - 30_000,
          room: '88',
          user: { id: '42', name: 'Ada' },
          data: { text: 'hi', room: '88', message_id: '1457635891200000001', guild_id: '77', mention: true },
        },
      ],
    ],
    ['MESSAGE_CREATE', { ...written, author: { ...user, bot: true } }, []],
    ['MESSAGE_CREATE', { ...written, author: { ...user, id: APP } }, []],
    ['MESSAGE_CREATE', { ...written, webhook_id: '5' }, []],
    ['MESSAGE_CREATE', { ...written, type: 7 }, []],
    [
      'MESSAGE_REACTION_ADD',
      {
        user_id: '42',
        channel_id: '88',
        message_id: '9',
        guild_id: '77',
        message_author_id: '43',
        emoji: { id: null, name: '🔥' },
        member: { user },
      },
      [
        {
          id: 'msg_1',
          type: 'reaction.added',
          room: '88',
          user: { id: '42', name: 'Ada' },
          data: { reaction: '🔥', message_id: '9', room: '88', author: '43', guild_id: '77' },
        },
      ],
    ],
    ['MESSAGE_REACTION_ADD', { user_id: APP, channel_id: '88', message_id: '9', emoji: { name: '🔥' } }, []],
    [
      'GUILD_BAN_ADD',
      { guild_id: '77', user },
      [
        {
          id: 'msg_1',
          type: 'custom.discord.guild_ban_add',
          room: '77',
          user: { id: '42', name: 'Ada' },
          data: { guild_id: '77', user },
        },
      ],
    ],
  ])('reads %s', async (t, d, events) => {
    expect(await relay({ op: 0, s: 5, t, d })).toEqual({ kind: 'events', events, reply: { status: 204 } })
  })

  it('is refused when signed with another secret, and when there is none', async () => {
    const other = 'whsec_b3RoZXItc2VjcmV0'
    expect(await relay({ t: 'GUILD_MEMBER_ADD', d: joined }, other)).toMatchObject({ kind: 'forged' })
    const headers = { 'webhook-id': 'm', 'webhook-timestamp': NOW_SECONDS, 'webhook-signature': 'v1,AAAA' }
    const unset = await discord.receive(inbound('{}', headers), { ...ours, secrets: {} }, NOW_MS)
    expect(unset).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
  })

  it.each([{}, { t: 'GUILD_MEMBER_ADD' }, { d: {} }])('finds %j unreadable', async (dispatch) =>
    expect(await relay(dispatch)).toMatchObject({ kind: 'unreadable' }),
  )
})

describe('settings', () => {
  it.each([
    [config, true],
    [{ ...config, webhook_url: 'https://discord.com/api/webhooks/1/x' }, true],
    [{ application_id: APP }, false],
    [{ ...config, public_key: 'short' }, false],
  ])('config %j: %s', (settings, valid) => expect(v.is(discord.config, settings)).toBe(valid))
})
