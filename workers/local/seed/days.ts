import { type Chance, chance } from './chance.ts'
import { GATHERINGS } from './gatherings.ts'
import { type Member, said } from './people.ts'
import { STORIES } from './words.ts'

/** Something that happens to somebody. Whoever joins says who they are. */
export type Happening = {
  id: string
  type: string
  at: number
  subject: string
  data: Record<string, unknown>
  user?: Member['who']
}

/** A part of a day: what happened in it, in the order of time. It is told at its end. */
export type Slice = { day: number; ends: number; last: boolean; events: Happening[] }

export const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const SLICES = 2
const MONTH = 30

/** The days one after the other, in parts. */
export function* slicesOf(
  members: readonly Member[],
  { from, days, seed }: { from: number; days: number; seed: number },
): Generator<Slice> {
  const roll = chance(seed + 1)
  let later: Happening[] = []
  for (let day = 0; day < days; day++) {
    const starts = from + day * DAY_MS
    const there = members.filter(({ joins }) => joins <= day)
    const all = [...later, ...there.flatMap((member) => dayOf(member, { roll, day, starts }))].map((one) => ({
      ...one,
      at: Math.max(one.at, starts),
    }))
    all.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    for (let part = 1; part <= SLICES; part++) {
      const ends = starts + (part * DAY_MS) / SLICES
      const events = all.filter(({ at }) => at < ends && at >= ends - DAY_MS / SLICES)
      yield { day, ends, last: part === SLICES, events }
    }
    later = all.filter(({ at }) => at >= starts + DAY_MS)
  }
}

type Today = { roll: Chance; day: number; starts: number }
type Add = (type: string, data: Record<string, unknown>, afterMinutes?: number) => void

function dayOf(member: Member, { roll, day, starts }: Today): Happening[] {
  const { id, habit, joins, hour, offset } = member
  const age = day - joins
  const found: Happening[] = []
  const begins = starts + (hour - offset) * 60 * MINUTE_MS
  const add: Add = (type, data, afterMinutes = Math.floor(roll.next() * 40)) => {
    const at = begins + (found.length + afterMinutes) * MINUTE_MS
    const user = type === 'member.joined' ? { user: member.who } : {}
    found.push({ id: `${id}-${day}-${found.length}`, type, subject: id, at, data, ...user })
  }
  if (age === 0) join(member, add)
  const likely = age === 0 ? 0.8 : habit.daily * Math.exp(-age / habit.fadesIn)
  if (roll.next() < likely) takePart(member, roll, add)
  if (age > 2 && roll.next() < habit.buys)
    add('order.paid', { order_id: `${id}-o${day}`, amount: roll.of([19, 49, 99, 199, 399]), currency: 'CNY' })
  if (age === MONTH && habit.fadesIn > 20 && roll.next() < 0.3) answerSurvey(roll, add)
  for (const { id: gathering, opens, joining } of GATHERINGS)
    if (age > 0 && day >= opens && day < opens + 4 && roll.next() < joining * habit.daily)
      add('button.clicked', { value: `join:${gathering}`, gathering })
  if (age > 20 && roll.next() < 0.0008) add('member.left', {})
  return found
}

function join({ source, city, inviter, device }: Member, add: Add): void {
  add('member.joined', { source, city, device, ...(inviter !== null && { inviter }) }, 0)
}

function takePart(member: Member, roll: Chance, add: Add): void {
  const { chinese } = member
  add('message.received', { text: said(roll, member) })
  if (roll.next() < 0.5) add('checkin.made', {})
  if (roll.next() < 0.15) add('reaction.added', { reaction: roll.of(['👍', '❤️', '🎉', '😂']) })
  if (roll.next() < 0.01)
    add('custom.negative', { text: chinese ? '发货太慢了，很失望' : 'Delivery is too slow, I am disappointed' })
  if (roll.next() < 0.004) add('message.received', { text: chinese ? '想兼职日结的加微信' : 'Easy work from home' })
  if (roll.next() < 0.006) add('button.clicked', { value: 'redeem' })
  if (roll.next() < 0.006) add('form.submitted', { form_id: 'story', ...roll.of(chinese ? STORIES.zh : STORIES.en) })
}

/** They are asked, and most answer the same evening. */
function answerSurvey(roll: Chance, add: Add): void {
  add('custom.month_one', {}, 0)
  if (roll.next() < 0.7) add('message.received', { text: String(roll.of([10, 10, 9, 9, 9, 8, 8, 7, 6, 3])) }, 90)
}
