import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { receive } from './receive.ts'
import { sample } from './sample.ts'

export const stripe: ChannelKind = {
  name: 'stripe',
  title: { en: 'Stripe', 'zh-CN': 'Stripe' },
  guide: {
    en: `1. In the Stripe dashboard open **Developers → Webhooks → Add endpoint**, give it the address below and choose the events, at least \`checkout.session.completed\` and \`charge.refunded\`.
2. Copy its **Signing secret** (\`whsec_…\`) and save it here. While you roll it, save both.
3. Send a test event.

A paid checkout session is \`order.paid\`, a refunded charge \`order.refunded\`, with \`amount\` in units of the currency; everything else is \`custom.stripe.…\`, such as \`custom.stripe.invoice.paid\`. The person is \`metadata.user_id\` or \`client_reference_id\`, else Stripe's customer; **Fields** may say otherwise.`,
    'zh-CN': `1. 在 Stripe 后台打开 **Developers → Webhooks → Add endpoint**，填入下方网址并选择事件，至少 \`checkout.session.completed\` 和 \`charge.refunded\`。
2. 复制 **Signing secret**（\`whsec_…\`）并保存在这里。轮换期间可同时保存两个。
3. 发送测试事件。

已付款的 checkout session 即 \`order.paid\`，退款的 charge 即 \`order.refunded\`，\`amount\` 以货币单位计；其他为 \`custom.stripe.…\`，如 \`custom.stripe.invoice.paid\`。用户为 \`metadata.user_id\` 或 \`client_reference_id\`，否则为 Stripe 的 customer；可在 **字段映射** 中另行指定。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({
    secret: secret(
      ['Signing secret', '签名密钥'],
      ['whsec_…, of the endpoint in Stripe.', 'Stripe 中该 endpoint 的 whsec_…。'],
    ),
  }),
  receive,
  answersProbes: true,
  reply: { status: 200 },
  sample,
}
