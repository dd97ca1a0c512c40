import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Inbound } from '../../../workers/channels/kind.ts'
import { findKind } from '../../../workers/channels/kinds.ts'
import { concatBytes, fromBase64, hmac, toBase64, toHex } from '../../../workers/channels/signature.ts'
import { mutants } from './mutants.ts'
import { channel, inbound, NOW_MS, NOW_SECONDS, slackHeaders, webhookSignature } from './requests.ts'
import line from './samples/line.json'
import slack from './samples/slack.json'
import telegram from './samples/telegram.json'
import whatsapp from './samples/whatsapp.json'

const RELAY = 'cXVuZmxvdy1kaXNjb3JkLXJlbGF5'
const secrets = {
  signing_secret: 's',
  secret_token: 's',
  app_secret: 's',
  verify_token: 's',
  channel_secret: 's',
  relay_secret: `whsec_${RELAY}`,
}

const user = { id: '42', username: 'ada', global_name: 'Ada', bot: false }
const dispatches = [
  { t: 'GUILD_MEMBER_ADD', d: { guild_id: '7', user, nick: null, joined_at: '2026-01-05T08:59:30+00:00' } },
  { t: 'MESSAGE_CREATE', d: { id: '1', type: 0, channel_id: '8', author: user, content: 'hi', mentions: [user] } },
  {
    t: 'MESSAGE_REACTION_ADD',
    d: { user_id: '42', channel_id: '8', message_id: '9', emoji: { name: 'x' }, member: { user } },
  },
]
const modal = {
  type: 'view_submission',
  user: { id: 'U1' },
  trigger_id: 't',
  view: { id: 'V', callback_id: 'c', state: { values: { b: { a: { selected_options: [{ value: 'x' }] } } } } },
}
const click = { type: 'block_actions', user: { id: 'U1' }, trigger_id: 't', actions: [{ action_id: 'a', value: 'b' }] }

const hex = async (body: string) => toHex(await hmac('s', concatBytes(body)))
const form = (payload: string) => new URLSearchParams({ payload }).toString()

/** What each platform sends, and how it is signed. */
const platforms: [string, unknown[], (body: string) => Promise<Inbound>][] = [
  [
    'telegram',
    telegram.updates.map(({ body }) => body),
    async (body) => inbound(body, { 'x-telegram-bot-api-secret-token': 's' }),
  ],
  [
    'whatsapp',
    whatsapp.notifications.map(({ body }) => body),
    async (body) => inbound(body, { 'x-hub-signature-256': `sha256=${await hex(body)}` }),
  ],
  [
    'line',
    line.webhooks,
    async (body) => inbound(body, { 'x-line-signature': toBase64(await hmac('s', concatBytes(body))) }),
  ],
  ['slack', slack.events.map(({ body }) => body), async (body) => inbound(body, await slackHeaders(body, 's'))],
  [
    'slack',
    [modal, click],
    async (body) =>
      inbound(form(body), {
        ...(await slackHeaders(form(body), 's')),
        'content-type': 'application/x-www-form-urlencoded',
      }),
  ],
  [
    'discord',
    dispatches,
    async (body) => {
      const key = fromBase64(RELAY) ?? new Uint8Array()
      const signature = await webhookSignature(`m.${NOW_SECONDS}.${body}`, key)
      return inbound(body, { 'webhook-id': 'm', 'webhook-timestamp': NOW_SECONDS, 'webhook-signature': signature })
    },
  ],
]

it.each(platforms)(
  'whatever stands in a body of %s, it is read or refused, and never an accident',
  async (name, samples, signed) => {
    const kind = findKind(name)
    const ours = channel(name, { secrets, config: { application_id: '1', phone_number_id: '2773' } })
    const bodies = fc.oneof(...samples.map((sample) => mutants(sample)))
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const received = await kind?.receive(await signed(JSON.stringify(body)), ours, NOW_MS)
        expect(['events', 'challenge', 'unreadable', 'forged']).toContain(received?.kind)
        if (received?.kind !== 'events') return
        for (const event of received.events) {
          expect(event.id).not.toBe('')
          expect(event.type).toMatch(/^[A-Za-z0-9._:/-]{1,200}$/)
          if (event.user) expect(event.user.id).not.toBe('')
          expect(JSON.parse(JSON.stringify(event.data))).toEqual(event.data)
        }
      }),
      { numRuns: 300 },
    )
  },
)
