import { describe, expect, it } from 'vitest'
import type { Channel } from '../../../workers/channels/kind.ts'
import { findKind } from '../../../workers/channels/kinds.ts'
import { answer, channel } from './requests.ts'

const secrets = { api_key: 're_1', bot_token: 't', access_token: 't', channel_access_token: 't' }
const ask = (kind: string, settings: Partial<Channel> = { secrets, config: { phone_number_id: '2773' } }) =>
  findKind(kind)?.sending?.probe?.request(channel(kind, settings))

describe('whether the credentials are good is asked without sending anything', () => {
  it.each([
    ['discord', 'GET', 'https://discord.com/api/v10/users/@me', { id: '5' }],
    ['telegram', 'POST', 'https://api.telegram.org/bott/getMe', { ok: true, result: { id: 5 } }],
    ['whatsapp', 'GET', 'https://graph.facebook.com/v24.0/2773?fields=id', { id: '2773' }],
    ['line', 'GET', 'https://api.line.me/v2/bot/info', { userId: 'U' }],
    ['slack', 'POST', 'https://slack.com/api/auth.test', { ok: true }],
    ['email', 'GET', 'https://api.resend.com/domains', { data: [] }],
  ])('%s', (kind, method, url, good) => {
    expect(ask(kind)).toMatchObject({ method, url })
    const probe = findKind(kind)?.sending?.probe
    expect(probe?.read(answer(200, good)).kind).toBe('sent')
    const refused = probe?.read(answer(401, { ok: false, error_code: 401, error: 'invalid_auth', message: 'No' }))
    expect(refused?.kind).toBe('rejected')
  })

  it('a key for mails that may only send is good', () => {
    const read = findKind('email')?.sending?.probe?.read
    const said = { name: 'restricted_api_key', message: 'This API key is restricted to only send emails' }
    expect(read?.(answer(401, said)).kind).toBe('sent')
    expect(read?.(answer(400, { name: 'invalid_api_key', message: 'words' })).kind).toBe('rejected')
  })

  it('a webhook of Discord, which tells what it is', () => {
    const config = { webhook_url: 'https://discord.com/api/webhooks/1/x' }
    const request = ask('discord', { config })
    expect(request).toMatchObject({ method: 'GET', url: 'https://discord.com/api/webhooks/1/x?wait=true' })
    expect(request).not.toHaveProperty('body')
  })

  it('a webhook of Slack, which refuses to post nothing', () => {
    const config = { webhook_url: 'https://hooks.slack.com/services/T/B/x' }
    expect(ask('slack', { config })).toMatchObject({ method: 'POST', body: '{}' })
    const read = findKind('slack')?.sending?.probe?.read
    expect(read?.(answer(400, 'no_text')).kind).toBe('sent')
    expect(read?.(answer(404, 'no_service'))).toEqual({ kind: 'rejected', why: 'no_service' })
  })
})
