import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'
import { sending } from './send.ts'

export const sandbox: ChannelKind = {
  name: 'sandbox',
  title: { en: 'Sandbox', 'zh-CN': '沙盒' },
  guide: {
    en: `1. Save the channel. With a secret, each request must carry \`X-Signature: sha256=<hex HMAC-SHA256 of the body>\`.
2. Post a plain event to the address below: \`{ "id": "1", "type": "member.joined", "user": { "id": "ann", "name": "Ann" }, "data": {} }\`.
3. What workflows send is kept and can be read under **Messages**; with an API address it is posted to \`/messages\` there.

Only in development: a deployed product has no sandbox.`,
    'zh-CN': `1. 保存渠道。设置了密钥时，每个请求须带 \`X-Signature: sha256=<正文的 HMAC-SHA256 十六进制>\`。
2. 向下方网址发送普通事件：\`{ "id": "1", "type": "member.joined", "user": { "id": "ann", "name": "Ann" }, "data": {} }\`。
3. 流程发送的内容会被保存，可在 **消息** 中查看；设置了 API 地址时，会发送到该地址的 \`/messages\`。

仅在开发模式可用：部署后的产品没有沙盒。`,
  },
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
  sample,
}
