import * as v from 'valibot'
import { AesKey } from '../callback-fields.ts'
import type { ChannelKind } from '../kind.ts'
import { address, secret, setting } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'

export const dingtalk: ChannelKind = {
  name: 'dingtalk',
  title: { en: 'DingTalk', 'zh-CN': '钉钉' },
  guide,
  config: v.strictObject({
    app_key: setting(
      ['App key', 'AppKey（Client ID）'],
      ['Credentials and Basic Information of the application.', '见应用的“凭证与基础信息”。'],
    ),
    owner_key: v.optional(
      setting(
        ['Owner of the events', '事件所属'],
        [
          'The app key unless said: the CorpId for older own applications, the SuiteKey for third parties.',
          '默认为 AppKey；旧版企业内部应用填 CorpId，第三方应用填 SuiteKey。',
        ],
      ),
    ),
    robot_code: v.optional(
      setting(
        ['Robot code', '机器人编码（RobotCode）'],
        ['Sends as the robot of the application, to people and groups.', '以应用机器人的身份向个人和群发送。'],
      ),
    ),
    robot_url: v.optional(
      address(
        ['Custom robot', '自定义机器人地址'],
        ['Its Webhook address: posts into its group.', '自定义机器人的 Webhook 地址：向它所在的群发消息。'],
      ),
    ),
  }),
  secrets: v.strictObject({
    app_secret: secret(
      ['App secret', 'AppSecret（Client Secret）'],
      ['Beside the app key. Verifies what is said to the robot.', '与 AppKey 在同一处，用于校验机器人收到的消息。'],
    ),
    token: v.optional(
      secret(['Token', '签名 Token'], ['Event subscription, HTTP push.', '见“事件订阅”（HTTP 推送）。']),
    ),
    aes_key: v.optional(
      secret(
        ['AES key', '加密 aes_key'],
        ['43 characters, beside the token.', '43 位字符，与 Token 在同一处。'],
        AesKey,
      ),
    ),
    robot_secret: v.optional(
      secret(
        ['Secret of the custom robot', '自定义机器人加签密钥'],
        ['SEC…, when its security setting is the sign.', 'SEC…，安全设置选择“加签”时填写。'],
      ),
    ),
  }),
  receive,
  sending,
  sample,
}
