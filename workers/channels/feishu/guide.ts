import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. On open.feishu.cn (Lark: open.larksuite.com) create a **custom app**. Copy **App ID** and **App Secret** from **Credentials & Basic Info**.
2. Under **Add features** add the **Bot**.
3. Under **Events & Callbacks → Encryption Strategy** copy the **Verification Token**, set an **Encrypt Key**, and enter both here. Save the channel first: Feishu checks the address at once.
4. Under **Event configuration** and **Callback configuration** choose to send to the developer's server, and enter \`{origin}/hooks/{channel}\`. Add the events \`im.message.receive_v1\`, \`im.chat.member.user.added_v1\`, \`im.chat.member.user.deleted_v1\`, \`im.chat.member.user.withdrawn_v1\`, \`im.message.reaction.created_v1\`, \`contact.user.created_v3\`, \`contact.user.deleted_v3\`, and the callback \`card.action.trigger\`.
5. Under **Permissions & Scopes** allow \`im:message:send_as_bot\`, \`im:message.group_at_msg:readonly\`, \`im:message.p2p_msg:readonly\`, \`im:chat.members:read\` and, for the directory, \`contact:contact.base:readonly\`.
6. Publish a version, and add the bot to the groups.
7. For one group only: add a **custom bot** there, switch on **signature verification**, and paste its Webhook address and secret. It posts 5 messages a second and 100 a minute at most; clicks on its buttons reach nobody.`,
  'zh-CN': `1. 在 open.feishu.cn（Lark 为 open.larksuite.com）创建**企业自建应用**，从**凭证与基础信息**复制 **App ID** 和 **App Secret**。
2. 在**添加应用能力**中添加**机器人**。
3. 在**事件与回调→加密策略**中复制 **Verification Token**，设置 **Encrypt Key**，都填到这里。请先保存渠道：飞书会立即验证地址。
4. **事件配置**和**回调配置**的订阅方式都选“将事件发送至开发者服务器”，地址填写 \`{origin}/hooks/{channel}\`。添加事件 \`im.message.receive_v1\`、\`im.chat.member.user.added_v1\`、\`im.chat.member.user.deleted_v1\`、\`im.chat.member.user.withdrawn_v1\`、\`im.message.reaction.created_v1\`、\`contact.user.created_v3\`、\`contact.user.deleted_v3\`，以及回调 \`card.action.trigger\`。
5. 在**权限管理**中开通 \`im:message:send_as_bot\`、\`im:message.group_at_msg:readonly\`、\`im:message.p2p_msg:readonly\`、\`im:chat.members:read\`；通讯录事件还需要 \`contact:contact.base:readonly\`。
6. 发布版本，并把机器人添加到群里。
7. 只发一个群：在群里添加**自定义机器人**，开启**签名校验**，粘贴 Webhook 地址和密钥。每秒最多 5 条、每分钟最多 100 条；其按钮的点击无人接收。`,
}
