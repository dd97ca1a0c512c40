import * as v from 'valibot'
import type { ChannelKind } from '../kind.ts'
import { described, secret, setting } from '../setting.ts'
import { webhookSecret } from '../standard-webhooks/secret.ts'
import { receive } from './receive.ts'
import { sending } from './send.ts'

const FROM = /^(?:[^<>@\r\n]{1,200}<[^\s<>@]{1,64}@[^\s<>@]{1,190}>|[^\s<>@]{1,64}@[^\s<>@]{1,190})$/
const ADDRESS = /^[^\s<>@]{1,64}@[^\s<>@]{1,190}$/

export const email: ChannelKind = {
  name: 'email',
  title: { en: 'E-mail', 'zh-CN': '电子邮件' },
  guide: {
    en: `Sends through [Resend](https://resend.com), or any provider that takes the same requests (set its address as API base).

1. At Resend add and verify your domain, and make an **API key** with permission to send. Save it here.
2. **From** is an address of that domain, such as \`Club <hello@club.example>\`.
3. To hear of bounces and complaints, add a webhook there with the address below and save its signing secret.

A message that names this channel goes to the contact's id on it, else to their e-mail address. The subject is the title of the message's card, else its first line. Each mail carries HTML and plain text; mails that are not transactional carry a link to unsubscribe, which mail programs show as their own button; \`{{unsubscribe}}\` writes it into the text.`,
    'zh-CN': `通过 [Resend](https://resend.com) 发送，也可使用接受相同请求的其他服务（在 API base 填写其地址）。

1. 在 Resend 添加并验证域名，创建有发送权限的 **API key**，保存在这里。
2. **发件人** 为该域名的地址，如 \`俱乐部 <hello@club.example>\`。
3. 要得知退信和投诉，在那里添加 webhook，填入下方网址，并保存其签名密钥。

指明此渠道的消息发往联系人在此渠道上的 id，没有则发往其邮箱地址。主题为消息卡片的标题，否则为第一行。每封邮件同时带有 HTML 和纯文本；非 transactional 邮件带有退订链接，邮件客户端会显示退订按钮；在正文中用 \`{{unsubscribe}}\` 写出。`,
  },
  config: v.strictObject({
    from: described(
      v.pipe(v.string(), v.regex(FROM, 'must be an address, or a name and an address in < >')),
      ['From', '发件人'],
      [
        'An address of a verified domain, such as Club <hello@club.example>.',
        '已验证域名的地址，如 俱乐部 <hello@club.example>。',
      ],
    ),
    reply_to: v.optional(
      described(
        v.pipe(v.string(), v.regex(ADDRESS, 'must be an address')),
        ['Reply to', '回复地址'],
        ['Where answers go, when not to the sender.', '回复发往的地址（若不是发件人）。'],
      ),
    ),
    subject: v.optional(
      setting(
        ['Subject', '主题'],
        [
          'For messages without a card or a text. Others: the card’s title or the first line.',
          '没有卡片和文字时的主题；其他消息用卡片标题或第一行。',
        ],
      ),
    ),
  }),
  secrets: v.strictObject({
    api_key: secret(['API key', 'API 密钥'], ['re_…, with permission to send.', 're_…，需要发送权限。']),
    webhook_secret: v.optional(webhookSecret),
  }),
  receive,
  answersProbes: true,
  reply: { status: 200 },
  sending,
  sample: {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'email.bounced',
      created_at: '2026-01-05T08:58:41.000Z',
      data: {
        email_id: '4ef9a417-02e9-4d39-ad75-9611e0fcc33c',
        from: 'Club <hello@club.example>',
        to: ['lin.wei@example.com'],
        subject: 'Welcome',
        bounce: { type: 'Permanent', subType: 'General', message: 'no such mailbox' },
      },
    }),
  },
}
