import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { answersIn, receive } from './receive.ts'
import { sample } from './sample.ts'

export const typeform: ChannelKind = {
  name: 'typeform',
  title: { en: 'Typeform', 'zh-CN': 'Typeform' },
  guide: {
    en: `1. Think of a secret, or make one: \`openssl rand -hex 32\`. Save it here.
2. In Typeform open the form, then **Connect → Webhooks → Add a webhook** and give it the address below.
3. Edit the webhook, set the same **Secret**, switch it **on** and send a test.

To know who answers, add hidden fields such as \`user_id\` or \`email\` to the form's link (\`#user_id=…\`), or map a question in **Fields**. Without either, an e-mail or phone question tells.`,
    'zh-CN': `1. 想一个密钥，或生成一个：\`openssl rand -hex 32\`，保存在这里。
2. 在 Typeform 打开表单，**Connect → Webhooks → Add a webhook**，填入下方网址。
3. 编辑该 webhook，填写相同的 **Secret**，**启用**并发送测试。

要知道是谁填写的：在表单链接里加隐藏字段，如 \`user_id\` 或 \`email\`（\`#user_id=…\`），或在 **字段映射** 中指定某个问题。都没有时，以邮箱或电话题识别。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({
    secret: secret(['Secret', '密钥'], ['The Secret of the webhook in Typeform.', 'Typeform 中该 webhook 的 Secret。']),
  }),
  receive,
  answersIn,
  answersProbes: true,
  reply: { status: 200 },
  sample,
}
