import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { urlToken } from '../url-token.ts'
import { answersIn, receive } from './receive.ts'
import { sample } from './sample.ts'

export const jotform: ChannelKind = {
  name: 'jotform',
  title: { en: 'Jotform', 'zh-CN': 'Jotform' },
  guide: {
    en: `1. Make a token that nobody can guess, \`openssl rand -hex 16\`, and save it here. Jotform signs nothing: the token in the address is all there is.
2. In Jotform open the form, then **Settings → Integrations → WebHooks**, and add the address below with \`?token=\` and the token.
3. Submit the form once.

Questions are named as Jotform names them (\`q4_email\` becomes \`email\`). In **Fields** write \`body.rawRequest.q4_email\`. Without a mapping, a question named \`userId\` or \`email\` tells who it was.`,
    'zh-CN': `1. 生成一个无法猜到的令牌 \`openssl rand -hex 16\` 并保存在这里。Jotform 不签名：网址中的令牌是唯一的凭证。
2. 在 Jotform 打开表单，**Settings → Integrations → WebHooks**，添加下方网址，并在结尾加上 \`?token=\` 和令牌。
3. 提交一次表单。

问题以 Jotform 的名字命名（\`q4_email\` 即 \`email\`）。在 **字段映射** 中写 \`body.rawRequest.q4_email\`。没有映射时，以名为 \`userId\` 或 \`email\` 的问题识别。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({ url_token: urlToken }),
  receive,
  answersIn,
  answersProbes: true,
  reply: { status: 200 },
  sample,
}
