import { describe, expect, it } from 'vitest'
import type { Answer, Outgoing } from '../../../workers/channels/kind.ts'
import { sending } from '../../../workers/channels/whatsapp/send.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const LIMITS: ReadonlySet<number> = new Set([4, 80007, 130429, 131048])
const ours = channel('whatsapp', {
  config: { phone_number_id: '2773' },
  secrets: { app_secret: 's', access_token: 'EAAB' },
})

async function body(message: Partial<Outgoing>) {
  const made = await sending.request(outgoing({ to: '+447700900123', ...message }), ours, { nowMs: NOW_MS })
  return JSON.parse(made.body ?? '')
}

describe('messages', () => {
  it('are posted to the number, and carry our id', async () => {
    const made = await sending.request(outgoing({ to: '+447700900123' }), ours, { nowMs: NOW_MS })
    expect({ ...made, body: JSON.parse(made.body ?? '') }).toEqual({
      method: 'POST',
      url: 'https://graph.facebook.com/v24.0/2773/messages',
      headers: { authorization: 'Bearer EAAB', 'content-type': 'application/json' },
      body: {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: '447700900123',
        type: 'text',
        text: { body: 'Hello', preview_url: false },
        biz_opaque_callback_data: 'run-1:welcome:1',
      },
    })
    const other = { ...ours, config: { ...ours.config, graph_version: 'v25.0' }, apiBase: 'http://127.0.0.1:9000' }
    expect((await sending.request(outgoing(), other, { nowMs: NOW_MS })).url).toBe(
      'http://127.0.0.1:9000/v25.0/2773/messages',
    )
  })

  const yesNo = [
    { text: 'Yes', value: 'y' },
    { text: 'A title that is far too long', value: 'n' },
  ]
  const more = { text: 'More', url: 'https://a.b' }
  const image = { url: 'https://a.b/p.png' }
  const buttons = [
    { type: 'reply', reply: { id: 'y', title: 'Yes' } },
    { type: 'reply', reply: { id: 'n', title: 'A title that is far…' } },
  ]

  it.each<[string, Partial<Outgoing>, object]>([
    [
      'an address with its preview',
      { text: 'See https://a.b' },
      { type: 'text', text: { body: 'See https://a.b', preview_url: true } },
    ],
    [
      'Markdown in its own way',
      { markdown: true, text: '**b** _i_ ~~s~~ `c` [x](https://a.b)' },
      { type: 'text', text: { body: '*b* _i_ ~s~ `c` x (https://a.b)' } },
    ],
    [
      'buttons',
      { buttons: yesNo },
      { type: 'interactive', interactive: { type: 'button', body: { text: 'Hello' }, action: { buttons } } },
    ],
    [
      'buttons under a picture',
      { buttons: yesNo, image },
      { interactive: { type: 'button', header: { type: 'image', image: { link: image.url } } } },
    ],
    [
      'one button that leads to an address',
      { buttons: [more] },
      {
        interactive: {
          type: 'cta_url',
          body: { text: 'Hello' },
          action: { name: 'cta_url', parameters: { display_text: 'More', url: 'https://a.b' } },
        },
      },
    ],
    [
      'a link beside buttons as a line',
      { buttons: [...yesNo, more] },
      { interactive: { type: 'button', body: { text: 'Hello\n\nMore: https://a.b' }, action: { buttons } } },
    ],
    [
      'several links as lines',
      { buttons: [more, more] },
      { type: 'text', text: { body: 'Hello\n\nMore: https://a.b\nMore: https://a.b', preview_url: true } },
    ],
    [
      'buttons as lines under a long text',
      { text: 'x'.repeat(1025), buttons: yesNo },
      { type: 'text', text: { body: `${'x'.repeat(1025)}\n\n• Yes\n• A title that is far too long` } },
    ],
    [
      'a picture with its caption',
      { text: 'Look', image },
      { type: 'image', image: { link: image.url, caption: 'Look' } },
    ],
    ['a picture alone', { text: '', image }, { type: 'image', image: { link: image.url } }],
    [
      'a picture as an address under a long text',
      { text: 'x'.repeat(1025), image },
      { type: 'text', text: { body: `${'x'.repeat(1025)}\n${image.url}`, preview_url: true } },
    ],
    [
      'a template',
      { text: 'template: hello_world' },
      { type: 'template', template: { name: 'hello_world', language: { code: 'en' } } },
    ],
    [
      'a template with variables, a picture and payloads',
      { text: 'template: order_update pt_BR\nAda\n\n 12 ', image, buttons: [{ text: 'Stop', value: 'stop' }] },
      {
        type: 'template',
        template: {
          name: 'order_update',
          language: { code: 'pt_BR' },
          components: [
            { type: 'header', parameters: [{ type: 'image', image: { link: image.url } }] },
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'Ada' },
                { type: 'text', text: '12' },
              ],
            },
            { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'stop' }] },
          ],
        },
      },
    ],
  ])('show %s', async (_case, message, expected) => expect(await body(message)).toMatchObject(expected))

  it('need an access token', () => {
    expect(sending.missing(ours)).toBeUndefined()
    expect(sending.missing(channel('whatsapp'))).toBe('access_token')
  })
})

const refusal = (status: number, code: number, details = 'Details'): Answer =>
  answer(status, {
    error: { message: `(#${code}) Title`, type: 'OAuthException', code, error_data: { details }, fbtrace_id: 'A' },
  })

describe('answers', () => {
  it.each<[string, Answer, unknown]>([
    ['sent', answer(200, { messages: [{ id: 'wamid.X' }], contacts: [] }), { kind: 'sent', providerId: 'wamid.X' }],
    ['200 with HTML', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
    ...[190, 368, 100, 131026, 131047, 131051, 132001].map((code): [string, Answer, unknown] => [
      String(code),
      refusal(code === 190 ? 401 : 400, code),
      { kind: 'rejected', why: expect.stringMatching(new RegExp(`^${code} Details`)) },
    ]),
    ...[4, 80007, 130429, 131000, 131016, 131048, 131057].map((code): [string, Answer, unknown] => [
      String(code),
      refusal(400, code),
      { kind: 'retry', why: `${code} Details`, ...(LIMITS.has(code) && { holds: 'channel' }) },
    ]),
    ['131056', refusal(400, 131056), { kind: 'retry', why: '131056 Details', afterMs: 6000, holds: 'recipient' }],
    ['429', answer(429, '', { 'retry-after': '3' }), { kind: 'retry', why: 'HTTP 429', afterMs: 3000 }],
    ['500 with an error', refusal(500, 100), { kind: 'retry', why: '100 Details' }],
    ['503', answer(503), { kind: 'retry', why: 'HTTP 503' }],
  ])('%s', (_case, given, expected) => expect(sending.read(given)).toEqual(expected))
})
