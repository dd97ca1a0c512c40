import type { Chance } from './chance.ts'

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const GIVEN = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '秀英',
  '子涵',
  '雨桐',
  '浩然',
  '欣怡',
  '梓萱',
  '一诺',
  '思远',
]
const FIRST = [
  'Ava',
  'Ben',
  'Chloe',
  'Daniel',
  'Emma',
  'Felix',
  'Grace',
  'Henry',
  'Isla',
  'Jack',
  'Kate',
  'Liam',
  'Mia',
  'Noah',
  'Olivia',
  'Paul',
  'Quinn',
  'Ruth',
  'Sam',
  'Tara',
]
const LAST = [
  'Baker',
  'Chen',
  'Davis',
  'Evans',
  'Fischer',
  'Garcia',
  'Hughes',
  'Ito',
  'Jones',
  'Khan',
  'Lopez',
  'Martin',
  'Nguyen',
  'Olsen',
  'Patel',
  'Rossi',
  'Smith',
  'Tanaka',
  'Walker',
  'Young',
]
const HERE = ['北京', '上海', '广州', '深圳', '杭州', '成都', '武汉', '西安'] as const
const THERE = [
  ['London', 'Europe/London', 0],
  ['Berlin', 'Europe/Berlin', 1],
  ['New York', 'America/New_York', -5],
  ['Sydney', 'Australia/Sydney', 10],
  ['Singapore', 'Asia/Singapore', 8],
] as const

type Person = { name: string; city: string; timezone: string; offset: number }

/** Who somebody is, and by how many hours their clock is ahead of UTC in winter. */
export function nameOf(roll: Chance, chinese: boolean): Person {
  if (chinese)
    return { name: roll.of(SURNAMES) + roll.of(GIVEN), city: roll.of(HERE), timezone: 'Asia/Shanghai', offset: 8 }
  const [city, timezone, offset] = roll.of(THERE)
  return { name: `${roll.of(FIRST)} ${roll.of(LAST)}`, city, timezone, offset }
}

const SAYS = {
  zh: ['大家早上好', '今天打卡完成', '这个课程真不错', '已经下单啦', '有人一起的话喊我', '谢谢分享', '周末线下见'],
  en: [
    'Good morning everyone',
    'Checked in for today',
    'Loved the last session',
    'Just ordered',
    'Who is joining, tell me',
    'Thanks for sharing',
    'See you on Saturday',
  ],
}
const ASKS = {
  zh: ['请问活动什么时候开始？', '积分怎么用？', '可以退货吗？', '有没有新人群？'],
  en: ['When does the event start?', 'How do I use my points?', 'Can I get a refund?', 'Is there a group for parents?'],
}

export function words(chinese: boolean, kind: 'asks' | 'says'): readonly string[] {
  const all = kind === 'asks' ? ASKS : SAYS
  return chinese ? all.zh : all.en
}

export const STORIES = {
  zh: [
    { title: '我的一百天打卡', text: '从每天五分钟开始，到现在已经成了习惯。' },
    { title: '阳台种菜记', text: '第一次收获小番茄，给大家看看过程。' },
    { title: '带妈妈一起徒步', text: '跟着群里的路线走了一遍，非常值得。' },
  ],
  en: [
    { title: 'A hundred days', text: 'It began with five minutes a day and is a habit by now.' },
    { title: 'Tomatoes on the balcony', text: 'The first harvest, and how it went.' },
    { title: 'What I learnt from the reading night', text: 'Three books, and the people who brought them.' },
  ],
}
