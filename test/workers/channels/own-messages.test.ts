import { expect, it } from 'vitest'
import feishu from './samples/feishu.json'
import slack from './samples/slack.json'
import telegram from './samples/telegram.json'
import whatsapp from './samples/whatsapp.json'

/** Each is received by the test of its platform, which holds that exactly what is expected comes of it. */
it.each<[string, readonly { name: string; expected?: unknown }[], string]>([
  ['Slack', slack.events, 'message of a bot'],
  ['Slack', slack.events, 'message with subtype bot_message'],
  ['Slack', slack.events, 'message of our app'],
  ['Feishu', feishu.events, 'message of an app'],
  ['Feishu', feishu.events, 'reaction of an app'],
  ['Telegram', telegram.updates, 'a message of a bot'],
  ['WhatsApp', whatsapp.notifications, 'a message of our own number'],
])('what bots write, our own among them, never comes back as an event: %s', (_platform, samples, name) => {
  expect(samples.find((sample) => sample.name === name)).toMatchObject({ expected: [] })
}) // biome-ignore format: one sample a line
