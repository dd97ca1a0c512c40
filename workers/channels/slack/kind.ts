import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { receive } from './receive.ts'
import { sending } from './send.ts'

export const slack: ChannelKind = {
  name: 'slack',
  title: { en: 'Slack', 'zh-CN': 'Slack' },
  config: v.strictObject({}),
  secrets: v.strictObject({
    signing_secret: secret(
      ['Signing secret', '签名密钥'],
      ['Basic Information → App Credentials of the Slack app.', 'Slack 应用的 Basic Information → App Credentials。'],
    ),
    bot_token: v.optional(
      secret(
        ['Bot token', '机器人令牌'],
        [
          'xoxb-…, with chat:write. Without it the channel only receives.',
          'xoxb-…，需要 chat:write 权限。没有它，渠道只能接收。',
        ],
      ),
    ),
  }),
  receive,
  reply: { status: 200 },
  sending,
}
