import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { address, secret } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'

export const slack: ChannelKind = {
  name: 'slack',
  title: { en: 'Slack', 'zh-CN': 'Slack' },
  guide,
  config: v.strictObject({
    webhook_url: v.optional(
      address(
        ['Incoming webhook', '传入 Webhook 地址'],
        ['Posts into one channel, when there is no bot token to send with.', '没有机器人令牌时，向一个频道发消息。'],
      ),
    ),
  }),
  secrets: v.strictObject({
    signing_secret: secret(
      ['Signing secret', '签名密钥'],
      ['Basic Information → App Credentials of the Slack app.', 'Slack 应用的 Basic Information → App Credentials。'],
    ),
    bot_token: v.optional(
      secret(
        ['Bot token', '机器人令牌'],
        [
          'xoxb-…, with chat:write. Without it and an incoming webhook the channel only receives.',
          'xoxb-…，需要 chat:write 权限。没有它也没有传入 Webhook 时，渠道只能接收。',
        ],
      ),
    ),
  }),
  receive,
  reply: { status: 200 },
  sending,
  sample,
}
