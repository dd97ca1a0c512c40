import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Secrets } from '../../../workers/channels/kind.ts'
import { slack } from '../../../workers/channels/slack/kind.ts'
import { channel, inbound, NOW_MS, slackHeaders } from './requests.ts'
import samples from './samples/slack.json'

const SECRET = 'slack-signing-secret'
const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }
const ours = channel('slack', { secrets: { signing_secret: SECRET } })

async function receive(body: string, type: Record<string, string> = JSON_TYPE) {
  return slack.receive(inbound(body, { ...type, ...(await slackHeaders(body, SECRET)) }), ours, NOW_MS)
}

describe('verification', () => {
  // docs.slack.dev/authentication/verifying-requests-from-slack
  const secret = '8f742231b10e8888abcd99yyyzzz85a5'
  const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503'
  const timestamp = '1531420618'
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
  const headers = { ...FORM_TYPE, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature }
  const nowMs = Number(timestamp) * 1000
  const documented = channel('slack', { secrets: { signing_secret: secret } })

  it('accepts the documented request', async () => {
    expect(await slack.receive(inbound(body, headers), documented, nowMs)).toEqual({
      kind: 'events',
      events: [
        {
          id: 'command:398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
          type: 'command.invoked',
          user: { id: 'U2CERLKJA', name: 'roadrunner' },
          room: 'G8PSS9T3V',
          data: { command: '/webhook-collect', text: '', room: 'G8PSS9T3V', team_id: 'T1DC2JH3J' },
        },
      ],
    })
  })

  it.each([
    ['a tampered body', `${body}------`, {}, 0],
    ['no timestamp', body, { 'x-slack-request-timestamp': '' }, 0],
    ['no signature', body, { 'x-slack-signature': '' }, 0],
    ['another version', body, { 'x-slack-signature': signature.replace('v0', 'v1') }, 0],
    ['no version', body, { 'x-slack-signature': signature.slice(3) }, 0],
    ['a signature that is not hex', body, { 'x-slack-signature': 'v0=hello' }, 0],
    ['another timestamp', body, { 'x-slack-request-timestamp': '1531420619' }, 0],
    ['text as timestamp', body, { 'x-slack-request-timestamp': 'hello' }, 0],
    ['a stale timestamp', body, {}, 301_000],
    ['a future timestamp', body, {}, -301_000],
  ])('refuses %s', async (_case, text, changed, laterMs) => {
    const received = await slack.receive(inbound(text, { ...headers, ...changed }), documented, nowMs + laterMs)
    expect(received).toMatchObject({ kind: 'forged' })
  })

  it.each([300_000, -300_000])('accepts a clock that is %d ms off', async (laterMs) => {
    expect(await slack.receive(inbound(body, headers), documented, nowMs + laterMs)).toMatchObject({ kind: 'events' })
  })

  it('takes either of two secrets during rotation, and no other', async () => {
    const rotating = (signing_secret: string[]) => channel('slack', { secrets: { signing_secret } })
    expect(await slack.receive(inbound(body, headers), rotating(['new', secret]), nowMs)).toMatchObject({
      kind: 'events',
    })
    expect(await slack.receive(inbound(body, headers), rotating(['new', 'old']), nowMs)).toMatchObject({
      kind: 'forged',
    })
  })

  it.each<Secrets>([{}, { signing_secret: '' }, { signing_secret: [] }])(
    'never passes with secrets %j',
    async (secrets) => {
      const received = await slack.receive(inbound(body, headers), channel('slack', { secrets }), nowMs)
      expect(received).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
    },
  )
})

describe('handshake', () => {
  const body = JSON.stringify({ token: 'legacy', challenge: '3eZbrw1aBm2rZgRN', type: 'url_verification' })

  it('echoes the challenge', async () => {
    const reply = { status: 200, headers: JSON_TYPE, body: '{"challenge":"3eZbrw1aBm2rZgRN"}' }
    expect(await receive(body)).toEqual({ kind: 'challenge', reply })
  })

  it('echoes nothing to a stranger', async () => {
    expect(await slack.receive(inbound(body, JSON_TYPE), ours, NOW_MS)).toMatchObject({ kind: 'forged' })
  })
})

describe('Events API', () => {
  it.each(samples.events)('$name', async ({ body, expected }) => {
    const received = await receive(JSON.stringify(body))
    expect(received).toMatchObject({ kind: 'events', events: expected })
    expect(received).not.toHaveProperty('reply')
  })

  it.each([
    '{"type":"event_callback"',
    '[]',
    '{"type":"event_callback","event":{"type":"message"}}',
    '{"type":"new"}',
    '['.repeat(65),
    '{"__proto__":{}}',
  ])('refuses %s', async (body) => expect(await receive(body)).toMatchObject({ kind: 'unreadable' }))
})

