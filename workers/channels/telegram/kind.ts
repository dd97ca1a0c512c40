import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { described, secret } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'

export const telegram: ChannelKind = {
  name: 'telegram',
  title: { en: 'Telegram', 'zh-CN': 'Telegram' },
  guide,
  config: v.strictObject({
    username: v.optional(
      described(
        v.pipe(v.string(), v.regex(/^@?\w{3,32}$/, 'must be the name of a bot')),
        ['Bot name', '机器人用户名'],
        ['Tells which messages in groups address the bot: @name.', '用于识别群里哪些消息是对机器人说的：@用户名。'],
      ),
    ),
  }),
  secrets: v.strictObject({
    secret_token: secret(
      ['Secret token', '校验令牌'],
      [
        'The secret_token you give to setWebhook; any text of A-Z, a-z, 0-9, _ and -.',
        '调用 setWebhook 时给出的 secret_token；由 A-Z、a-z、0-9、_ 和 - 组成。',
      ],
      v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,256}$/, 'must be 1 to 256 of A-Z, a-z, 0-9, _ and -')),
    ),
    bot_token: v.optional(
      secret(
        ['Bot token', '机器人令牌'],
        ['From @BotFather. Without it the channel only receives.', '由 @BotFather 提供。没有它，渠道只能接收。'],
        v.pipe(v.string(), v.regex(/^[A-Za-z0-9:_-]{1,256}$/, 'must be a bot token such as 123456:ABC-DEF')),
      ),
    ),
  }),
  receive,
  reply: { status: 200 },
  sending,
  sample,
}
