import { expect, it } from 'vitest'
import type { Channel } from '../../../workers/channels/kind.ts'
import { findKind } from '../../../workers/channels/kinds.ts'
import { concatBytes, hmac, toHex } from '../../../workers/channels/signature.ts'
import { channel, inbound, NOW_MS, slackHeaders } from './requests.ts'
import feishu from './samples/feishu.json'
import slack from './samples/slack.json'
import telegram from './samples/telegram.json'
import whatsapp from './samples/whatsapp.json'

type Sample = { name: string; body: unknown }
type Platform = {
  samples: readonly Sample[]
  settings: Partial<Channel>
  sign: (body: string) => Promise<Record<string, string>> | Record<string, string>
}

const platforms: Record<string, Platform> = {
  slack: { samples: slack.events, settings: { secrets: { signing_secret: 's' } }, sign: (body) => slackHeaders(body, 's') },
  feishu: { samples: feishu.events, settings: { config: { app_id: 'cli_a0000000000001' }, secrets: { verification_token: 'verification-token' } }, sign: () => ({}) },
  telegram: { samples: telegram.updates, settings: { secrets: { secret_token: 's' } }, sign: () => ({ 'x-telegram-bot-api-secret-token': 's' }) },
  whatsapp: {
    samples: whatsapp.notifications,
    settings: { config: { phone_number_id: '277321005464405' }, secrets: { app_secret: 's', verify_token: 't' } },
    sign: async (body) => ({ 'x-hub-signature-256': `sha256=${toHex(await hmac('s', concatBytes(body)))}` }),
  },
} // biome-ignore format: one platform after the other

it.each([
  ['slack', 'message of a bot'],
  ['slack', 'message with subtype bot_message'],
  ['slack', 'message of our app'],
  ['feishu', 'message of an app'],
  ['feishu', 'reaction of an app'],
  ['telegram', 'a message of a bot'],
  ['whatsapp', 'a message of our own number'],
])('what bots write, our own among them, never comes back as an event: %s, %s', async (name, recorded) => {
  const { samples, settings, sign } = platforms[name] ?? { samples: [], settings: {}, sign: () => ({}) }
  const body = JSON.stringify(samples.find((sample) => sample.name === recorded)?.body)
  const request = inbound(body, { 'content-type': 'application/json', ...(await sign(body)) })
  expect(await findKind(name)?.receive(request, channel(name, settings), NOW_MS)).toMatchObject({
    kind: 'events',
    events: [],
  })
})
