import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { address, described, secret, setting } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'
import { HOSTS } from './shape.ts'

export const feishu: ChannelKind = {
  name: 'feishu',
  title: { en: 'Feishu / Lark', 'zh-CN': '飞书' },
  guide,
  config: v.strictObject({
    app_id: setting(
      ['App ID', '应用 App ID'],
      ['cli_…, Credentials & Basic Info of the app.', 'cli_…，见应用的“凭证与基础信息”。'],
    ),
    bot_url: v.optional(
      address(
        ['Custom bot webhook', '自定义机器人地址'],
        ['Posts into one group, when there is no app secret to send with.', '没有应用密钥时，向一个群发消息。'],
      ),
    ),
    host: v.optional(
      described(
        v.picklist(HOSTS),
        ['Host', '域名'],
        ['Feishu unless said; Lark is open.larksuite.com.', '默认飞书；Lark 为 open.larksuite.com。'],
      ),
    ),
  }),
  secrets: v.strictObject({
    verification_token: secret(
      ['Verification token', '校验令牌'],
      ['Events & Callbacks → Encryption Strategy.', '“事件与回调”→“加密策略”。'],
    ),
    encrypt_key: v.optional(
      secret(
        ['Encrypt key', '加密密钥'],
        ['When set, only encrypted and signed requests are taken.', '设置后，只接受加密并签名的请求。'],
      ),
    ),
    app_secret: v.optional(
      secret(
        ['App secret', '应用密钥'],
        [
          'Sends as the app. Without it and a custom bot the channel only receives.',
          '以应用身份发送。没有它也没有自定义机器人时，渠道只能接收。',
        ],
      ),
    ),
    bot_secret: v.optional(
      secret(
        ['Custom bot secret', '自定义机器人密钥'],
        ['Signs what is sent through the custom bot.', '为自定义机器人发送的内容签名。'],
      ),
    ),
  }),
  receive,
  sending,
  sample,
}
