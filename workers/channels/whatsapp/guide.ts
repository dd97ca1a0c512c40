import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. At <https://developers.facebook.com/apps> create an app of type *Business* and add **WhatsApp**. Copy the **Phone number ID** from *WhatsApp → API Setup*, and the **App secret** from *App settings → Basic*. Make up a verify token. Put them into this form and save.
2. Under *WhatsApp → Configuration* set **Callback URL** to \`{origin}/hooks/{channel}\` and the same **Verify token**, choose *Verify and save*, then subscribe to the field **messages**.
3. To send, create a *System user* in the Business settings, give it the app and the WhatsApp account, and generate a token with \`whatsapp_business_messaging\` that never expires. Paste it as access token.
4. WhatsApp takes free texts only within 24 hours after somebody wrote. At any other time send a template that Meta has approved: a message whose first line is \`template: NAME LANGUAGE\`, such as \`template: order_update en_US\`; each further line fills one variable of its body, a picture its header, buttons the payloads of its quick replies.
5. A message shows up to three buttons, or one that leads to an address.`,
  'zh-CN': `1. 在 <https://developers.facebook.com/apps> 创建 *Business* 类型的应用并添加 **WhatsApp**。从 *WhatsApp → API Setup* 复制 **Phone number ID**，从 *App settings → Basic* 复制 **App secret**，自定一个验证令牌，填入本表单并保存。
2. 在 *WhatsApp → Configuration* 把 **Callback URL** 设为 \`{origin}/hooks/{channel}\`，填同样的 **Verify token**，点 *Verify and save*，再订阅字段 **messages**。
3. 要发送消息，在 Business 设置中新建 *System user*，授予应用和 WhatsApp 账户，生成带 \`whatsapp_business_messaging\` 权限且永不过期的令牌，填为访问令牌。
4. 对方发言后 24 小时内才能发送自由文本，其余时间须发送 Meta 已批准的模板：消息首行写 \`template: 名称 语言\`，如 \`template: order_update en_US\`；其后每行依次填入正文变量，图片填入页眉，按钮填入快速回复的 payload。
5. 一条消息最多三个按钮，或一个打开网址的按钮。`,
}
