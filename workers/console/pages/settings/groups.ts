import type { Settings } from '../../../../schema/settings.ts'
import type { IconName } from '../../parts/icon.tsx'

type Both = readonly [en: string, zh: string]
type Section = { name: keyof Settings; title: Both; sub: Both }
export type Group = { id: string; icon: IconName; title: Both; sub: Both; sections: readonly Section[] }

const section = (name: keyof Settings, title: Both, sub: Both): Section => ({ name, title, sub })

/** Every section of the settings, on the page where somebody would look for it. */
export const GROUPS: readonly Group[] = [
  {
    id: 'community', icon: 'home', title: ['Community', '社群'], sub: ['Language, time, working days, theme days', '语言、时区、工作日与主题日'],
    sections: [
      section('locale', ['Language', '语言'], ['For whoever has not said which.', '用于未设置语言的成员。']),
      section('timezone', ['Time zone', '时区'], ['For whoever has not said which, and for figures by the day.', '用于未设置时区的成员，以及按天统计。']),
      section('calendars', ['Working days', '工作日'], ['Calendars that workflows wait by. `weekdays`, Monday to Friday, is always there.', '工作流等待工作日所用的日历。周一至周五的 weekdays 始终存在。']),
      section('theme_days', ['Theme days', '主题日'], ['They stand in the content calendar.', '显示在内容日历中。']),
    ],
  },
  {
    id: 'messages', icon: 'message', title: ['Messages', '消息'], sub: ['When and how often members are written to, and who agreed', '何时、多久联系成员，以及是否同意'],
    sections: [
      section('quiet_hours', ['Quiet hours', '免打扰时段'], ['Transactional messages go out at any hour.', '事务类消息不受限制。']),
      section('caps', ['Caps', '频次上限'], ['At most so many messages to one member.', '对每位成员的消息条数上限。']),
      section('digest', ['Digest', '摘要'], ['What matters little is collected into one message.', '次要消息合并为一条。']),
      section('consent', ['Consent', '同意'], ['Whom one may write to at all.', '哪些消息需要成员事先同意。']),
      section('unsubscribe', ['Unsubscribing', '退订'], ['Words by which members leave and come back.', '成员退订与恢复订阅所用的词。']),
    ],
  },
  {
    id: 'sending', icon: 'flag', title: ['Stop and approvals', '停发与审批'], sub: ['The emergency stop, who is left out to measure, who must agree', '紧急停发、对照组、审批流程'],
    sections: [
      section('stop', ['Emergency stop', '紧急停发'], ['Nothing goes out while this is on, whatever it is.', '开启后不会发出任何消息。']),
      section('holdout', ['Hold-out group', '对照组'], ['So that what messages do at all can be measured.', '用于衡量消息本身的效果。']),
      section('approvals', ['Approval of broadcasts', '群发审批'], ['Who must agree before a broadcast goes out, one after the other. Without steps nobody.', '群发前须依次同意的环节；不设环节则无需审批。']),
    ],
  },
  {
    id: 'members', icon: 'people', title: ['Members and points', '成员与积分'], sub: ['Stages, risk, roles, tiers, points', '阶段、流失风险、角色、等级与积分'],
    sections: [
      section('stages', ['Stages', '阶段'], ['When a member is new, active, dormant or churned.', '成员何时算新成员、活跃、沉睡或流失。']),
      section('risk', ['Risk of leaving', '流失风险'], ['How many points of the score each factor brings at its worst; the score is at most 100.', '各因素在最差时的分值，总分最高 100。']),
      section('roles', ['Roles', '角色'], ['What members are in the community, by rule.', '按规则划分成员在社群中的角色。']),
      section('tiers', ['Tiers', '等级'], ['By balance or by rule.', '按积分或按规则。']),
      section('points', ['Points', '积分'], ['How many, for how long, and out of which budget.', '数量、有效期与预算。']),
      section('contributions', ['Contributions', '贡献'], ['What members make for the community.', '成员为社群创作的内容。']),
    ],
  },
  {
    id: 'referrals', icon: 'gift', title: ['Referrals', '邀请'], sub: ['When invitations count, the ladder, what is suspicious', '有效条件、阶梯与防作弊'],
    sections: [section('referral', ['Referrals', '邀请'], ['When an invitation counts, what it leads to, and what speaks against it.', '邀请何时有效、奖励阶梯，以及哪些迹象可疑。'])],
  },
  {
    id: 'alerts', icon: 'bell', title: ['Alerts', '告警'], sub: ['Whom alerts call, and when the product raises its own', '告警通知谁，系统何时自行告警'],
    sections: [
      section('alerts', ['Who is called', '通知谁'], ['By level: how long each line has to answer before the next one is called.', '按级别：每一线多久未响应后通知下一线。']),
      section('health', ['The product itself', '系统自身'], ['When it is late, or runs fail, it raises alerts named health-….', '出现延迟或运行失败时，会触发名为 health-… 的告警。']),
    ],
  },
  {
    id: 'answers', icon: 'question', title: ['Reports, answers and AI', '周报、问答与 AI'], sub: ['The weekly report, surveys, FAQs, the language model', '周报、问卷、常见问题与语言模型'],
    sections: [
      section('report', ['Weekly report', '周报'], ['How the week went, on Monday.', '每周一发送上周情况。']),
      section('surveys', ['Surveys', '问卷'], ['How often members may be asked.', '多久可以询问成员一次。']),
      section('faqs', ['FAQs', '常见问题'], ['When questions are answered without a person.', '何时自动回答问题。']),
      section('ai', ['Language model', '语言模型'], ['Any address that speaks as OpenAI’s chat completions does.', '任何兼容 OpenAI chat completions 的地址。']),
    ],
  },
  {
    id: 'access', icon: 'key', title: ['Sign-in', '登录'], sub: ['Who enters by Cloudflare Access, and as what', '谁可通过 Cloudflare Access 登录，以及权限'],
    sections: [
      section('access', ['Cloudflare Access', 'Cloudflare Access'], ['Holds when CF_ACCESS_TEAM_DOMAIN and CF_ACCESS_AUD are set. Nobody enters so who is not named here; keys work all the same.', '设置 CF_ACCESS_TEAM_DOMAIN 与 CF_ACCESS_AUD 后生效。未列出的人无法以此登录；密钥始终可用。']),
    ],
  },
  {
    id: 'data', icon: 'book', title: ['Limits and retention', '限额与保留期'], sub: ['How often may be asked, how long is kept', '请求频率与数据保留时间'],
    sections: [
      section('limits', ['Limits', '限额'], ['Whoever asks more often hears 429.', '超出后返回 429。']),
      section('retention', ['How long things are kept', '保留期'], ['The ledger and consents are kept for ever; what a live run needs is never let go.', '积分流水与同意记录永久保留；运行中需要的数据不会删除。']),
    ],
  },
] // biome-ignore format: one list, read at a glance
