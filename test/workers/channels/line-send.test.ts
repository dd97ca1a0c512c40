import { describe, expect, it } from 'vitest'
import type { Answer, Outgoing } from '../../../workers/channels/kind.ts'
import { sending } from '../../../workers/channels/line/send.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const ours = channel('line', { secrets: { channel_secret: 's', channel_access_token: 'token' } })

async function request(message: Partial<Outgoing>) {
  const made = await sending.request(outgoing({ to: 'U1', ...message }), ours, { nowMs: NOW_MS })
  return { ...made, body: JSON.parse(made.body ?? '') }
}

const messages = async (message: Partial<Outgoing>) => (await request(message)).body.messages

describe('messages', () => {
  it('are pushed under a key that is the same on every attempt', async () => {
    const { headers, ...made } = await request({})
    expect(made).toEqual({
      method: 'POST',
      url: 'https://api.line.me/v2/bot/message/push',
      body: { to: 'U1', messages: [{ type: 'text', text: 'Hello' }] },
    })
    expect(headers).toEqual({
      authorization: 'Bearer token',
      'content-type': 'application/json',
      'x-line-retry-key': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
    })
    expect((await request({ text: 'other' })).headers).toEqual(headers)
    expect((await request({ id: 'other' })).headers).not.toEqual(headers)
  })

  it.each([
    [49_999, 'reply'],
    [50_000, 'push'],
  ])('are a reply while the event is fresh: after %d ms a %s', async (ageMs, way) => {
    const { url, body, headers } = await request({ ticket: { code: 'r1', atMs: NOW_MS - ageMs } })
    expect(url).toBe(`https://api.line.me/v2/bot/message/${way}`)
    expect(body).toMatchObject(way === 'reply' ? { replyToken: 'r1' } : { to: 'U1' })
    expect('x-line-retry-key' in headers).toBe(way === 'push')
  })

  const buttons = [
    { text: 'Yes', value: 'y' },
    { text: 'More of this and that', url: 'https://a.b' },
  ]
  const actions = [
    { type: 'postback', label: 'Yes', data: 'y', displayText: 'Yes' },
    { type: 'uri', label: 'More of this and th…', uri: 'https://a.b' },
  ]
  const presses = actions.map((action) => ({ type: 'button', style: 'link', action }))
  const image = { url: 'https://a.b/p.png' }
  const picture = { type: 'image', originalContentUrl: image.url, previewImageUrl: image.url }

  it.each<[string, Partial<Outgoing>, unknown[]]>([
    ['a picture and its text', { image }, [picture, { type: 'text', text: 'Hello' }]],
    ['a picture alone', { text: '', image }, [picture]],
    [
      'buttons',
      { buttons },
      [{ type: 'template', altText: 'Hello', template: { type: 'buttons', text: 'Hello', actions } }],
    ],
    [
      'buttons under a longer text',
      { text: 'x'.repeat(500), buttons },
      [
        {
          type: 'flex',
          altText: `${'x'.repeat(399)}…`,
          contents: {
            type: 'bubble',
            body: { contents: [{ type: 'text', text: 'x'.repeat(500), wrap: true }] },
            footer: { contents: presses },
          },
        },
      ],
    ],
    [
      'buttons after a very long text',
      { text: 'x'.repeat(2001), buttons },
      [
        { type: 'text', text: 'x'.repeat(2001) },
        { type: 'flex', contents: { footer: { contents: presses } } },
      ],
    ],
    [
      'a card',
      { card: { title: 'T', url: 'https://a.b', description: 'D', image: image.url } },
      [
        {
          type: 'flex',
          contents: {
            hero: { type: 'image', url: image.url },
            body: { contents: [{ text: 'Hello' }, { text: 'T', weight: 'bold' }, { text: 'D' }] },
            footer: { contents: [{ action: { type: 'uri', label: 'T', uri: 'https://a.b' } }] },
          },
        },
      ],
    ],
    [
      'mentions in a group',
      { recipient: 'room', text: '{Hi} @Ada and @Ada', mentions: [{ text: '@Ada', id: 'U7' }] },
      [
        {
          type: 'textV2',
          text: '{{Hi}} {m0} and {m1}',
          substitution: {
            m0: { type: 'mention', mentionee: { type: 'user', userId: 'U7' } },
            m1: { type: 'mention', mentionee: { type: 'user', userId: 'U7' } },
          },
        },
      ],
    ],
    [
      'mentions to a person as words',
      { text: '{Hi} @Ada', mentions: [{ text: '@Ada', id: 'U7' }] },
      [{ type: 'text', text: '{Hi} @Ada' }],
    ],
  ])('show %s', async (_case, message, expected) => {
    const shown = await messages(message)
    expect(shown).toHaveLength(expected.length)
    expect(shown).toMatchObject(expected)
  })

  it('need an access token', () => {
    expect(sending.missing(ours)).toBeUndefined()
    expect(sending.missing(channel('line'))).toBe('channel_access_token')
  })
})

describe('answers', () => {
  it.each<[string, Answer, unknown]>([
    [
      '200',
      answer(200, { sentMessages: [{ id: '461230966842064897', quoteToken: 'q' }] }),
      { kind: 'sent', providerId: '461230966842064897' },
    ],
    ['200 of a reply', answer(200, {}), { kind: 'sent' }],
    [
      '409',
      answer(409, { message: 'The retry key is already accepted', sentMessages: [{ id: '46' }] }),
      { kind: 'sent', providerId: '46' },
    ],
    ['200 with HTML', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
    [
      'a reply token used up',
      answer(400, { message: 'Invalid reply token' }),
      { kind: 'ticket spent', why: '400 Invalid reply token' },
    ],
    [
      '400',
      answer(400, {
        message: 'The request body has 1 error(s)',
        details: [{ message: 'May not be empty', property: 'messages[0].text' }],
      }),
      { kind: 'rejected', why: '400 The request body has 1 error(s) May not be empty' },
    ],
    ['401', answer(401, { message: 'Authentication failed' }), { kind: 'rejected', why: '401 Authentication failed' }],
    [
      '429',
      answer(429, { message: 'The API rate limit has been exceeded. Try again later.' }),
      { kind: 'retry', why: expect.stringContaining('429 The API rate') },
    ],
    [
      '429 of the month',
      answer(429, { message: 'You have reached your monthly limit.' }),
      { kind: 'rejected', why: expect.stringContaining('quota') },
    ],
    ['500', answer(500, { message: 'x' }), { kind: 'retry', why: expect.stringContaining('HTTP 500') }],
  ])('%s', (_case, given, expected) => expect(sending.read(given)).toEqual(expected))
})
