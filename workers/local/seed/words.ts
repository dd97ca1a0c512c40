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
  ['London', 'Europe/London'],
  ['Berlin', 'Europe/Berlin'],
  ['New York', 'America/New_York'],
  ['Sydney', 'Australia/Sydney'],
  ['Singapore', 'Asia/Singapore'],
] as const

export function nameOf(roll: Chance, chinese: boolean): { name: string; city: string; timezone: string } {
  if (chinese) return { name: roll.of(SURNAMES) + roll.of(GIVEN), city: roll.of(HERE), timezone: 'Asia/Shanghai' }
  const [city, timezone] = roll.of(THERE)
  return { name: `${roll.of(FIRST)} ${roll.of(LAST)}`, city, timezone }
}

const SAID_ZH = [
  '大家早上好',
  '请问活动什么时候开始？',
  '今天打卡完成',
  '这个课程真不错',
  '已经下单啦',
  '有人一起吗？',
  '谢谢分享',
  '周末线下见',
]
const SAID_EN = [
  'Good morning everyone',
  'When does the event start?',
  'Checked in for today',
  'Loved the last session',
  'Just ordered',
  'Anyone joining?',
  'Thanks for sharing',
  'See you on Saturday',
]

export function words(chinese: boolean): readonly string[] {
  return chinese ? SAID_ZH : SAID_EN
}
