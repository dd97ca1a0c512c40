import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { described, secret } from '../setting.ts'
import { guide } from './guide.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'

export const whatsapp: ChannelKind = {
  name: 'whatsapp',
  title: { en: 'WhatsApp', 'zh-CN': 'WhatsApp' },
  guide,
  config: v.strictObject({
    phone_number_id: described(
      v.pipe(v.string(), v.regex(/^\d{5,32}$/, 'must be the digits of an id')),
      ['Phone number ID', '电话号码 ID'],
      [
        'WhatsApp → API Setup of the app: an id, not the number itself.',
        '应用的 WhatsApp → API Setup 页：是编号，不是电话号码本身。',
      ],
    ),
    graph_version: v.optional(
      described(
        v.pipe(v.string(), v.regex(/^v\d{1,3}\.\d$/, 'must be a version such as v24.0')),
        ['Graph API version', 'Graph API 版本'],
        ['v24.0 unless said.', '默认 v24.0。'],
      ),
    ),
  }),
  secrets: v.strictObject({
    app_secret: secret(
      ['App secret', '应用密钥'],
      ['App settings → Basic. Meta signs what it sends with it.', '应用设置 → 基本。Meta 用它签名请求。'],
    ),
    verify_token: secret(
      ['Verify token', '验证令牌'],
      ['Any text; enter the same when you subscribe the webhook.', '任意文本；订阅 Webhook 时填写同样的内容。'],
    ),
    access_token: v.optional(
      secret(
        ['Access token', '访问令牌'],
        [
          'Of a system user, with whatsapp_business_messaging. Without it the channel only receives.',
          '系统用户的令牌，需要 whatsapp_business_messaging 权限。没有它，渠道只能接收。',
        ],
      ),
    ),
  }),
  receive,
  reply: { status: 200 },
  sending,
  sample,
}
