import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { email } from '../../../workers/channels/email/kind.ts'
import type { Answer, Outgoing } from '../../../workers/channels/kind.ts'
import { fromBase64 } from '../../../workers/channels/signature.ts'
import { answer, channel, inbound, NOW_MS, NOW_SECONDS, outgoing, webhookSignature } from './requests.ts'

const ours = channel('email', { config: { from: 'Club <hello@club.example>' }, secrets: { api_key: 're_1' } })

async function sent(message: Partial<Outgoing> = {}, to = ours) {
  const request = await email.sending?.request(outgoing({ to: 'lin@example.com', ...message }), to, { nowMs: NOW_MS })
  return { ...request, body: JSON.parse(request?.body ?? '') }
}

describe('a mail', () => {
  it('is posted with its key, as HTML and as text', async () => {
    expect(await sent({ text: 'Hello <Lin> & co.\nSee https://club.example/a?b=1&c=2.' })).toEqual({
      method: 'POST',
      url: 'https://api.resend.com/emails',
      headers: {
        authorization: 'Bearer re_1',
        'content-type': 'application/json',
        'idempotency-key': 'run-1:welcome:1',
      },
      body: {
        from: 'Club <hello@club.example>',
        to: ['lin@example.com'],
        subject: 'Hello <Lin> & co.',
        text: 'Hello <Lin> & co.\nSee https://club.example/a?b=1&c=2.',
        html: expect.stringContaining(
          '<p>Hello &lt;Lin&gt; &amp; co.<br>See <a href="https://club.example/a?b=1&amp;c=2">https://club.example/a?b=1&amp;c=2</a>.</p>',
        ),
      },
    })
  })

  it.each([
    ['the card’s title', { text: 'Text', card: { title: 'Card', url: 'https://a.example' } }, 'Card'],
    ['the first line that says something', { text: '\n\n 你好 \t 王芳 \nmore' }, '你好 王芳'],
    ['Markdown without its marks', { text: '**Big** _news_\n\nmore', markdown: true }, 'Big news'],
    ['nothing longer than a line', { text: '😀'.repeat(200) }, `${'😀'.repeat(149)}…`],
    ['no second line of headers', { text: 'a\r\nBcc: b@example.com' }, 'a'],
    ['the channel’s name when there is nothing', { text: '' }, 'Test'],
  ])('has as its subject %s', async (_what, message, subject) => {
    expect((await sent(message)).body.subject).toBe(subject)
  })

  it('shows Markdown, buttons, card and image, and makes nothing a link that is none', async () => {
    const { html, text } = (
      await sent({
        text: '**Hi** [there](https://a.example) [bad](javascript:alert)',
        markdown: true,
        buttons: [
          { text: 'Open', url: 'https://b.example/?x="' },
          { text: 'Bad', url: 'javascript:alert(1)' },
          { text: 'Yes', value: 'y' },
        ],
        image: { url: 'https://c.example/i.png', alt: '"cat"' },
      })
    ).body
    expect(html).toContain('<strong>Hi</strong> <a href="https://a.example">there</a>')
    expect(html).toContain('href="https://b.example/?x=&quot;"')
    expect(html).toContain('<img src="https://c.example/i.png" alt="&quot;cat&quot;"')
    expect(html).not.toContain('href="javascript')
    expect(text).toContain('Hi there (https://a.example)')
    expect(text).toContain('Open: https://b.example/?x="')
    expect(text).toContain('- Yes')
  })

  it('lets mail programs unsubscribe where the message does', async () => {
    expect((await sent({ text: 'Bye: https://q.example/u/abc.DEF-1_2' })).body.headers).toEqual({
      'List-Unsubscribe': '<https://q.example/u/abc.DEF-1_2>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    })
    const own = await sent({ text: 'Bye', unsubscribe: 'https://q.example/u/own.1' })
    expect(own.body.headers).toMatchObject({ 'List-Unsubscribe': '<https://q.example/u/own.1>' })
    expect((await sent({ text: 'https://q.example/user/1' })).body).not.toHaveProperty('headers')
  })

  it('keeps a key within 256 characters, the same each time', async () => {
    const id = 'r'.repeat(300)
    const keys = [await sent({ id }), await sent({ id })].map(({ headers }) => headers?.['idempotency-key'])
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(keys[1]).toBe(keys[0])
  })

  it('goes to another provider when told, and answers elsewhere', async () => {
    const other = { ...ours, apiBase: 'http://127.0.0.1:9000', config: { ...ours.config, reply_to: 'a@b.example' } }
    expect(await sent({}, other)).toMatchObject({
      url: 'http://127.0.0.1:9000/emails',
      body: { reply_to: 'a@b.example' },
    })
  })
})

describe('an answer', () => {
  const problem = (status: number, name: string, headers = {}) =>
    answer(status, { statusCode: status, name, message: 'words' }, headers)
  it.each<[Answer, object]>([
    [answer(200, { id: 'e-1' }), { kind: 'sent', providerId: 'e-1' }],
    [problem(401, 'missing_api_key'), { kind: 'rejected', why: 'missing_api_key: words' }],
    [problem(403, 'validation_error'), { kind: 'rejected' }],
    [problem(422, 'validation_error'), { kind: 'rejected', why: 'validation_error: words' }],
    [problem(409, 'concurrent_idempotent_requests'), { kind: 'retry', afterMs: 1000 }],
    [problem(409, 'invalid_idempotent_request'), { kind: 'rejected' }],
    [problem(429, 'rate_limit_exceeded', { 'retry-after': '2' }), { kind: 'retry', afterMs: 2000 }],
    [problem(429, 'daily_quota_exceeded'), { kind: 'retry', afterMs: 3_600_000 }],
    [problem(500, 'application_error'), { kind: 'retry' }],
    [answer(504, ''), { kind: 'unknown' }],
    [answer(422, 'not json'), { kind: 'rejected', why: 'HTTP 422' }],
  ])('%j means %j', (given, outcome) => expect(email.sending?.read(given)).toMatchObject(outcome))
})

describe('settings', () => {
  it.each([
    ['a@b.example', true],
    ['俱乐部 <a@b.example>', true],
    ['a', false],
    ['A <a@b.example>\nBcc: x@y.example', false],
  ])('from %j: %s', (from, valid) => expect(v.is(email.config, { from })).toBe(valid))

  it('say what is missing', () => {
    expect(email.sending?.missing(ours)).toBeUndefined()
    expect(email.sending?.missing({ ...ours, secrets: {} })).toBe('api_key')
  })
})

it('hears what became of a mail, signed', async () => {
  const secret = 'whsec_cXVuZmxvdy1zdGFuZGFyZC13ZWJob29rcw=='
  const body = email.sample?.body ?? ''
  const key = fromBase64(secret.slice(6)) ?? new Uint8Array()
  const headers = {
    'svix-id': 'm1',
    'svix-timestamp': NOW_SECONDS,
    'svix-signature': await webhookSignature(`m1.${NOW_SECONDS}.${body}`, key),
  }
  const hearing = { ...ours, secrets: { api_key: 'k', webhook_secret: secret } }
  expect(await email.receive(inbound(body, headers), hearing, NOW_MS)).toMatchObject({
    events: [{ id: 'm1', type: 'custom.email.bounced', user: { id: 'lin.wei@example.com' } }],
  })
  expect((await email.receive(inbound(body, headers), ours, NOW_MS)).kind).toBe('forged')
})
