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
    signing_secret: secret('Signing secret', 'Basic Information → App Credentials of the Slack app.'),
    bot_token: v.optional(secret('Bot token', 'xoxb-…, with chat:write. Without it the channel only receives.')),
  }),
  receive,
  reply: { status: 200 },
  sending,
}
