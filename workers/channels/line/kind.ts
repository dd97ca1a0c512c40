import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'

export const line: ChannelKind = {
  name: 'line',
  title: { en: 'LINE', 'zh-CN': 'LINE' },
  guide,
  config: v.strictObject({}),
  secrets: v.strictObject({
    channel_secret: secret(
      ['Channel secret', '频道密钥'],
      ['Basic settings of the Messaging API channel.', 'Messaging API 频道的 Basic settings 页。'],
    ),
    channel_access_token: v.optional(
      secret(
        ['Channel access token', '频道访问令牌'],
        [
          'Messaging API page → Issue. Without it the channel only receives.',
          'Messaging API 页面 → Issue。没有它，渠道只能接收。',
        ],
      ),
    ),
  }),
  receive,
  reply: { status: 200 },
  sending,
  sample,
}
