import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. In the WeCom admin console (work.weixin.qq.com) open **Applications → Self-built** and create an application, or open yours. Copy **AgentId** and **Secret**; the **Corporation ID** is under **My Company**.
2. In the application choose **Receive messages → Set up API receive**. Let it generate a **Token** and an **EncodingAESKey**, and copy both here. Save the channel first: WeCom checks the address at once.
3. Enter \`{origin}/hooks/{channel}\` as the URL, tick the kinds of messages and events, and save.
4. For customers and their groups open **Customer contact → Customer → API**, allow the application to use it, and enter the same address, token and key under **Receive events**. Leave the console's own welcome text empty: with one, WeCom sends no welcome code.
5. For joins and leaves of the directory give the application the permission **Contacts** and enter the address there too.
6. Under **Enterprise trusted IP** list the address from which this server calls out. Without it WeCom answers 60020.
7. For one group only: add a **group robot** there and paste its Webhook address. It posts at most 20 messages a minute.

A new customer can be welcomed within 20 seconds of \`member.joined\`, once. Later messages to customers are mailings which the member of the staff confirms in WeCom.`,
  'zh-CN': `1. 打开企业微信管理后台（work.weixin.qq.com）→**应用管理→自建**，创建或打开应用，复制 **AgentId** 和 **Secret**；**企业 ID** 在**我的企业**页面。
2. 在应用中选择**接收消息→设置 API 接收**，随机生成 **Token** 和 **EncodingAESKey**，填到这里。请先保存渠道：企业微信会立即验证地址。
3. URL 填写 \`{origin}/hooks/{channel}\`，勾选需要的消息和事件后保存。
4. 客户和客户群：在**客户联系→客户→API** 中允许该应用调用，并在**接收事件服务器**填写相同的地址、Token 和密钥。后台的欢迎语请留空，否则企业微信不会给出 welcome_code。
5. 通讯录的加入和离开：授予应用**通讯录**权限，并在那里填写同一地址。
6. 在**企业可信 IP** 中加入本服务的出口地址，否则企业微信返回 60020。
7. 只发一个群：在群里添加**群机器人**，粘贴它的 Webhook 地址。每分钟最多 20 条。

新客户可在 \`member.joined\` 后 20 秒内发送一次欢迎语；此后发给客户的消息是群发任务，需要成员在企业微信中确认。`,
}
