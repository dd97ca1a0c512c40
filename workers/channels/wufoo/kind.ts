import * as v from 'valibot'
import { FieldMap } from '../field-map.ts'
import type { ChannelKind } from '../kind.ts'
import { secret } from '../setting.ts'
import { answersIn, receive } from './receive.ts'
import { sample } from './sample.ts'

export const wufoo: ChannelKind = {
  name: 'wufoo',
  title: { en: 'Wufoo', 'zh-CN': 'Wufoo' },
  guide: {
    en: `1. Make a handshake key, \`openssl rand -hex 16\`, and save it here.
2. In Wufoo open **Form Settings → Notifications**, choose **WebHook** and give it the address below.
3. Enter the same **Handshake Key** and tick **Include Field and Form Structures**: then answers come with the words of their questions.

The key travels in each request; it is compared and then dropped, and never kept. An e-mail or phone question tells who it was, unless **Fields** says otherwise.`,
    'zh-CN': `1. 生成一个握手密钥 \`openssl rand -hex 16\` 并保存在这里。
2. 在 Wufoo 打开 **Form Settings → Notifications**，选择 **WebHook**，填入下方网址。
3. 填写相同的 **Handshake Key**，并勾选 **Include Field and Form Structures**：这样答案会带上问题的文字。

密钥随每个请求传来，比较后即丢弃，从不保存。除非 **字段映射** 另有说明，以邮箱或电话题识别填写人。`,
  },
  config: v.strictObject({ map: v.optional(FieldMap) }),
  secrets: v.strictObject({
    handshake_key: secret(
      ['Handshake key', '握手密钥'],
      ['The Handshake Key of the webhook in Wufoo.', 'Wufoo 中该 webhook 的 Handshake Key。'],
    ),
  }),
  receive,
  answersIn,
  answersProbes: true,
  reply: { status: 200 },
  sample,
}
