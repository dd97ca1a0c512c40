import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { urlToken } from '../url-token.ts'
import { answersIn, receive } from './receive.ts'
import { sample } from './sample.ts'

export const jinshuju: ChannelKind = {
  name: 'jinshuju',
  title: { en: 'Jinshuju (金数据)', 'zh-CN': '金数据' },
  guide: {
    en: `1. Make a token that nobody can guess, \`openssl rand -hex 16\`, and save it here. The token in the address is the only proof that a request is Jinshuju's.
2. In Jinshuju open the form, then **Settings → Data push (HTTP)**, and give it the address below with \`?token=\` and the token.
3. Submit the form once.

Jinshuju names questions \`field_1\`, \`field_2\`…: tell in **Fields** which is what, such as \`body.entry.field_2\`. Without a mapping the WeChat openid tells who it was, when the form collects it. An entry that is edited later comes again, with \`edited\` true.`,
    'zh-CN': `1. 生成一个无法猜到的令牌 \`openssl rand -hex 16\` 并保存在这里。网址中的令牌是识别请求来自金数据的唯一凭证。
2. 在金数据打开表单，**设置 → 数据推送（HTTP）**，填入下方网址，并在结尾加上 \`?token=\` 和令牌。
3. 提交一次表单。

金数据的问题名为 \`field_1\`、\`field_2\`……：在 **字段映射** 中说明各是什么，如 \`body.entry.field_2\`。没有映射时，若表单收集微信 openid，则以它识别。之后修改过的数据会再次推送，\`edited\` 为 true。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({ url_token: urlToken }),
  receive,
  answersIn,
  answersProbes: true,
  reply: { status: 200 },
  sample,
}
