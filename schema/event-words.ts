import type { EventType } from './event.ts'

/** What each happening is called, in English and in Chinese, as one reads it in a history and in a picture. */
const WORDS: Readonly<Record<EventType, readonly [en: string, zh: string]>> = {
  'member.joined': ['member joined', '成员入群'],
  'member.left': ['member left', '成员离开'],
  'message.received': ['message received', '收到消息'],
  'reaction.added': ['reaction added', '表情回应'],
  'button.clicked': ['button clicked', '点击按钮'],
  'form.submitted': ['form submitted', '提交表单'],
  'checkin.made': ['check-in made', '签到'],
  'order.paid': ['order paid', '订单支付'],
  'order.refunded': ['order refunded', '订单退款'],
  'coupon.used': ['coupon used', '使用优惠券'],
  'link.clicked': ['link clicked', '点击链接'],
  'survey.answered': ['survey answered', '回答问卷'],
  'signup.confirmed': ['sign-up confirmed', '报名成功'],
  'signup.waitlisted': ['put on the wait-list', '进入候补'],
  'signup.cancelled': ['sign-up cancelled', '取消报名'],
  'signup.attended': ['attended an event', '参加活动'],
  'gathering.changed': ['event moved', '活动变更'],
  'gathering.cancelled': ['event cancelled', '活动取消'],
  'campaign.phase_changed': ['campaign phase began', '营销活动进入新阶段'],
  'contribution.made': ['contribution made', '投稿'],
  'contribution.graded': ['contribution graded', '投稿已评级'],
  'contribution.featured': ['contribution featured', '投稿被精选'],
  'contribution.rejected': ['contribution rejected', '投稿未采纳'],
  'contact.created': ['profile created', '新建档案'],
  'contact.updated': ['profile changed', '资料变更'],
  'contact.stage_changed': ['stage changed', '阶段变化'],
  'contact.tagged': ['tag added', '添加标签'],
  'contact.untagged': ['tag removed', '移除标签'],
  'contact.tier_changed': ['tier changed', '等级变化'],
  'contact.points_changed': ['points changed', '积分变化'],
  'contact.merged': ['profiles merged', '档案合并'],
  'contact.unsubscribed': ['unsubscribed', '退订'],
  'referral.attributed': ['came by a referral', '受邀加入'],
  'referral.qualified': ['referral qualified', '邀请生效'],
  'referral.rejected': ['referral rejected', '邀请被拒'],
  'referral.rung_reached': ['referral rung reached', '达到邀请档位'],
  'referral.rung_lost': ['referral rung lost', '失去邀请档位'],
  'message.sent': ['message sent', '消息已发送'],
  'message.failed': ['message failed', '消息发送失败'],
  'alert.raised': ['alert raised', '触发告警'],
  'alert.escalated': ['alert escalated', '告警升级'],
  'alert.acknowledged': ['alert acknowledged', '告警已确认'],
  'alert.resolved': ['alert resolved', '告警已解决'],
  'task.done': ['task done', '任务完成'],
  'task.approved': ['approved', '审批通过'],
  'task.rejected': ['rejected', '审批未通过'],
  'task.overdue': ['task overdue', '任务超时'],
  'workflow.completed': ['workflow completed', '走完工作流'],
  'workflow.failed': ['workflow failed', '工作流失败'],
}

/** The name of an event type in the reader's language; a type of somebody's own stays as it is written. */
export function eventWords(type: string, locale: string): string {
  const words = Object.hasOwn(WORDS, type) ? WORDS[type as EventType] : undefined
  if (words === undefined) return type
  return /^zh\b/i.test(locale) ? words[1] : words[0]
}
