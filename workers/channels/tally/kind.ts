import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { answersIn, receive } from './receive.ts'
import { sample } from './sample.ts'

export const tally: ChannelKind = {
  name: 'tally',
  title: { en: 'Tally', 'zh-CN': 'Tally' },
  guide: {
    en: `1. In Tally open the form, then **Integrations → Webhooks → Connect** and give it the address below.
2. Open **Signing secret** there, make one, and save the same secret here. Without it anybody who knows the address can send answers.
3. Send a test from Tally's event log.

To know who answers, add a hidden field such as \`user_id\` or \`email\` to the form, or map a question in **Fields**. Without either, an e-mail or phone question tells, then Tally's own id of the respondent.`,
    'zh-CN': `1. 在 Tally 打开表单，**Integrations → Webhooks → Connect**，填入下方网址。
2. 在那里打开 **Signing secret**，生成密钥，并在这里保存同一个密钥。没有它，任何知道网址的人都能提交答案。
3. 在 Tally 的事件日志中发送测试。

要知道是谁填写的：在表单中加隐藏字段，如 \`user_id\` 或 \`email\`，或在 **字段映射** 中指定某个问题。都没有时，以邮箱或电话题识别，最后用 Tally 自己的填写人 id。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({
    signing_secret: v.optional(
      secret(
        ['Signing secret', '签名密钥'],
        [
          'The signing secret of the webhook in Tally. Without it requests are taken unsigned.',
          'Tally 中该 webhook 的签名密钥。没有它，未签名的请求也会被接受。',
        ],
      ),
    ),
  }),
  receive,
  answersIn,
  answersProbes: true,
  reply: { status: 200 },
  sample,
}
