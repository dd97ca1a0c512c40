import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../workers/channels/kind.ts'
import { slack } from '../../../workers/channels/slack/kind.ts'
import { answer, channel, NOW_MS, outgoing } from './requests.ts'

const ours = channel('slack', { secrets: { signing_secret: 'slack-signing-secret', bot_token: 'xoxb-1' } })

describe('sending', () => {
  const { sending } = slack

  it('needs a bot token', () => {
    expect(sending?.missing(ours)).toBeUndefined()
    expect(sending?.missing(channel('slack', { secrets: { signing_secret: 's' } }))).toBe('bot_token')
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
    ['500', answer(500), { kind: 'retry', why: 'HTTP 500' }],
    ['403', answer(403, 'no'), { kind: 'rejected', why: 'HTTP 403: no' }],
    ['200 with HTML', answer(200, '<html>'), { kind: 'unknown', why: expect.any(String) }],
    ['200 with other JSON', answer(200, { fine: true }), { kind: 'unknown', why: expect.any(String) }],
  ])('reads %s', (_case, given, expected) => expect(sending?.read(given)).toEqual(expected))
})
