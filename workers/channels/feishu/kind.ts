import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { address, secret, setting } from '../setting.ts'
import { receive } from './receive.ts'
import { sending } from './send.ts'
import { HOSTS } from './shape.ts'

export const feishu: ChannelKind = {
  name: 'feishu',
  title: { en: 'Feishu / Lark', 'zh-CN': '飞书' },
  config: v.strictObject({
    app_id: setting('App ID', 'cli_…, Credentials & Basic Info of the app.'),
    bot_url: v.optional(
      address('Custom bot webhook', 'Posts into one group, when there is no app secret to send with.'),
    ),
    host: v.optional(
      v.pipe(v.picklist(HOSTS), v.title('Host'), v.description('Feishu unless said; Lark is open.larksuite.com.')),
    ),
  }),
  secrets: v.strictObject({
    verification_token: secret('Verification token', 'Events & Callbacks → Encryption Strategy.'),
    encrypt_key: v.optional(secret('Encrypt key', 'When set, only encrypted and signed requests are taken.')),
    app_secret: v.optional(
      secret('App secret', 'Sends as the app. Without it and a custom bot the channel only receives.'),
    ),
    bot_secret: v.optional(secret('Custom bot secret', 'Signs what is sent through the custom bot.')),
  }),
  receive,
  sending,
}
