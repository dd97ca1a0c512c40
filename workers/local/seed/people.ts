import { type Chance, chance } from './chance.ts'
import { nameOf, words } from './words.ts'

/** How somebody takes part: how likely they do something on a day, and how fast that fades. */
const HABITS = [
  { share: 0.12, daily: 0.18, fadesIn: 400, buys: 0.04 },
  { share: 0.33, daily: 0.06, fadesIn: 60, buys: 0.02 },
  { share: 0.35, daily: 0.06, fadesIn: 14, buys: 0.01 },
  { share: 0.2, daily: 0.03, fadesIn: 4, buys: 0 },
] as const

export type Member = {
  id: string
  joins: number
  habit: (typeof HABITS)[number]
  /** The hour of their own day in which they take part, and by how much it is ahead of UTC. */
  hour: number
  offset: number
  chinese: boolean
  inviter: string | null
  /** What tells that somebody else sits behind it, of a few. */
  device: string
  source: string
  city: string
  who: { id: string; name: string; locale: string; timezone: string; email: string }
}

/** So many of a farm come on one day, from one telephone. */
const FARM = 6

export function membersOf(count: number, seed: number, days: number): Member[] {
  const roll = chance(seed)
  const known: Member[] = []
  const joins = Array.from({ length: count }, () => Math.min(days - 1, Math.floor(days * roll.next() ** 0.8)))
  // More come on later days: the community grows. Whoever invites was there before.
  for (const [i, day] of joins.sort((a, b) => a - b).entries()) known.push(memberOf(roll, { i, day, known }))
  return count >= 50 ? withFarm(known) : known
}

function memberOf(roll: Chance, { i, day, known }: { i: number; day: number; known: readonly Member[] }): Member {
  const id = `m${String(i + 1).padStart(6, '0')}`
  const chinese = roll.next() < 0.65
  const { name, city, timezone, offset } = nameOf(roll, chinese)
  // Some invite many, most nobody.
  const inviter = i > 3 && roll.next() < 0.08 ? known[Math.floor(i * roll.next() ** 3)] : undefined
  return {
    ...{ id, joins: day, chinese, city, offset, device: `phone-${id}` },
    inviter: inviter && inviter.joins < day ? inviter.id : null,
    habit: habitOf(roll.next()),
    hour: roll.of([8, 9, 12, 12, 18, 20, 20, 21, 21, 22]),
    source: inviter ? 'friend' : roll.of(['wechat', 'event', 'search']),
    who: { id, name, timezone, locale: chinese ? 'zh-CN' : 'en', email: `${id}@example.com` },
  }
}

/** One member brings others who are all the same telephone. */
function withFarm(members: readonly Member[]): Member[] {
  const first = Math.floor(members.length * 0.93)
  const farmer = members[Math.floor(first / 2)]
  if (!farmer) return [...members]
  return members.map((member, i) => {
    if (i < first || i >= first + FARM || member.joins <= farmer.joins) return member
    return { ...member, inviter: farmer.id, device: 'phone-of-many', source: 'friend' }
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

/** What somebody says; the questions among it are for the list of answers. */
export function said(roll: Chance, { chinese }: Member): string {
  return roll.of(words(chinese, roll.next() < 0.02 ? 'asks' : 'says'))
}
