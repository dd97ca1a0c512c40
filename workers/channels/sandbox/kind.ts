import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { receive } from './receive.ts'
import { sending } from './send.ts'

export const sandbox: ChannelKind = {
  name: 'sandbox',
  title: { en: 'Sandbox', 'zh-CN': '沙盒' },
  config: v.strictObject({}),
  secrets: v.strictObject({
    secret: v.optional(
      secret(
        ['Secret', '密钥'],
        [
          'Signs incoming events: X-Signature is sha256=<hex HMAC-SHA256 of the body>.',
          '为传入事件签名：X-Signature 为 sha256=<正文的 HMAC-SHA256 十六进制>。',
        ],
      ),
    ),
  }),
  receive,
  sending,
}
