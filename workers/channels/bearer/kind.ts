import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { described, secret } from '../setting.ts'
import { receive } from './receive.ts'

const HeaderName = v.pipe(v.string(), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'not the name of a header'))

export const bearer: ChannelKind = {
  name: 'bearer',
  title: { en: 'Webhook with a token (Bearer)', 'zh-CN': '令牌回调（Bearer）' },
  guide: {
    en: `For a sender that can only add a fixed header.

1. Make a token, \`openssl rand -hex 32\`, and save it here.
2. Give the sender the address below and the header \`Authorization: Bearer …\` with the token. When it uses another header, such as \`X-Api-Key\`, name it here: it then holds the token alone. For Basic authentication name a **User**: the token is its password.
3. Tell in **Fields** what in the body is what: at least \`user_id\` and \`type\`.

An \`Idempotency-Key\` or \`Webhook-Id\` header, or a mapped \`id\`, counts once; without them two requests with the very same body count as one.`,
    'zh-CN': `适用于只能附加固定请求头的发送方。

1. 生成令牌 \`openssl rand -hex 32\` 并保存在这里。
2. 把下方网址和请求头 \`Authorization: Bearer …\`（含令牌）给发送方。若对方使用其他请求头，如 \`X-Api-Key\`，在这里填写名称：其值即令牌本身。使用 Basic 认证时填写 **用户名**：令牌即密码。
3. 在 **字段映射** 中说明正文里什么是什么：至少 \`user_id\` 和 \`type\`。

同一个 \`Idempotency-Key\` 或 \`Webhook-Id\` 请求头，或映射的 \`id\`，只算一次；都没有时，正文完全相同的两个请求只算一次。`,
  },
  config: v.strictObject({
    header: v.optional(
      described(
        HeaderName,
        ['Header', '请求头'],
        ['Which holds the token; Authorization when left out.', '存放令牌的请求头；未填写时为 Authorization。'],
      ),
    ),
    user: v.optional(
      described(
        v.pipe(v.string(), v.regex(/^[^:\s]{1,200}$/, 'must be a name without colons and blanks')),
        ['User', '用户名'],
        [
          'For senders that log in by Basic authentication: the token is the password then.',
          '发送方使用 Basic 认证时填写：令牌即为密码。',
        ],
      ),
    ),
    map: v.optional(FieldMap),
  }),
  secrets: v.strictObject({
    token: secret(['Token', '令牌'], ['What the sender puts into the header.', '发送方放入请求头的令牌。']),
  }),
  receive,
  answersProbes: true,
  sample: {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event: 'signup', member: { uid: 'm-1024', name: 'Lin Wei', email: 'lin.wei@example.com' } }),
  },
}
