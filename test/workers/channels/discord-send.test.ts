import { describe, expect, it } from 'vitest'
import { capabilitiesOf, limitsOf } from '../../../workers/channels/capabilities.ts'
import { discord } from '../../../workers/channels/discord/kind.ts'
import { sending } from '../../../workers/channels/discord/send.ts'
import type { Answer, Channel, Outgoing } from '../../../workers/channels/kind.ts'
import { callProvider } from '../../../workers/run/call-provider.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const bot = channel('discord', { secrets: { bot_token: 'MTA.bot' } })
const WEBHOOK = 'https://discord.com/api/webhooks/11/secret?thread_id=22'
const hook = channel('discord', { config: { webhook_url: WEBHOOK } })

async function request(message: Partial<Outgoing>, to: Channel = bot) {
  const made = await sending.request(outgoing({ to: '88', recipient: 'room', ...message }), to, { nowMs: NOW_MS })
  return { ...made, body: JSON.parse(made.body ?? '') }
}

describe('messages', () => {
  it('are posted as the bot, known by a nonce, and ring nobody', async () => {
    const { body, ...made } = await request({ text: 'Hello @everyone' })
    expect(made).toEqual({
      method: 'POST',
      url: 'https://discord.com/api/v10/channels/88/messages',
      headers: { authorization: 'Bot MTA.bot', 'content-type': 'application/json', 'user-agent': expect.any(String) },
    })
    expect(body).toEqual({
      content: 'Hello @everyone',
      allowed_mentions: { parse: [] },
      nonce: expect.stringMatching(/^[0-9a-f]{25}$/),
      enforce_nonce: true,
    })
    expect((await request({ text: 'other' })).body.nonce).toBe(body.nonce)
    expect((await request({ id: 'other' })).body.nonce).not.toBe(body.nonce)
  })

  it.each<[string, Partial<Outgoing>, object]>([
    [
      'plain text as it was meant',
      { text: '*hi* https://a.b/c_d_e\n# no' },
      { content: '\\*hi\\* https://a.b/c_d_e\n\\# no' },
    ],
    ['plain text as it is when escaping would not fit', { text: '*'.repeat(1500) }, { content: '*'.repeat(1500) }],
    ['Markdown as Markdown', { text: '**hi** _you_', markdown: true }, { content: '**hi** _you_' }],
    [
      'mentions, of those alone',
      {
        text: 'Hi @Ada and @Ada B',
        mentions: [
          { text: '@Ada', id: '1' },
          { text: '@Ada B', id: '2' },
          { text: '@Eve', id: '3' },
        ],
      },
      { content: 'Hi <@1> and <@2>', allowed_mentions: { parse: [], users: ['1', '2'] } },
    ],
    [
      'buttons, five in a row',
      {
        buttons: [
          { text: 'Yes', value: 'yes' },
          { text: 'More', url: 'https://a.b' },
          ...['c', 'd', 'e', 'f'].map((value) => ({ text: value, value })),
        ],
      },
      {
        components: [
          {
            type: 1,
            components: [
              { type: 2, style: 1, label: 'Yes', custom_id: 'yes' },
              { type: 2, style: 5, label: 'More', url: 'https://a.b' },
              ...['c', 'd', 'e'].map((value) => ({ type: 2, style: 1, label: value, custom_id: value })),
            ],
          },
          { type: 1, components: [{ type: 2, style: 1, label: 'f', custom_id: 'f' }] },
        ],
      },
    ],
    [
      'a card and a picture',
      {
        card: { title: 'T', url: 'https://a.b', description: 'D', image: 'https://a.b/i.png' },
        image: { url: 'https://a.b/p.png', alt: 'P' },
      },
      {
        embeds: [
          { title: 'T', url: 'https://a.b', description: 'D', image: { url: 'https://a.b/i.png' } },
          { image: { url: 'https://a.b/p.png' }, description: 'P' },
        ],
      },
    ],
  ])('show %s', async (_case, message, expected) => expect((await request(message)).body).toMatchObject(expected))

  it('go through the webhook of a channel when there is no bot, and address whom they are for', async () => {
    const { body, ...made } = await request({ to: '170531778354741248', recipient: 'contact' }, hook)
    expect(made).toEqual({
      method: 'POST',
      url: 'https://discord.com/api/webhooks/11/secret?thread_id=22&wait=true',
      headers: { 'content-type': 'application/json' },
    })
    expect(body).toEqual({
      content: '<@170531778354741248> Hello',
      allowed_mentions: { parse: [], users: ['170531778354741248'] },
    })
    expect((await request({}, { ...hook, apiBase: 'http://127.0.0.1:9000' })).url).toBe(
      'http://127.0.0.1:9000/api/webhooks/11/secret?thread_id=22&wait=true',
    )
  })

  it('need a bot token or a webhook', () => {
    expect([bot, hook, channel('discord')].map(sending.missing)).toEqual([
      undefined,
      undefined,
      'bot_token or webhook_url',
    ])
    expect([capabilitiesOf(sending, bot).buttons, capabilitiesOf(sending, hook).buttons]).toEqual([25, 0])
    expect(limitsOf(sending, bot)).toContainEqual({ per: 'channel', limit: 50, perMs: 1000 })
  })
})