describe('interactivity', () => {
  const form = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const clicked = {
    type: 'block_actions',
    user: { id: 'U1ADA', username: 'ada', team_id: 'T0QUN' },
    channel: { id: 'C1GEN', name: 'general' },
    message: { ts: '1767603500.000300' },
    trigger_id: '13345224609.738474920',
    token: 'legacy',
    response_url: 'https://hooks.slack.com/actions/secret',
  }
  const action = { action_id: 'approve', block_id: 'b1', type: 'button', value: 'yes', action_ts: '1767603595.123000' }

  it('reads a click', async () => {
    expect(await receive(form({ ...clicked, actions: [action] }), FORM_TYPE)).toEqual({
      kind: 'events',
      events: [
        {
          id: 'action:13345224609.738474920:approve:1767603595.123000',
          type: 'button.clicked',
          atMs: 1767603595123,
          user: { id: 'U1ADA', name: 'ada' },
          room: 'C1GEN',
          data: { value: 'yes', action_id: 'approve', block_id: 'b1', message_id: '1767603500.000300', room: 'C1GEN' },
        },
      ],
    })
  })

  it.each([
    ['a select', { selected_option: { value: 'blue' } }, 'blue'],
    ['checkboxes', { selected_options: [{ value: 'a' }, { value: 'b' }] }, 'a,b'],
    ['a date', { selected_date: '2026-01-05' }, '2026-01-05'],
    ['a user', { selected_user: 'U2BOB' }, 'U2BOB'],
    ['a button without a value', {}, 'pick'],
  ])('reads %s', async (_case, element, value) => {
    const body = form({ ...clicked, actions: [{ action_id: 'pick', ...element }] })
    expect(await receive(body, FORM_TYPE)).toMatchObject({ events: [{ type: 'button.clicked', data: { value } }] })
  })

  it('reads another payload as custom, without its capabilities', async () => {
    const view = {
      type: 'view_closed',
      user: { id: 'U1ADA' },
      trigger_id: 't1',
      token: 'x',
      response_urls: [],
      view: { id: 'V1' },
    }
    expect(await receive(form(view), FORM_TYPE)).toEqual({
      kind: 'events',
      events: [
        {
          id: 'interaction:t1',
          type: 'custom.slack.view_closed',
          user: { id: 'U1ADA' },
          data: { type: 'view_closed', user: { id: 'U1ADA' }, view: { id: 'V1' } },
        },
      ],
    })
  })

  it('reads a modal that was sent off, with all that was chosen', async () => {
    const values = {
      b1: { why: { type: 'plain_text_input', value: 'because' } },
      b2: { when: { type: 'datepicker', selected_date: '2026-01-05' }, who: { selected_users: ['U2', 'U3'] } },
      b3: { why: { type: 'static_select', selected_option: { value: 'blue' } }, none: { value: null } },
      b4: { boxes: { type: 'checkboxes', selected_options: [{ value: 'a' }, { value: 'b' }] } },
    }
    const view = { id: 'V1', callback_id: 'feedback', private_metadata: 'C1', state: { values } }
    const body = form({ type: 'view_submission', user: { id: 'U1ADA' }, trigger_id: 't2', view })
    expect(await receive(body, FORM_TYPE)).toEqual({
      kind: 'events',
      events: [
        {
          id: 'interaction:t2',
          type: 'form.submitted',
          user: { id: 'U1ADA' },
          data: {
            form_id: 'feedback',
            response_id: 'V1',
            metadata: 'C1',
            answers: { why: 'because', when: '2026-01-05', who: ['U2', 'U3'], 'b3.why': 'blue', boxes: ['a', 'b'] },
          },
        },
      ],
    })
  })

  it('passes over buttons of ours that only open an address', async () => {
    const body = form({ ...clicked, actions: [{ action_id: 'open-link-0', type: 'button' }, action] })
    expect(await receive(body, FORM_TYPE)).toMatchObject({ events: [{ data: { value: 'yes' } }] })
  })

  it('marks what happens in a channel shared with another organisation', async () => {
    const event = { type: 'member_joined_channel', user: 'W9', channel: 'C1', team: 'T9' }
    const body = { type: 'event_callback', event_id: 'Ev9', event, is_ext_shared_channel: true }
    expect(await receive(JSON.stringify(body))).toMatchObject({ events: [{ data: { shared: true, room: 'C1' } }] })
  })

  it('tells Slack not to repeat what cannot be read', async () => {
    expect(await receive('{')).toMatchObject({ kind: 'unreadable', headers: { 'x-slack-no-retry': '1' } })
    expect(await slack.receive(inbound('{', JSON_TYPE), ours, NOW_MS)).not.toHaveProperty('headers')
  })

  it.each(['payload=%7B', 'payload=[]', 'payload=%7B%22type%22%3A%22block_actions%22%7D', 'hello=world', ''])(
    'refuses the form %j',
    async (body) => expect(await receive(body, FORM_TYPE)).toMatchObject({ kind: 'unreadable' }),
  )

  it('answers the check of a command’s certificate', async () => {
    expect(await receive('ssl_check=1&token=x', FORM_TYPE)).toEqual({ kind: 'events', events: [] })
  })
})

describe('settings', () => {
  it.each([
    [{ signing_secret: 's' }, true],
    [{ signing_secret: ['a', 'b'], bot_token: 'xoxb-1' }, true],
    [{ signing_secret: '' }, false],
    [{ signing_secret: ' ' }, false],
    [{ bot_token: 'xoxb-1' }, false],
    [{ signing_secret: 's', token: 'typo' }, false],
  ])('secrets %j: %s', (secrets, valid) => expect(v.is(slack.secrets, secrets)).toBe(valid))
})
