import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { described, secret } from '../setting.ts'
import { receive } from './receive.ts'

const HeaderName = v.pipe(v.string(), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'not the name of a header'))

export const hmac: ChannelKind = {
  name: 'hmac',
  title: { en: 'Signed webhook (HMAC)', 'zh-CN': '签名回调（HMAC）' },
  guide: {
    en: `For a sender that puts an HMAC of the body into a header.

1. Look up in its documentation: the **header**, the **algorithm**, the **encoding**, and what stands **before** the signature, such as \`sha256=\`.
2. Give it the address below and save its secret here. While it is being rotated, save both.
3. When it sends a time as well, name that header: requests older than 300 seconds are then refused.
4. Tell in **Fields** what in the body is what: at least \`user_id\` and \`type\`.

Without a mapped \`id\`, two requests with the very same body count as one.`,
    'zh-CN': `适用于在请求头中附带正文 HMAC 的发送方。

1. 在对方文档中查明：**请求头**、**算法**、**编码**，以及签名**前缀**，如 \`sha256=\`。
2. 把下方网址给对方，并在这里保存密钥。轮换期间可同时保存两个。
3. 若对方还发送时间，填写该请求头的名称：早于 300 秒的请求会被拒绝。
4. 在 **字段映射** 中说明正文里什么是什么：至少 \`user_id\` 和 \`type\`。

没有映射 \`id\` 时，正文完全相同的两个请求只算一次。`,
  },
  config: v.strictObject({
    header: described(
      HeaderName,
      ['Header', '请求头'],
      ['Which holds the signature, such as X-Signature.', '存放签名的请求头，如 X-Signature。'],
    ),
    algorithm: v.optional(
      described(
        v.picklist(['sha256', 'sha1', 'sha512']),
        ['Algorithm', '算法'],
        ['The hash of the HMAC.', 'HMAC 使用的哈希。'],
      ),
      'sha256',
    ),
    encoding: v.optional(
      described(
        v.picklist(['hex', 'base64']),
        ['Encoding', '编码'],
        ['How the signature is written.', '签名的书写方式。'],
      ),
      'hex',
    ),
    prefix: v.optional(
      described(
        v.pipe(v.string(), v.maxLength(50)),
        ['Prefix', '前缀'],
        ['What stands before the signature, such as sha256=.', '签名之前的内容，如 sha256=。'],
      ),
    ),
    timestamp_header: v.optional(
      described(
        HeaderName,
        ['Timestamp header', '时间请求头'],
        [
          'Which holds the time, in seconds or milliseconds since 1970 or ISO 8601. More than 300 seconds away is refused.',
          '存放时间的请求头：自 1970 年起的秒、毫秒，或 ISO 8601。相差超过 300 秒会被拒绝。',
        ],
      ),
    ),
    signed: v.optional(
      described(
        v.picklist(['body', 'timestamp.body']),
        ['What is signed', '签名内容'],
        [
          'The body alone, or the time, a dot and the body. Left out, with a timestamp header either is taken.',
          '仅正文，或“时间.正文”。未填写且有时间请求头时，两者皆可。',
        ],
      ),
    ),
    map: v.optional(FieldMap),
  }),
  secrets: v.strictObject({
    secret: secret(
      ['Secret', '密钥'],
      ['The key that the sender signs with, as text.', '发送方签名使用的密钥（文本）。'],
    ),
  }),
  receive,
  answersProbes: true,
  sample: {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      event: 'order.created',
      order: { id: 7, total: 99.5, currency: 'CNY' },
      customer: { id: 1024, nickname: '林薇', mobile: '13800000000' },
    }),
  },
}
