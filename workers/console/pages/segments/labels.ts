import type { RowProblem } from '../../../../workflows/segments/write-rows.ts'
import { words } from '../../words.ts'

/** What fields of a member are called. */
export const sayField = words({
  tags: ['Tag', '标签'],
  stage: ['Stage', '阶段'],
  tier: ['Tier', '等级'],
  points: ['Points', '积分'],
  last_seen_at: ['Last active', '最近活跃'],
  joined_at: ['Joined', '加入时间'],
  attribute: ['Attribute', '属性'],
  name: ['Name', '姓名'],
  email: ['E-mail', '邮箱'],
  phone: ['Phone', '手机号'],
  owner: ['Owner', '负责人'],
  locale: ['Language', '语言'],
  timezone: ['Time zone', '时区'],
  risk: ['Risk, 0 to 100', '流失风险（0–100）'],
  earned: ['Points ever earned', '累计获得积分'],
  streak: ['Check-in streak, days', '连续签到天数'],
  best_streak: ['Longest check-in streak', '最长连续签到'],
  active_days: ['Days active', '活跃天数'],
  active_streak: ['Days active in a row', '连续活跃天数'],
  referrals: ['Members invited', '成功邀请人数'],
  best_hour: ['Best hour, 0 to 23', '最活跃的小时（0–23）'],
  badges: ['Badge', '勋章'],
  roles: ['Role', '角色'],
  consents: ['Consent', '同意'],
  channel: ['Channel', '渠道'],
  created_at: ['First known', '首次出现'],
  left_at: ['Left', '离开时间'],
  segment: ['Segment', '分群'],
})

/** What comparisons are called; `kind.name` where the plain word does not fit. */
export const sayComparison = words({
  is: ['is', '是'],
  is_not: ['is not', '不是'],
  contains: ['contains', '包含'],
  begins: ['begins with', '开头是'],
  known: ['is known', '已知'],
  unknown: ['is not known', '未知'],
  ge: ['at least', '大于或等于'],
  gt: ['more than', '大于'],
  le: ['at most', '小于或等于'],
  lt: ['less than', '小于'],
  eq: ['equals (number)', '等于（数字）'],
  ne: ['does not equal (number)', '不等于（数字）'],
  has: ['has', '有'],
  has_not: ['has not', '没有'],
  within: ['within the last days', '最近几天内'],
  over: ['longer ago than days', '早于几天前'],
  after: ['from this time on', '在此时间之后'],
  before: ['before this time', '在此时间之前'],
  yes: ['is yes', '为是'],
  no: ['is no', '为否'],
  'consent.yes': ['given for', '已同意'],
  'consent.no': ['withdrawn for', '已撤回'],
  'channel.has': ['can be reached on', '可通过此渠道联系'],
  'channel.has_not': ['is not on', '不在此渠道'],
  'segment.is': ['is in', '属于'],
  'segment.is_not': ['is not in', '不属于'],
})

/** What is said of a row that cannot be read. */
export const sayRowProblem = words({
  value: ['Say what to compare with.', '请填写比较的值。'],
  number: ['Write a number here, such as 100.', '请填写数字，例如 100。'],
  date: ['Choose a day and a time.', '请选择日期和时间。'],
  key: ['Say which attribute is meant.', '请填写属性名称。'],
  field: ['Choose how to compare.', '请选择比较方式。'],
} satisfies Record<RowProblem['why'], readonly [string, string]>)
