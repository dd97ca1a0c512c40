import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. At <https://api.slack.com/apps> choose **Create New App → From scratch**. Copy the **Signing Secret** from *Basic Information* into this form and save.
2. Under *Event Subscriptions* switch events on and set **Request URL** to \`{origin}/hooks/{channel}\`; Slack checks it at once. Subscribe to the bot events \`team_join\`, \`member_joined_channel\`, \`member_left_channel\`, \`message.channels\`, \`message.im\`, \`app_mention\` and \`reaction_added\`.
3. Under *Interactivity & Shortcuts* set the same address as **Request URL**; for a command of your own, also under *Slash Commands*.
4. Under *OAuth & Permissions* give the bot the scopes \`chat:write\`, \`im:write\`, \`channels:history\`, \`im:history\`, \`app_mentions:read\`, \`reactions:read\`, \`channels:read\`, \`users:read\` and \`users:read.email\`. Choose **Install to Workspace** and paste the **Bot User OAuth Token** (\`xoxb-…\`) as bot token.
5. Invite the bot to each channel it is to write in: \`/invite @your-app\`.
6. Without a bot token: *Incoming Webhooks → Add New Webhook*, and paste its URL as incoming webhook. Everything is then posted to that channel.`,
  'zh-CN': `1. 打开 <https://api.slack.com/apps>，选择 **Create New App → From scratch**。把 *Basic Information* 中的 **Signing Secret** 填入本表单并保存。
2. 在 *Event Subscriptions* 启用事件，把 **Request URL** 设为 \`{origin}/hooks/{channel}\`，Slack 会立即验证。订阅机器人事件 \`team_join\`、\`member_joined_channel\`、\`member_left_channel\`、\`message.channels\`、\`message.im\`、\`app_mention\`、\`reaction_added\`。
3. 在 *Interactivity & Shortcuts* 把 **Request URL** 设为同一地址；自定义命令则在 *Slash Commands* 中同样设置。
4. 在 *OAuth & Permissions* 授予机器人 \`chat:write\`、\`im:write\`、\`channels:history\`、\`im:history\`、\`app_mentions:read\`、\`reactions:read\`、\`channels:read\`、\`users:read\`、\`users:read.email\`，点 **Install to Workspace**，把 **Bot User OAuth Token**（\`xoxb-…\`）填为机器人令牌。
5. 在机器人要发言的每个频道里邀请它：\`/invite @应用名\`。
6. 没有机器人令牌时：*Incoming Webhooks → Add New Webhook*，把地址填为传入 Webhook，所有消息都发到该频道。`,
}
