import { beforeAll, expect, it, vi } from 'vitest'
import { ask, get, migrate, sandbox } from '../../world.ts'

let answer: (url: URL) => Response = () => Response.json({ ok: true, ts: '1' })
let called: string[] = []

beforeAll(async () => {
  await migrate()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const url = new URL(String(input))
    called.push(url.pathname)
    return answer(url)
  })
  const slack = { kind: 'slack', config: {}, secrets: { signing_secret: 'sign-1', bot_token: 'xoxb-very-secret' } }
  await get('/api/v1/channels/slack', { method: 'PUT', body: slack })
  await get('/api/v1/channels/mute', { method: 'PUT', body: { ...slack, secrets: { signing_secret: 'sign-1' } } })
  const feishu = {
    kind: 'feishu',
    config: { app_id: 'cli' },
    secrets: { verification_token: 'v', app_secret: 'hidden' },
  }
  await get('/api/v1/channels/feishu', { method: 'PUT', body: feishu })
  await sandbox('box')
})

const slackSays = (error: string) => () => Response.json({ ok: false, error })

it.each<[string, string, object, (url: URL) => Response, object]>([
  [
    'a message that is taken',
    'slack',
    { to: 'C1' },
    () => Response.json({ ok: true, ts: '1' }),
    { ok: true, status: 'sent' },
  ],
  [
    'a bad token',
    'slack',
    { to: 'C2' },
    slackSays('invalid_auth'),
    { ok: false, fault: 'token', reason: 'invalid_auth' },
  ],
  ['a bot outside the room', 'slack', { to: 'C3' }, slackSays('not_in_channel'), { fault: 'not in room' }],
  ['a missing scope', 'slack', { to: 'C4' }, slackSays('missing_scope'), { fault: 'scope' }],
  [
    'good credentials alone',
    'slack',
    {},
    () => Response.json({ ok: true }),
    { ok: true, status: 'credentials accepted' },
  ],
  ['bad credentials alone', 'slack', {}, slackSays('token_revoked'), { ok: false, fault: 'token', message_id: null }],
  [
    'what is missing',
    'mute',
    { to: 'C5' },
    () => new Response(),
    { ok: false, fault: 'secret', reason: 'missing: bot_token or webhook_url' },
  ],
  [
    'a wrong app secret',
    'feishu',
    {},
    () => Response.json({ code: 10014, msg: 'app secret invalid' }),
    { ok: false, fault: 'secret', reason: 'no token: 10014 app secret invalid (app_secret is not right)' },
  ],
  [
    'a platform that does not answer properly',
    'slack',
    { to: 'C6' },
    () => new Response('oops', { status: 500 }),
    { ok: false, fault: 'provider' },
  ],
  ['a channel that keeps its messages', 'box', { to: 'u1' }, () => new Response(), { ok: true, status: 'sent' }],
])('tells of %s', async (_, channel, body, says, expected) => {
  answer = says
  const tested = await get(`/api/v1/channels/${channel}/test`, { body })
  expect(tested).toMatchObject(expected)
  expect(tested.explanation).toEqual({ en: expect.any(String), 'zh-CN': expect.any(String) })
})

it('quotes no secret that a platform repeats', async () => {
  answer = () => new Response('you sent xoxb-very-secret', { status: 400 })
  const text = await (await ask('/api/v1/channels/slack/test', { body: { to: 'C7' } })).text()
  expect(text).toContain('you sent ***')
  expect(text).not.toContain('very-secret')
})

it('keeps a test message like any other, tries it once, and knows no channel that is not there', async () => {
  answer = slackSays('internal_error')
  called = []
  const { message_id, status } = await get('/api/v1/channels/slack/test', { body: { to: 'C99', text: 'Hi' } })
  expect(await get(`/api/v1/messages/${message_id}`)).toMatchObject({ to: 'C99', text: 'Hi', status })
  expect(status).toBe('failed')
  expect(called).toEqual(['/api/chat.postMessage'])
  expect((await ask('/api/v1/channels/none/test', { body: {} })).status).toBe(404)
})

it('counts how messages stand', async () => {
  const { total, by_status } = await get('/api/v1/messages/summary?channel=box')
  expect({ total, by_status }).toEqual({ total: 1, by_status: { sent: 1 } })
})
