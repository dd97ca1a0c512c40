import { describe, expect, it } from 'vitest'
import type { Answer, Channel, Outgoing } from '../../../workers/channels/kind.ts'
import { sending } from '../../../workers/channels/telegram/send.ts'
import { callProvider } from '../../../workers/run/call-provider.ts'
import type { Deps } from '../../../workers/run/deps.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const BOT_TOKEN = '900:AAE-secret'
const ours = channel('telegram', { secrets: { secret_token: 's', bot_token: BOT_TOKEN } })

async function request(message: Partial<Outgoing>, to: Channel = ours) {
  const made = await sending.request(outgoing({ to: '42', ...message }), to, { nowMs: NOW_MS })
  return { ...made, body: JSON.parse(made.body ?? '') }
}

describe('messages', () => {
  it('are plain text as it is', async () => {
    expect(await request({ text: '<b> *hi* & _you_' })).toEqual({
      method: 'POST',
      url: `https://api.telegram.org/bot${BOT_TOKEN}/sendMessage`,
      headers: { 'content-type': 'application/json' },
      body: { chat_id: '42', text: '<b> *hi* & _you_' },
    })
    expect((await request({}, { ...ours, apiBase: 'http://127.0.0.1:9000' })).url).toBe(
      `http://127.0.0.1:9000/bot${BOT_TOKEN}/sendMessage`,
    )
  })

  it.each<[string, Partial<Outgoing>, string, object]>([
    [
      'Markdown as HTML, escaped',
      { markdown: true, text: '**a < b** [x](https://a.b/?q="&c)' },
      'sendMessage',
      { text: '<b>a &lt; b</b> <a href="https://a.b/?q=&quot;&amp;c">x</a>', parse_mode: 'HTML' },
    ],
    [
      'code',
      { markdown: true, text: '`<i>`\n```\na & b\n```' },
      'sendMessage',
      { text: '<code>&lt;i&gt;</code>\n<pre>a &amp; b</pre>', parse_mode: 'HTML' },
    ],
    [
      'mentions in plain text',
      { text: '*Hi* @Ada <3', mentions: [{ text: '@Ada', id: '7' }] },
      'sendMessage',
      { text: '*Hi* <a href="tg://user?id=7">@Ada</a> &lt;3', parse_mode: 'HTML' },
    ],
    [
      'buttons',
      {
        buttons: [
          { text: 'Yes', value: 'y' },
          { text: 'More', url: 'https://a.b' },
        ],
      },
      'sendMessage',
      {
        reply_markup: {
          inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }], [{ text: 'More', url: 'https://a.b' }]],
        },
      },
    ],
    [
      'a click of at most 64 bytes',
      { buttons: [{ text: 'Y', value: '好'.repeat(40) }] },
      'sendMessage',
      { reply_markup: { inline_keyboard: [[{ text: 'Y', callback_data: '好'.repeat(21) }]] } },
    ],
    [
      'a picture with its caption',
      { text: 'Look', image: { url: 'https://a.b/p.png' } },
      'sendPhoto',
      { chat_id: '42', photo: 'https://a.b/p.png', caption: 'Look' },
    ],
    [
      'a picture alone',
      { text: '', image: { url: 'https://a.b/p.png' } },
      'sendPhoto',
      { chat_id: '42', photo: 'https://a.b/p.png' },
    ],
    [
      'a picture over a text too long for a caption',
      { text: 'x'.repeat(1025), image: { url: 'https://a.b/p.png' } },
      'sendMessage',
      { link_preview_options: { url: 'https://a.b/p.png', prefer_large_media: true, show_above_text: true } },
    ],
    [
      'a card',
      { text: 'See', card: { title: 'A & B', url: 'https://a.b', description: 'What' } },
      'sendMessage',
      {
        text: 'See\n\n<a href="https://a.b"><b>A &amp; B</b></a>\nWhat',
        parse_mode: 'HTML',
        link_preview_options: { url: 'https://a.b' },
      },
    ],
    [
      'a card only as a preview when the text is full',
      { text: 'x'.repeat(4096), card: { title: 'A', url: 'https://a.b' } },
      'sendMessage',
      { text: 'x'.repeat(4096), link_preview_options: { url: 'https://a.b' } },
    ],
    ['a topic', { to: '-1001:7', recipient: 'room' }, 'sendMessage', { chat_id: '-1001', message_thread_id: 7 }],
  ])('show %s', async (_case, message, method, expected) => {
    const { url, body } = await request(message)
    expect(url.split('/').at(-1)).toBe(method)
    expect(body).toMatchObject(expected)
  })

  it('need a bot token', () => {
    expect(sending.missing(channel('telegram', { secrets: { secret_token: 's' } }))).toBe('bot_token')
    expect(sending.missing(ours)).toBeUndefined()
    expect(sending.limits).toEqual([
      { per: 'channel', limit: 30, perMs: 1000 },
      { per: 'recipient', limit: 1, perMs: 1000 },
      { per: 'room', limit: 20, perMs: 60_000 },
    ])
  })
})

