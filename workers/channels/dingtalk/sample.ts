import type { Sample } from '../kind.ts'

/** A message to the robot, in the shape of DingTalk’s documentation, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    msgId: 'msgSample0001',
    msgtype: 'text',
    text: { content: ' 签到' },
    conversationId: 'cidSample0001==',
    conversationType: '2',
    conversationTitle: '会员群',
    senderId: '$:LWCP_v1:$sample',
    senderStaffId: 'linwei',
    senderNick: '林薇',
    isInAtList: true,
    createAt: 1767603522120,
    sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=sample',
    sessionWebhookExpiredTime: 1767608922120,
    robotCode: 'dingSample',
  }),
}
