import type { Label } from '../../parts/schema-form.tsx'

/** What is decided about members, in plain words. */
export const MEMBER_LABELS: Readonly<Record<string, Label>> = {
  'stages.new_for': ['New for', '多久内算新成员', 'After joining. Such as 7d.', '自加入起，例如 7d。'],
  'stages.dormant_after': ['Dormant after', '多久不活跃算沉睡', 'Without activity for so long.', '持续无活动的时间。'],
  'stages.churned_after': ['Churned after', '多久不活跃算流失', 'Without activity for so long.', '持续无活动的时间。'],
  'stages.not_activity': ['Events that are no activity', '不算活跃的事件', 'What comes in about a member and is not of their own doing.', '与成员有关、但并非本人行为的事件。'],
  'risk.silence': ['Silence', '沉默', 'Points for days without activity, at their worst.', '长期无活动时的最高分。'],
  'risk.falling': ['Falling activity', '活跃下降', 'Less in the last 7 days than in the 21 before.', '最近 7 天少于此前 21 天。'],
  'risk.negative': ['Negative remarks', '负面评价', 'In the last 30 days.', '最近 30 天内。'],
  'risk.missed_checkins': ['Missed check-ins', '缺席签到', 'Of members who check in.', '针对有签到习惯的成员。'],
  roles: ['Role', '角色', 'Whoever the rule holds for has the role.', '满足规则的成员拥有该角色。'],
  'roles.*.value': ['Rule', '规则', 'CEL over contact, such as contact.points > 1000.', '针对 contact 的 CEL，例如 contact.points > 1000。'],
  'tiers.levels': ['Tier', '等级', 'The lowest first. Members are in the last one whose rule holds.', '从低到高。成员处于最后一个满足条件的等级。'],
  'tiers.levels.id': ['Id', '标识', 'a-z, 0-9 and -.', '小写字母、数字和 -。'],
  'tiers.levels.name': ['Name', '名称'],
  'tiers.levels.points': ['From this balance on', '达到积分'],
  'tiers.levels.if': ['Or by a rule', '或按规则', 'CEL over contact.', '针对 contact 的 CEL。'],
  'tiers.grace': ['Stay when falling for', '降级缓冲期', 'How long a member stays whose tier falls. Such as 7d.', '等级下降的成员保留原等级的时间，例如 7d。'],
  'points.daily_limit': ['Most points a member gets in one day', '每人每天积分上限', 'From workflows.', '由工作流发放的部分。'],
  'points.expires_in': ['Points last for', '积分有效期', 'Unless the award says it. Such as 365d.', '发放时另有说明的除外，例如 365d。'],
  'points.budgets': ['Budget', '预算', 'Workflows that name it stop awarding when it is used up.', '引用它的工作流在用完后停止发放。'],
  'points.budgets.*.points': ['Points', '积分'],
  'points.budgets.*.per': ['In', '周期'],
  'contributions.featured_score': ['What being featured adds', '精选加分', 'On the board of contributions, beside the grade.', '在贡献榜上，除评分之外的加分。'],
} // biome-ignore format: one list, read at a glance
