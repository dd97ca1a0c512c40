import * as v from 'valibot'
import { AesKey } from '../callback-fields.ts'
import type { ChannelKind } from '../kind.ts'
import { address, described, passiveReplySetting, secret, setting } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'

const AgentId = v.union(
  [v.pipe(v.string(), v.regex(/^\d{1,10}$/)), v.pipe(v.number(), v.integer(), v.minValue(0))],
  'must be a number such as 1000002',
)

export const wecom: ChannelKind = {
  name: 'wecom',
  title: { en: 'WeCom', 'zh-CN': '企业微信' },
  guide,
  config: v.strictObject({
    corp_id: setting(
      ['Corporation ID', '企业 ID'],
      ['ww…, My Company → Corporation ID.', 'ww…，见“我的企业”→“企业 ID”。'],
    ),
    agent_id: v.optional(
      described(
        AgentId,
        ['Agent ID', '应用 AgentId'],
        ['Shown in the details of the application. Sends as it.', '见应用详情，以该应用身份发送。'],
      ),
    ),
    robot_url: v.optional(
      address(
        ['Group robot', '群机器人地址'],
        ['The Webhook address of a robot: posts into its group.', '机器人的 Webhook 地址：向它所在的群发消息。'],
      ),
    ),
    passive_reply: v.optional(passiveReplySetting),
  }),
  secrets: v.strictObject({
    token: secret(['Token', 'Token'], ['Receive messages → API receive.', '“接收消息”→“设置 API 接收”。']),
    encoding_aes_key: secret(
      ['EncodingAESKey', 'EncodingAESKey'],
      ['43 characters, beside the token.', '43 位字符，与 Token 在同一处。'],
      AesKey,
    ),
    corp_secret: v.optional(
      secret(
        ['Secret', '应用 Secret'],
        [
          'Of the application. Without it and a robot the channel only receives.',
          '应用的 Secret。没有它也没有机器人时，渠道只能接收。',
        ],
      ),
    ),
  }),
  receive,
  reply: { status: 200 },
  sending,
  sample,
}
