import type { Words } from '../kind.ts'

export const guide: Words = {
  en: `1. In the console of the Official Account (mp.weixin.qq.com) open **Settings and development → Basic configuration**. Copy **AppID** and **AppSecret**.
2. Under **Server configuration** choose a **Token**, generate an **EncodingAESKey** and copy both here. Save the channel first: WeChat checks the address at once.
3. Enter \`{origin}/hooks/{channel}\` as the server address, choose the **safe mode**, and switch the configuration on. In the open only the time of a message is signed, not what it says.
4. Put the address from which this server calls out on the **IP allow-list**. Without it WeChat answers 40164.
5. Messages reach a follower within 48 hours of what they last did, a few at a time. For later ones add a template under **Template messages** and set it up here: messages with a card then go as that template.
6. An account that is not verified has no such messages: leave **App secret** empty, and what a workflow answers within four seconds goes in the answer to WeChat's own request, one text or article at a time.

Followers are known by their openid. Menus of the account come in as \`button.clicked\` and \`link.clicked\`, QR codes as \`member.joined\` with \`scene\`.`,
  'zh-CN': `1. 打开公众号后台（mp.weixin.qq.com）→**设置与开发→基本配置**，复制 **AppID** 和 **AppSecret**。
2. 在**服务器配置**中填写 **Token**，随机生成 **EncodingAESKey**，都填到这里。请先保存渠道：微信会立即验证地址。
3. 服务器地址填写 \`{origin}/hooks/{channel}\`，消息加解密方式选**安全模式**，然后启用。明文模式只对时间签名，不对内容签名。
4. 把本服务的出口地址加入 **IP 白名单**，否则微信返回 40164。
5. 客服消息只能在用户最近一次互动后的 48 小时内发送，且条数有限。之后要触达用户，请在**模板消息**中添加模板并在这里设置：带卡片的消息会以该模板发送。
6. 未认证的公众号没有客服消息接口：不填 **AppSecret**，流程在四秒内给出的回复会作为被动回复返回给微信，每次一条文字或图文。

粉丝以 openid 识别。自定义菜单对应 \`button.clicked\` 和 \`link.clicked\`，带参数二维码对应 \`member.joined\` 的 \`scene\`。`,
}
