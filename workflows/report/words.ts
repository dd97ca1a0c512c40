export const REPORT_LOCALES = ['en', 'zh-CN'] as const
export type ReportLocale = (typeof REPORT_LOCALES)[number]

/** The lines of a weekly report, in their order, and what kind of number each has. */
export const LABELS = {
  new: 'count',
  left: 'count',
  active: 'count',
  daily: 'count',
  stickiness: 'share',
  retention: 'share',
  interactions: 'count',
  interaction_rate: 'share',
  entered: 'count',
  converted: 'count',
  conversion_rate: 'share',
  orders: 'count',
  order_value: 'count',
  referrals: 'count',
  points_issued: 'count',
  points_redeemed: 'count',
  points_expired: 'count',
  nps: 'score',
  alerts: 'count',
  sent: 'count',
  skipped: 'count',
  failed: 'count',
} as const

export type Label = keyof typeof LABELS

type Said = {
  title: (week: string) => string
  colon: string
  nothing: string
  points: string
  fromNothing: string
  funnel: string
  steps: Record<string, string>
  labels: Record<Label, string>
}

export const WORDS: Record<ReportLocale, Said> = {
  en: {
    title: (week) => `📊 Weekly report ${week}`,
    colon: ': ',
    nothing: 'Nothing happened this week.',
    points: 'pp',
    fromNothing: 'from 0',
    funnel: 'Of those who joined',
    steps: { 'member.joined': 'joined', active: 'active', 'checkin.made': 'checked in', 'order.paid': 'ordered' },
    labels: {
      new: 'New members',
      left: 'Left',
      active: 'Active in the week',
      daily: 'Active on a day, on average',
      stickiness: 'Stickiness',
      retention: 'Active again after 7 days',
      interactions: 'Interactions',
      interaction_rate: 'Of the active, who interacted',
      entered: 'Entered workflows',
      converted: 'Reached the goal',
      conversion_rate: 'Conversion',
      orders: 'Orders',
      order_value: 'Value of orders',
      referrals: 'Referrals that qualified',
      points_issued: 'Points issued',
      points_redeemed: 'Points redeemed',
      points_expired: 'Points expired',
      nps: 'NPS',
      alerts: 'Alerts',
      sent: 'Messages sent',
      skipped: 'Messages skipped',
      failed: 'Messages failed',
    },
  },
  'zh-CN': {
    title: (week) => `📊 社群周报 ${week}`,
    colon: '：',
    nothing: '本周没有动态。',
    points: '个百分点',
    fromNothing: '上周为 0',
    funnel: '新成员转化',
    steps: { 'member.joined': '入群', active: '活跃', 'checkin.made': '签到', 'order.paid': '下单' },
    labels: {
      new: '新增成员',
      left: '退群',
      active: '周活跃',
      daily: '日均活跃',
      stickiness: '粘性',
      retention: '7 日留存',
      interactions: '互动次数',
      interaction_rate: '活跃成员中的互动率',
      entered: '进入流程',
      converted: '达成目标',
      conversion_rate: '转化率',
      orders: '订单',
      order_value: '订单金额',
      referrals: '有效邀请',
      points_issued: '发放积分',
      points_redeemed: '兑换积分',
      points_expired: '过期积分',
      nps: 'NPS',
      alerts: '告警',
      sent: '已发消息',
      skipped: '跳过的消息',
      failed: '失败的消息',
    },
  },
}
