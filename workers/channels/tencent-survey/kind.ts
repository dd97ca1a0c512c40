import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { urlToken } from '../url-token.ts'
import { answersIn, receive } from './receive.ts'
import { sample } from './sample.ts'

export const tencentSurvey: ChannelKind = {
  name: 'tencent-survey',
  title: { en: 'Tencent Survey (腾讯问卷)', 'zh-CN': '腾讯问卷' },
  guide: {
    en: `1. Make a token that nobody can guess, \`openssl rand -hex 16\`, and save it here. Tencent Survey does not sign its requests yet.
2. In the survey open **Settings → Webhook** and give it the address below with \`?token=\` and the token. The host must have no port.
3. Save: Tencent sends a test, which is answered and not kept.

\`answer.create\` is \`form.submitted\`; a changed or deleted answer is \`custom.tencent-survey.answer.update\` or \`.answer.delete\`. Without a mapping in **Fields**, the \`openid\` or \`respondent_id\` tells who it was.`,
    'zh-CN': `1. 生成一个无法猜到的令牌 \`openssl rand -hex 16\` 并保存在这里。腾讯问卷目前不对请求签名。
2. 在问卷中打开 **设置 → Webhook**，填入下方网址，并在结尾加上 \`?token=\` 和令牌。网址不能带端口。
3. 保存：腾讯会发送一次测试，我们应答但不保存。

\`answer.create\` 即 \`form.submitted\`；修改或删除的答案为 \`custom.tencent-survey.answer.update\` 或 \`.answer.delete\`。**字段映射** 中没有指定时，以 \`openid\` 或 \`respondent_id\` 识别填写人。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({ url_token: urlToken }),
  receive,
  answersIn,
  answersProbes: true,
  reply: { status: 200 },
  sample,
}
