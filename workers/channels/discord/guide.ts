import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. Open <https://discord.com/developers/applications>, choose **New Application**, and copy **Application ID** and **Public Key** from *General Information* into this form. Save.
2. On *General Information*, set **Interactions Endpoint URL** to \`{origin}/hooks/{channel}\`. Discord checks it at once: slash commands, buttons and forms now arrive here.
3. On *Webhooks*, set the same address as **Endpoint URL**, switch events on and choose *Application Authorized* and whatever else you need.
4. To send, open *Bot*, choose **Reset Token** and paste it as bot token. Under *Installation* give the bot the scopes \`bot\` and \`applications.commands\` and the permissions *View Channels*, *Send Messages*, *Embed Links*; then invite it with the install link. People get direct messages only while they share a server with the bot and allow them.
5. Without a bot: in the settings of one channel choose *Integrations → Webhooks → New Webhook*, and paste its URL as channel webhook. Everything is then posted there.
6. Discord says who joins, leaves, writes or reacts on its Gateway only (a WebSocket). Run a relay: any bot with the intents *Server Members* and *Message Content* (switch both on under *Bot*) that posts each dispatch, \`{ "t": "GUILD_MEMBER_ADD", "d": { … } }\`, to \`{origin}/hooks/{channel}\`, signed as Standard Webhooks (\`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`) with the relay secret of this form. Taken: \`GUILD_MEMBER_ADD\`, \`GUILD_MEMBER_REMOVE\`, \`MESSAGE_CREATE\`, \`MESSAGE_REACTION_ADD\`; any other becomes \`custom.discord.…\`.`,
  'zh-CN': `1. 打开 <https://discord.com/developers/applications>，选择 **New Application**，把 *General Information* 中的 **Application ID** 和 **Public Key** 填入本表单并保存。
2. 在 *General Information* 中把 **Interactions Endpoint URL** 设为 \`{origin}/hooks/{channel}\`。Discord 会立即验证；此后斜杠命令、按钮和表单都会到达这里。
3. 在 *Webhooks* 页把 **Endpoint URL** 设为同一地址，启用事件并勾选 *Application Authorized* 及其他需要的事件。
4. 要发送消息，打开 *Bot*，点 **Reset Token**，把令牌填为机器人令牌。在 *Installation* 中给予范围 \`bot\`、\`applications.commands\` 和权限 *View Channels*、*Send Messages*、*Embed Links*，再用安装链接邀请机器人。成员须与机器人同在一个服务器并允许私信，才能收到私信。
5. 不用机器人时：在某个频道的设置中选择 *Integrations → Webhooks → New Webhook*，把地址填为频道 Webhook，所有消息都发到该频道。
6. 成员加入、离开、发言和表情回应只出现在 Gateway（WebSocket）上，需要一个转发程序：开启 *Server Members* 与 *Message Content* 两个 intent（*Bot* 页）的任意机器人，把每个 dispatch，即 \`{ "t": "GUILD_MEMBER_ADD", "d": { … } }\`，以 Standard Webhooks 签名（\`webhook-id\`、\`webhook-timestamp\`、\`webhook-signature\`，密钥为本表单的转发密钥）投递到 \`{origin}/hooks/{channel}\`。支持 \`GUILD_MEMBER_ADD\`、\`GUILD_MEMBER_REMOVE\`、\`MESSAGE_CREATE\`、\`MESSAGE_REACTION_ADD\`，其余成为 \`custom.discord.…\`。`,
}
