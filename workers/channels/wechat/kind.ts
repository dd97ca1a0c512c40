import * as v from 'valibot'
import { AesKey } from '../callback-fields.ts'
import type { ChannelKind } from '../kind.ts'
import { described, passiveReplySetting, secret, setting } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'
import { Template } from './template.ts'

export const wechat: ChannelKind = {
  name: 'wechat',
  title: { en: 'WeChat Official Account', 'zh-CN': '微信公众号' },
  guide,
  config: v.strictObject({
    app_id: setting(
      ['App ID', '开发者 ID（AppID）'],
      ['wx…, Settings and development → Basic configuration.', 'wx…，见“设置与开发”→“基本配置”。'],
    ),
    passive_reply: v.optional(passiveReplySetting),
    template: v.optional(
      described(
        Template,
        ['Template message', '模板消息'],
        [
          'With it, messages that have a card go as this template, at any time: its id, and which part (text, title, description) each field shows.',
          '设置后，带卡片的消息以此模板发送，不受 48 小时限制：模板 ID，以及每个字段显示哪一部分（text、title、description）。',
        ],
      ),
    ),
  }),
  secrets: v.strictObject({
    token: secret(['Token', '令牌（Token）'], ['Server configuration.', '见“服务器配置”。']),
    encoding_aes_key: v.optional(
      secret(
        ['EncodingAESKey', '消息加解密密钥'],
        [
          '43 characters. When set, only encrypted messages are taken: choose the safe mode.',
          '43 位字符。设置后只接受加密消息：请选择安全模式。',
        ],
        AesKey,
      ),
    ),
    app_secret: v.optional(
      secret(
        ['App secret', '开发者密码（AppSecret）'],
        ['Without it the channel only receives.', '没有它，渠道只能接收。'],
      ),
    ),
  }),
  receive,
  reply: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'success' },
  sending,
  sample,
}
