import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { receive } from './receive.ts'
import { webhookSecret } from './secret.ts'

export const standardWebhooks: ChannelKind = {
  name: 'standard-webhooks',
  title: { en: 'Standard Webhooks', 'zh-CN': 'Standard Webhooks 标准回调' },
  guide: {
    en: `For any sender that signs as [Standard Webhooks](https://www.standardwebhooks.com) or Svix does.

1. Give the sender the address below.
2. Copy the secret that it shows, \`whsec_…\` (or \`whpk_…\`, a public key), and save it here. While it is being rotated, save both.
3. Tell in **Fields** what in the body is what. \`{ "type", "data" }\` is understood by itself.

Requests signed more than 300 seconds ago are refused; a \`webhook-id\` counts once.`,
    'zh-CN': `适用于任何按 [Standard Webhooks](https://www.standardwebhooks.com) 或 Svix 签名的发送方。

1. 把下方网址给发送方。
2. 复制对方显示的密钥 \`whsec_…\`（或公钥 \`whpk_…\`）并保存在这里。轮换期间可同时保存两个。
3. 在 **字段映射** 中说明正文里什么是什么。\`{ "type", "data" }\` 会自动识别。

签名早于 300 秒的请求会被拒绝；同一个 \`webhook-id\` 只算一次。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({ secret: webhookSecret }),
  receive,
  answersProbes: true,
  sample: {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'user.created',
      timestamp: '2026-01-05T08:58:41Z',
      data: { user_id: 'm-1024', name: 'Lin Wei', email: 'lin.wei@example.com', plan: 'pro' },
    }),
  },
}
