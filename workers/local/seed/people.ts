import { type Chance, chance } from './chance.ts'
import { nameOf, words } from './words.ts'

export type Joining = {
  external_id: string
  name: string
  locale: string
  timezone: string
  email: string
  tags: string[]
  'traits.city': string
  at: number
}
export type Happening = { id: string; type: string; subject: string; at: number; data: Record<string, unknown> }
export type Day = { index: number; ends: number; joining: Joining[]; events: Happening[] }

/** How somebody takes part: how likely they do something on a day, and how fast that fades. */
const HABITS = [
  { share: 0.12, daily: 0.35, fadesIn: 400, buys: 0.04 },
  { share: 0.33, daily: 0.12, fadesIn: 60, buys: 0.02 },
  { share: 0.35, daily: 0.1, fadesIn: 14, buys: 0.01 },
  { share: 0.2, daily: 0.05, fadesIn: 4, buys: 0 },
] as const

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

type Member = {
  id: string
  joins: number
  habit: (typeof HABITS)[number]
  hour: number
  chinese: boolean
  inviter: string | null
  who: Omit<Joining, 'at'>
}

export function membersOf(count: number, seed: number, days: number): Member[] {
  const roll = chance(seed)
  const joined: string[] = []
  return Array.from({ length: count }, (_, i) => {
    const id = `m${String(i + 1).padStart(6, '0')}`
    const chinese = roll.next() < 0.65
    const { name, city, timezone } = nameOf(roll, chinese)
    const inviter = joined.length > 0 && roll.next() < 0.15 ? roll.of(joined) : null
    joined.push(id)
    return {
      ...{ id, chinese, inviter },
      // More come on later days: the community grows.
      joins: Math.min(days - 1, Math.floor(days * roll.next() ** 0.8)),
      habit: habitOf(roll.next()),
      hour: roll.of([8, 9, 12, 12, 18, 20, 20, 21, 21, 22]),
      who: {
        ...{ external_id: id, name, timezone },
        locale: chinese ? 'zh-CN' : 'en',
        email: `${id}@example.com`,
        tags: [roll.of(['source-wechat', 'source-friend', 'source-event', 'source-search'])],
        'traits.city': city,
      },
    }
  })
}

function habitOf(at: number): (typeof HABITS)[number] {
  let left = at
  for (const habit of HABITS) {
    left -= habit.share
    if (left < 0) return habit
  }
  return HABITS[1]
}

/** The days one after the other, each with who joins and what happens on it, in the order of time. */
export function* daysOf(
  members: readonly Member[],
  { from, days, seed }: { from: number; days: number; seed: number },
): Generator<Day> {
  const roll = chance(seed + 1)
  for (let index = 0; index < days; index++) {
    const starts = from + index * DAY_MS
    const joining = members.filter(({ joins }) => joins === index).map(({ who }) => ({ ...who, at: starts }))
    const events = members.flatMap((member) => (member.joins > index ? [] : dayOf(member, { roll, index, starts })))
    yield {
      index,
      ends: starts + DAY_MS,
      joining,
      events: events.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
    }
  }
}

function dayOf(member: Member, { roll, index, starts }: { roll: Chance; index: number; starts: number }): Happening[] {
  const { id, habit, joins, hour } = member
  const age = index - joins
  const found: Happening[] = []
  const begins = starts + hour * 60 * MINUTE_MS
  const add = (type: string, data: Record<string, unknown>) =>
    found.push({
      id: `${id}-${index}-${found.length}`,
      type,
      subject: id,
      at: begins + found.length * MINUTE_MS + Math.floor(roll.next() * 40) * MINUTE_MS,
      data,
    })
  if (age === 0)
    add('member.joined', { source: member.who.tags[0] ?? '', ...(member.inviter && { inviter: member.inviter }) })
  const likely = age === 0 ? 0.8 : habit.daily * Math.exp(-age / habit.fadesIn)
  if (roll.next() < likely) {
    add('message.received', { text: roll.of(words(member.chinese)) })
    if (roll.next() < 0.5) add('checkin.made', {})
    if (roll.next() < 0.15) add('reaction.added', { reaction: roll.of(['👍', '❤️', '🎉', '😂']) })
    if (roll.next() < 0.03)
      add('custom.negative', { text: member.chinese ? '太慢了，很失望' : 'too slow, I am disappointed' })
  }
  if (age > 2 && roll.next() < habit.buys)
    add('order.paid', { order_id: `${id}-o${index}`, amount: roll.of([19, 49, 99, 199, 399]), currency: 'CNY' })
  if (age > 20 && roll.next() < 0.0008) add('member.left', {})
  return found
}
