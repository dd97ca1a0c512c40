import type { TemplateCategory, TemplateGoal } from '../../schema/template.ts'

type Names = { en: string; 'zh-CN': string }

/** Goals and shelves as people call them. */
export const GOAL_NAMES: Record<TemplateGoal, Names> = {
  activation: { en: 'Get newcomers going', 'zh-CN': '新人激活' },
  retention: { en: 'Keep members', 'zh-CN': '提升留存' },
  winback: { en: 'Win members back', 'zh-CN': '唤回流失' },
  loyalty: { en: 'Reward loyalty', 'zh-CN': '会员忠诚' },
  growth: { en: 'Grow by referral', 'zh-CN': '拉新裂变' },
  interaction: { en: 'Get people talking', 'zh-CN': '活跃互动' },
  conversion: { en: 'Sell', 'zh-CN': '促进转化' },
  service: { en: 'Serve well', 'zh-CN': '服务体验' },
  safety: { en: 'Keep the community safe', 'zh-CN': '风险防控' },
  insight: { en: 'Know what happens', 'zh-CN': '数据洞察' },
  compliance: { en: 'Respect consent and law', 'zh-CN': '合规与授权' },
}

export const CATEGORY_NAMES: Record<TemplateCategory, Names> = {
  newcomers: { en: 'Newcomers', 'zh-CN': '新人' },
  lifecycle: { en: 'Lifecycle', 'zh-CN': '生命周期' },
  points: { en: 'Points and check-in', 'zh-CN': '积分与签到' },
  members: { en: 'Membership', 'zh-CN': '会员' },
  referral: { en: 'Referral', 'zh-CN': '邀请裂变' },
  events: { en: 'Events and campaigns', 'zh-CN': '活动' },
  content: { en: 'Content', 'zh-CN': '内容' },
  safety: { en: 'Safety and alerts', 'zh-CN': '安全与告警' },
  service: { en: 'Service and surveys', 'zh-CN': '服务与调研' },
  reports: { en: 'Reports', 'zh-CN': '数据报告' },
}