const refusal = (error_code: number, description: string, parameters?: object): Answer =>
  answer(error_code, { ok: false, error_code, description, ...(parameters && { parameters }) })

describe('answers', () => {
  it.each<[string, Answer, unknown]>([
    ['ok', answer(200, { ok: true, result: { message_id: 77, date: 1 } }), { kind: 'sent', providerId: '77' }],
    [
      '429',
      refusal(429, 'Too Many Requests: retry after 35', { retry_after: 35 }),
      { kind: 'retry', why: '429 Too Many Requests: retry after 35', afterMs: 35_000 },
    ],
    [
      'a group that moved',
      refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1001 }),
      { kind: 'moved', to: '-1001', why: expect.any(String) },
    ],
    [
      'blocked',
      refusal(403, 'Forbidden: bot was blocked by the user'),
      { kind: 'rejected', why: '403 Forbidden: bot was blocked by the user' },
    ],
    [
      'no chat',
      refusal(400, 'Bad Request: chat not found'),
      { kind: 'rejected', why: expect.stringContaining('never started it') },
    ],
    [
      'no token',
      refusal(401, 'Unauthorized'),
      { kind: 'rejected', why: '401 Unauthorized: the bot token is not right' },
    ],
    [
      'a token that is none',
      refusal(404, 'Not Found'),
      { kind: 'rejected', why: expect.stringContaining('bot token') },
    ],
    ['500', refusal(500, 'Internal Server Error'), { kind: 'retry', why: expect.stringContaining('HTTP 500') }],
    ['502 in HTML', answer(502, '<html>'), { kind: 'retry', why: 'HTTP 502: <html>' }],
    ['200 in HTML', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
  ])('%s', (_case, given, expected) => expect(sending.read(given)).toEqual(expected))
})

describe('a group that has moved', () => {
  it('is written to where it is now, at once and from then on', async () => {
    const asked: string[] = []
    const call = async (_url: string, { body }: { body: string }) => {
      const { chat_id } = JSON.parse(body)
      asked.push(chat_id)
      const moved = { ok: false, error_code: 400, description: 'upgraded', parameters: { migrate_to_chat_id: -1002 } }
      return chat_id === '-1'
        ? Response.json(moved, { status: 400 })
        : Response.json({ ok: true, result: { message_id: 1 } })
    }
    for (const _twice of [1, 2]) expect(await provide(call)).toEqual({ kind: 'sent', providerId: '1' })
    expect(asked).toEqual(['-1', '-1002', '-1002'])
  })
})

it('never says its token, whatever goes wrong', async () => {
  const failures = [
    async (url: string) => Promise.reject(new Error(`connection refused: ${url}`)),
    async (url: string) => Promise.reject(new Error(`lost ${url}`)),
    async () => new Response('oops', { status: 500 }),
  ]
  for (const call of failures) expect(JSON.stringify(await provide(call))).not.toContain('AAE-secret')
})

async function provide(call: unknown) {
  const deps = { call, clock: { now: () => NOW_MS, real: () => NOW_MS }, counts: { fetches: 0 } } as unknown as Deps
  return callProvider(deps, ours, outgoing({ to: '-1', recipient: 'room' }))
}
