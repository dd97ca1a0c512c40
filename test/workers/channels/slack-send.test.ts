import { describe, expect, it } from 'vitest'
import type { Answer, Outgoing } from '../../../workers/channels/kind.ts'
import { slack } from '../../../workers/channels/slack/kind.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const ours = channel('slack', { secrets: { signing_secret: 'slack-signing-secret', bot_token: 'xoxb-1' } })

describe('sending', () => {
  const { sending } = slack

  it('needs a bot token', () => {
    expect(sending?.missing(ours)).toBeUndefined()
    expect(sending?.missing(channel('slack', { secrets: { signing_secret: 's' } }))).toBe('bot_token or webhook_url')
    expect(sending?.limits).toEqual([{ per: 'recipient', limit: 1, perMs: 1000 }])
  })

  it('posts the escaped text', async () => {
    const message = outgoing({ to: 'U1ADA', text: 'a & b <!channel> > c' })
    const request = await sending?.request(message, ours, { nowMs: NOW_MS })
    expect(request).toEqual({
      method: 'POST',
      url: 'https://slack.com/api/chat.postMessage',
      headers: { authorization: 'Bearer xoxb-1', 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: 'U1ADA', text: 'a &amp; b &lt;!channel&gt; &gt; c' }),
    })
  })

  const yes = [
    { text: 'Yes', value: 'y' },
    { text: 'More', url: 'https://a.b?x=1&y=2' },
  ]
  const elements = [
    { type: 'button', text: { type: 'plain_text', text: 'Yes', emoji: true }, action_id: 'button-0', value: 'y' },
    { type: 'button', text: { text: 'More' }, action_id: 'open-link-1', url: 'https://a.b?x=1&y=2' },
  ]
  it.each<[string, Partial<Outgoing>, object]>([
    ['plain text that looks like Markdown', { text: '*hi*' }, { text: '*hi*', mrkdwn: false }],
    [
      'Markdown as mrkdwn',
      { markdown: true, text: '**a < b** _c_ ~~d~~ `e&f` [x](https://a.b/?q=1&r=2)' },
      { text: '*a &lt; b* _c_ ~d~ `e&amp;f` <https://a.b/?q=1&amp;r=2|x>' },
    ],
    ['mentions', { text: 'Hi @Ada <3', mentions: [{ text: '@Ada', id: 'U7' }] }, { text: 'Hi <@U7> &lt;3' }],
    [
      'buttons',
      { text: 'A & B', buttons: yes },
      {
        text: 'A &amp; B',
        blocks: [
          { type: 'section', text: { type: 'plain_text', text: 'A & B' } },
          { type: 'actions', elements },
        ],
      },
    ],
    [
      'a picture and a card',
      {
        markdown: true,
        text: '**b**',
        image: { url: 'https://a.b/p.png' },
        card: { title: 'T & U', url: 'https://a.b', description: 'D', image: 'https://a.b/i.png' },
      },
      {
        blocks: [
          { type: 'section', text: { type: 'mrkdwn', text: '*b*' } },
          { type: 'image', image_url: 'https://a.b/p.png', alt_text: 'image' },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: '*<https://a.b|T &amp; U>*\nD' },
            accessory: { type: 'image', image_url: 'https://a.b/i.png', alt_text: 'T & U' },
          },
        ],
      },
    ],
  ])('shows %s', async (_case, message, expected) => {
    const request = await sending?.request(outgoing(message), ours, { nowMs: NOW_MS })
    expect(JSON.parse(request?.body ?? '')).toMatchObject(expected)
  })

  it.each(['word '.repeat(790), '&<'.repeat(1900), `${'x'.repeat(2990)} ${'&'.repeat(900)}`])(
    'cuts a long text into sections that each fit, and breaks no mark: %#',
    async (text) => {
      const message = outgoing({ text, markdown: true, buttons: yes })
      const request = await sending?.request(message, ours, { nowMs: NOW_MS })
      const { blocks } = JSON.parse(request?.body ?? '')
      const shown: string[] = blocks.flatMap((block: { type: string; text?: { text: string } }) =>
        block.type === 'section' ? [block.text?.text ?? ''] : [],
      )
      for (const part of shown) {
        expect(part.length).toBeLessThanOrEqual(3000)
        expect(part).toMatch(/^(?:[^&]|&(?:amp|lt|gt);)*$/)
      }
      const plain = shown.join(' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
      expect(plain.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    },
  )

  it('goes through an incoming webhook when there is no bot, and addresses whom it is for', async () => {
    const config = { webhook_url: 'https://hooks.slack.com/services/T0/B0/x' }
    const hook = channel('slack', { config, secrets: { signing_secret: 's' } })
    expect(sending?.missing(hook)).toBeUndefined()
    const request = await sending?.request(outgoing({ to: 'U1ADA', text: 'a < b' }), hook, { nowMs: NOW_MS })
    expect(request).toEqual({
      method: 'POST',
      url: 'https://hooks.slack.com/services/T0/B0/x',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ text: '<@U1ADA> a &lt; b' }),
    })
    const room = outgoing({ to: 'C1', recipient: 'room' })
    expect((await sending?.request(room, hook, { nowMs: NOW_MS }))?.body).toBe('{"text":"Hello"}')
  })

  it('posts to another host when told', async () => {
    const request = await sending?.request(outgoing(), { ...ours, apiBase: 'http://127.0.0.1:9000' }, { nowMs: NOW_MS })
    expect(request?.url).toBe('http://127.0.0.1:9000/api/chat.postMessage')
  })

  it.each<[string, Answer, unknown]>([
    [
      'ok',
      answer(200, { ok: true, channel: 'C1', ts: '1767603600.000100' }),
      { kind: 'sent', providerId: '1767603600.000100' },
    ],
    ['ok without ts', answer(200, { ok: true }), { kind: 'sent' }],
    ...['ratelimited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'].map(
      (error) => [error, answer(200, { ok: false, error }), { kind: 'retry', why: error }] as [string, Answer, unknown],
    ),
    ...['token_revoked', 'invalid_auth', 'not_in_channel', 'channel_not_found', 'msg_too_long', 'is_archived'].map(
      (error) =>
        [error, answer(200, { ok: false, error }), { kind: 'rejected', why: error }] as [string, Answer, unknown],
    ),
    [
      'ratelimited with seconds',
      answer(200, { ok: false, error: 'ratelimited' }, { 'retry-after': '3' }),
      { kind: 'retry', why: 'ratelimited', afterMs: 3000 },
    ],
    ['429 with seconds', answer(429, '', { 'retry-after': '30' }), { kind: 'retry', why: 'HTTP 429', afterMs: 30_000 }],
    ['ok of a webhook', answer(200, 'ok'), { kind: 'sent' }],
    ['a refusal of a webhook', answer(404, 'channel_is_archived'), { kind: 'rejected', why: 'channel_is_archived' }],
    [
      'a missing scope',
      answer(200, { ok: false, error: 'missing_scope', needed: 'chat:write' }),
      { kind: 'rejected', why: 'missing_scope: needs chat:write' },
    ],
    ['500', answer(500), { kind: 'retry', why: 'HTTP 500' }],
    ['403', answer(403, 'no'), { kind: 'rejected', why: 'HTTP 403: no' }],
    ['200 with HTML', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
    ['200 with other JSON', answer(200, { fine: true }), { kind: 'unknown', why: expect.any(String) }],
  ])('reads %s', (_case, given, expected) => expect(sending?.read(given)).toEqual(expected))
})
