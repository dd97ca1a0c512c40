import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. On open-dev.dingtalk.com create an **internal application**. Copy **Client ID** (AppKey) and **Client Secret** (AppSecret) from **Credentials and Basic Information**.
2. Add the ability **Robot**, choose the **HTTP mode**, and enter \`{origin}/hooks/{channel}\` as the address for its messages. Copy the **RobotCode** here.
3. For members of groups and the directory open **Event subscription**, choose **HTTP push**, generate **aes_key** and **Token**, and copy both here. Save the channel first: DingTalk checks the address at once. Enter the same address and subscribe to \`chat_add_member\`, \`chat_remove_member\`, \`chat_quit\`, \`user_add_org\` and \`user_leave_org\`.
4. Under **Permission management** allow *Robot messages in groups and chats* (qyapi_robot_sendmsg) and, for the directory, reading of contacts.
5. Publish a version of the application, and add its robot to the groups.
6. For one group only: add a **custom robot** there, choose the security setting **sign**, and paste its Webhook address and secret. It posts at most 20 messages a minute.

A button of a message makes whoever presses it say its value to the robot: it comes in as \`message.received\`. People from outside the organisation can be answered in the conversation they wrote in, for a while.`,
  'zh-CN': `1. 在 open-dev.dingtalk.com 创建**企业内部应用**，从**凭证与基础信息**复制 **Client ID**（AppKey）和 **Client Secret**（AppSecret）。
2. 添加**机器人**能力，消息接收模式选 **HTTP 模式**，消息接收地址填写 \`{origin}/hooks/{channel}\`，并把 **RobotCode** 填到这里。
3. 群成员和通讯录事件：打开**事件订阅**，推送方式选 **HTTP 推送**，生成 **aes_key** 和 **Token** 填到这里。请先保存渠道：钉钉会立即验证地址。请求网址填写同一地址，订阅 \`chat_add_member\`、\`chat_remove_member\`、\`chat_quit\`、\`user_add_org\`、\`user_leave_org\`。
4. 在**权限管理**中开通“企业内机器人发送消息”（qyapi_robot_sendmsg），通讯录事件还需要通讯录读取权限。
5. 发布应用版本，并把机器人添加到群里。
6. 只发一个群：在群里添加**自定义机器人**，安全设置选**加签**，粘贴 Webhook 地址和密钥。每分钟最多 20 条。

按下消息里的按钮，会以本人名义向机器人发送按钮的值，对应 \`message.received\`。组织外的人只能在其发言的会话里、短时间内得到回复。`,
}
