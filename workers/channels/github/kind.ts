import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { receive } from './receive.ts'

export const github: ChannelKind = {
  name: 'github',
  title: { en: 'GitHub', 'zh-CN': 'GitHub' },
  guide: {
    en: `1. Make a secret, \`openssl rand -hex 32\`, and save it here.
2. In the repository or organisation open **Settings → Webhooks → Add webhook**: the address below, content type \`application/json\`, the same secret, and the events that you want.
3. GitHub sends a \`ping\` at once.

Events are \`custom.github.push\`, \`custom.github.star\` and so on, with GitHub's body as data. The person is the one who did it, by GitHub's number; **Fields** may say otherwise. Whoever signs as GitHub does (\`X-Hub-Signature-256\`) can use this too.`,
    'zh-CN': `1. 生成密钥 \`openssl rand -hex 32\` 并保存在这里。
2. 在仓库或组织中打开 **Settings → Webhooks → Add webhook**：填入下方网址，内容类型 \`application/json\`，相同的密钥，并选择需要的事件。
3. GitHub 会立即发送 \`ping\`。

事件为 \`custom.github.push\`、\`custom.github.star\` 等，数据为 GitHub 的正文。用户是执行操作的人，以 GitHub 编号识别；可在 **字段映射** 中另行指定。按 GitHub 方式签名（\`X-Hub-Signature-256\`）的其他发送方也可使用。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({
    secret: secret(['Secret', '密钥'], ['The secret of the webhook in GitHub.', 'GitHub 中该 webhook 的密钥。']),
  }),
  receive,
  answersProbes: true,
  sample: {
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'star',
      'x-github-delivery': '5b2f7c10-ea18-11f0-8de9-0242ac120002',
    },
    body: JSON.stringify({
      action: 'created',
      starred_at: '2026-01-05T08:58:41Z',
      repository: { id: 1024, full_name: 'club/site' },
      sender: { id: 4096, login: 'linwei', type: 'User' },
    }),
  },
}
