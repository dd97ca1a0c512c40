import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. In Telegram, write to **@BotFather**: \`/newbot\`. Paste the token it answers with as bot token.
2. Make up a secret token (A-Z, a-z, 0-9, \`_\`, \`-\`), put it into this form and save.
3. Tell Telegram where to post, once, naming every kind of update: members and reactions are left out otherwise.

   \`\`\`
   curl https://api.telegram.org/bot<token>/setWebhook -H 'content-type: application/json' -d '{
     "url": "{origin}/hooks/{channel}", "secret_token": "<secret token>",
     "allowed_updates": ["message", "edited_message", "callback_query", "chat_member", "my_chat_member", "message_reaction", "chat_join_request"] }'
   \`\`\`
4. Add the bot to your group and make it an **administrator**: only then it hears who joins, leaves and reacts. To let it read everything that is written, switch off */setprivacy* at @BotFather.
5. People get private messages only after they have started the bot. A room is the number of a group, such as \`-1001234567890\`, or \`-1001234567890:7\` for topic 7 of it.`,
  'zh-CN': `1. 在 Telegram 中向 **@BotFather** 发送 \`/newbot\`，把得到的令牌填为机器人令牌。
2. 自定一个校验令牌（A-Z、a-z、0-9、\`_\`、\`-\`），填入本表单并保存。
3. 告诉 Telegram 投递地址，只需一次，并列出每种更新，否则收不到成员和表情回应事件：

   \`\`\`
   curl https://api.telegram.org/bot<令牌>/setWebhook -H 'content-type: application/json' -d '{
     "url": "{origin}/hooks/{channel}", "secret_token": "<校验令牌>",
     "allowed_updates": ["message", "edited_message", "callback_query", "chat_member", "my_chat_member", "message_reaction", "chat_join_request"] }'
   \`\`\`
4. 把机器人加入群并设为**管理员**，它才能知道谁加入、离开和回应。要读取群内全部消息，请在 @BotFather 用 */setprivacy* 关闭隐私模式。
5. 成员须先启动机器人，才能收到私信。群的编号形如 \`-1001234567890\`，其中的话题 7 写作 \`-1001234567890:7\`。`,
}
