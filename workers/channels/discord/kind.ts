import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { address, described, secret, setting } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'

export const discord: ChannelKind = {
  name: 'discord',
  title: { en: 'Discord', 'zh-CN': 'Discord' },
  guide,
  config: v.strictObject({
    application_id: setting(
      ['Application ID', '应用 ID'],
      ['General Information of the application.', '应用的 General Information 页面。'],
    ),
    public_key: described(
      v.pipe(v.string(), v.regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hex digits')),
      ['Public key', '公钥'],
      ['General Information; Discord signs what it sends with it.', 'General Information 页面；Discord 用它签名请求。'],
    ),
    webhook_url: v.optional(
      address(
        ['Channel webhook', '频道 Webhook 地址'],
        ['Posts into one channel, when there is no bot token to send with.', '没有机器人令牌时，向一个频道发消息。'],
      ),
    ),
    command_reply: v.optional(
      described(
        v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(2000)),
        ['Answer to commands', '命令的应答'],
        [
          'What the author of a slash command sees at once, alone. What workflows send comes as messages.',
          '发出斜杠命令的人立即看到的话，仅本人可见。流程发送的内容会另成消息。',
        ],
      ),
    ),
  }),
  secrets: v.strictObject({
    bot_token: v.optional(
      secret(
        ['Bot token', '机器人令牌'],
        [
          'Bot page → Reset Token. Without it and a webhook the channel only receives.',
          'Bot 页面 → Reset Token。没有它也没有 Webhook 时，渠道只能接收。',
        ],
      ),
    ),
    relay_secret: v.optional(
      secret(
        ['Relay secret', '转发密钥'],
        [
          'Standard Webhooks secret (whsec_…) of a relay that passes on what Discord says on its Gateway only: members and messages.',
          '转发程序的 Standard Webhooks 密钥（whsec_…），用于转发只在 Gateway 上出现的成员与消息事件。',
        ],
        v.pipe(
          v.string(),
          v.regex(/^(?:whsec_|whpk_)?[A-Za-z0-9+/]{2,}={0,2}$/, 'must be whsec_… or whpk_… with a base64 key'),
        ),
      ),
    ),
  }),
  receive,
  sending,
  sample,
}