describe('answers', () => {
  it.each<[string, Answer, unknown]>([
    ['200', answer(200, { id: '5' }), { kind: 'sent', providerId: '5' }],
    ['200 with HTML', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
    [
      '429',
      answer(429, { message: 'You are being rate limited.', retry_after: 1.337, global: false }),
      { kind: 'retry', why: '429 You are being rate limited.', afterMs: 1337 },
    ],
    [
      '429 of the edge',
      answer(429, 'error code: 1015', { 'retry-after': '65' }),
      { kind: 'retry', why: '429', afterMs: 65_000 },
    ],
    [
      '429 with the bucket alone',
      answer(429, '', { 'x-ratelimit-reset-after': '0.5' }),
      { kind: 'retry', why: '429', afterMs: 500 },
    ],
    ['401', answer(401, { message: '401: Unauthorized', code: 0 }), { kind: 'rejected', why: '401 401: Unauthorized' }],
    ...[50001, 50007, 50013].map((code): [string, Answer, unknown] => [
      `403 ${code}`,
      answer(403, { message: 'No', code }),
      { kind: 'rejected', why: expect.stringContaining(`${code} No: the `) },
    ]),
    ...[10003, 10015].map((code): [string, Answer, unknown] => [
      `404 ${code}`,
      answer(404, { message: 'Unknown', code }),
      { kind: 'rejected', why: expect.stringContaining(String(code)) },
    ]),
    [
      '400 50035',
      answer(400, { message: 'Invalid Form Body', code: 50035 }),
      { kind: 'rejected', why: '50035 Invalid Form Body' },
    ],
    ['400 40003', answer(400, { message: 'Too fast', code: 40003 }), { kind: 'retry', why: '40003 Too fast' }],
    ['502', answer(502), { kind: 'retry', why: 'HTTP 502' }],
  ])('%s', (_case, given, expected) => expect(sending.read(given)).toEqual(expected))
})

describe('direct messages', () => {
  it('are opened once and then posted to', async () => {
    const calls: [string, unknown][] = []
    const call = async (url: string, { body }: { body: string }) => {
      calls.push([url, JSON.parse(body)])
      return Response.json({ id: url.endsWith('/@me/channels') ? '900' : '5' })
    }
    const direct = channel('discord', { id: 'direct', secrets: { bot_token: 'x' } })
    const sent = [await provide(call, direct, '42'), await provide(call, direct, '42')]
    expect(sent).toEqual([
      { kind: 'sent', providerId: '5' },
      { kind: 'sent', providerId: '5' },
    ])
    expect(calls.map(([url]) => url.replace('https://discord.com/api/v10', ''))).toEqual([
      '/users/@me/channels',
      '/channels/900/messages',
      '/channels/900/messages',
    ])
    expect(calls[0]?.[1]).toEqual({ recipient_id: '42' })
  })

  it.each([
    ['nothing', async () => new Response('<html>'), 'retry'],
    ['a refusal', async () => Response.json({ code: 10013, message: 'Unknown User' }, { status: 404 }), 'rejected'],
  ])('are not sent when opening them answers %s', async (_case, call, kind) => {
    const outcome = await provide(call, channel('discord', { id: kind, secrets: { bot_token: 'x' } }), '43')
    expect(outcome.kind).toBe(kind)
  })
})

async function provide(call: unknown, to: Channel, recipient: string) {
  const deps = { call, clock: { now: () => NOW_MS, real: () => NOW_MS }, counts: { fetches: 0 } } as unknown as Deps
  return callProvider(deps, to, { id: 'run-1:a:1', to: recipient, recipient: 'contact', text: 'Hello' })
}

it('tells operators how to set it up in both languages', () => {
  for (const text of Object.values(discord.guide ?? {})) expect(text).toContain('{origin}/hooks/{channel}')
})
