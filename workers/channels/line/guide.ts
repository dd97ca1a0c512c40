import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. Open <https://developers.line.biz/console/>, choose your provider and the **Messaging API** channel of your official account. Copy the **Channel secret** from *Basic settings*; under *Messaging API* issue a long-lived **Channel access token**. Put both into this form and save.
2. Under *Messaging API* set **Webhook URL** to \`{origin}/hooks/{channel}\`, choose *Verify*, and switch on **Use webhook**. Switch on **Webhook redelivery** as well: what fails is then sent again.
3. In the LINE Official Account Manager switch off *Auto-response messages*, or members get two answers.
4. For groups, switch on **Allow bot to join group chats**, and invite the account.
5. What answers somebody within 50 seconds is sent as a reply, which is free; everything else is a push message and counts towards the plan's monthly quota.`,
  'zh-CN': `1. 打开 <https://developers.line.biz/console/>，选择提供者和官方账号的 **Messaging API** 频道。从 *Basic settings* 复制 **Channel secret**，在 *Messaging API* 页签发长期 **Channel access token**，填入本表单并保存。
2. 在 *Messaging API* 页把 **Webhook URL** 设为 \`{origin}/hooks/{channel}\`，点 *Verify*，再启用 **Use webhook**；同时启用 **Webhook redelivery**，失败的请求会重发。
3. 在 LINE Official Account Manager 中关闭自动回复，否则成员会收到两份回复。
4. 用于群聊时，启用 **Allow bot to join group chats** 并把账号邀请入群。
5. 50 秒内的应答以 reply 发送，免费；其余为 push 消息，计入套餐的每月额度。`,
}
