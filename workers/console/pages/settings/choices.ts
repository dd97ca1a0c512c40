/** What settings let somebody choose from, as people say it. */
export const CHOICES: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  mon: ['Monday', '周一'], tue: ['Tuesday', '周二'], wed: ['Wednesday', '周三'], thu: ['Thursday', '周四'],
  fri: ['Friday', '周五'], sat: ['Saturday', '周六'], sun: ['Sunday', '周日'],
  transactional: ['transactional: what they asked for', '事务类：成员主动要求的'],
  lifecycle: ['lifecycle: about their time here', '生命周期类：关怀与提醒'],
  promotional: ['promotional: advertising', '推广类：营销'], all: ['everything', '全部'],
  defer: ['put off until they are over', '推迟到之后发送'], drop: ['leave out', '不发送'], send: ['send all the same', '照常发送'],
  day: ['a day', '每天'], week: ['a week', '每周'], month: ['a month', '每月'], ever: ['altogether', '总计'],
  category: ['each category by itself', '按类别分别计'], channel: ['each channel by itself', '按渠道分别计'],
  workflow: ['each workflow by itself', '按工作流分别计'], calls: ['calls', '调用次数'], tokens: ['tokens', 'token 数'],
  en: ['English', '英文'], 'zh-CN': ['Chinese', '中文'],
  viewer: ['viewer: reads', '只读：查看'], operator: ['operator: reads and writes', '运营：查看与操作'],
  admin: ['admin: everything', '管理员：全部'],
} // biome-ignore format: one list, read at a glance
