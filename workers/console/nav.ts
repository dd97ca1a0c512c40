import type { IconName } from './parts/icon.tsx'

type Both = readonly [en: string, zh: string]

/** What the side bar leads to, in groups. A page is listed when it is there. */
export const NAV: readonly {
  title: Both
  items: readonly { path: string; icon: IconName; title: Both }[]
}[] = [
  {
    title: ['Watch', '查看'],
    items: [
      { path: '/', icon: 'home', title: ['Overview', '概览'] },
      { path: '/figures', icon: 'chart', title: ['Figures', '数据'] },
      { path: '/runs', icon: 'run', title: ['Runs', '运行'] },
      { path: '/members', icon: 'people', title: ['Members', '成员'] },
      { path: '/segments', icon: 'target', title: ['Segments', '分群'] },
      { path: '/messages', icon: 'message', title: ['Messages', '消息'] },
      { path: '/leaderboards', icon: 'trophy', title: ['Leaderboards', '排行榜'] },
    ],
  },
  {
    title: ['Build', '搭建'],
    items: [
      { path: '/templates', icon: 'template', title: ['Templates', '模板'] },
      { path: '/workflows', icon: 'flow', title: ['Workflows', '工作流'] },
      { path: '/experiments', icon: 'flask', title: ['Experiments', '实验'] },
      { path: '/faqs', icon: 'question', title: ['FAQs', '常见问题'] },
      { path: '/surveys', icon: 'form', title: ['Surveys', '问卷'] },
      { path: '/library', icon: 'book', title: ['Library', '资料库'] },
    ],
  },
  {
    title: ['Reach', '触达'],
    items: [
      { path: '/broadcasts', icon: 'megaphone', title: ['Broadcasts', '群发'] },
      { path: '/calendar', icon: 'calendar', title: ['Calendar', '内容日历'] },
      { path: '/gatherings', icon: 'ticket', title: ['Events', '活动'] },
      { path: '/campaigns', icon: 'flag', title: ['Campaigns', '营销活动'] },
    ],
  },
  {
    title: ['Decide', '处理'],
    items: [
      { path: '/tasks', icon: 'check', title: ['Approvals and tasks', '审批与任务'] },
      { path: '/contributions', icon: 'star', title: ['Contributions', '用户作品'] },
      { path: '/referrals', icon: 'gift', title: ['Referrals', '邀请'] },
      { path: '/alerts', icon: 'bell', title: ['Alerts', '告警'] },
      { path: '/rotas', icon: 'phone', title: ['Rotas', '值班表'] },
    ],
  },
  {
    title: ['Set up', '配置'],
    items: [
      { path: '/channels', icon: 'plug', title: ['Channels', '渠道'] },
      { path: '/jobs', icon: 'clock', title: ['Jobs', '作业'] },
      { path: '/settings', icon: 'gear', title: ['Settings', '设置'] },
    ],
  },
]
