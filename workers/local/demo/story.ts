import { cast, type Person } from './cast.ts'
import type { Answer, Client, Post } from './client.ts'
import {
  cloudEvent,
  feishuAdded,
  feishuMessage,
  referralForm,
  slackChannel,
  slackMessage,
  slackRetry,
  slackTeamJoin,
} from './webhooks.ts'

/** Monday 5 January 2026, 09:00 in Shanghai. */
export const BEGIN_MS = Date.parse('2026-01-05T09:00:00+08:00')
export const DAYS = 8
const DAY_MS = 86_400_000
const MIDNIGHT_MS = Date.parse('2026-01-05T00:00:00+08:00')

/** The Shanghai midnight a day begins with; day 1 is the Monday. */
export const startOfDay = (day: number) => MIDNIGHT_MS + (day - 1) * DAY_MS

/** What comes in at a time of the day. `note` says what the events of the product cannot: why the door answered so. */
export type Deed = {
  day: number
  at: string
  post: (stage: Stage, now: number) => Promise<Post>
  note?: { where: string; says: string; expect: (answer: Answer) => boolean }
}

/** What deeds need of those before them. */
export type Stage = { client: Client; last: Post | undefined }

export function timeOf({ day, at }: Deed): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return startOfDay(day) + (hours * 60 + minutes) * 60_000
}

const { li, han, wang, ada, grace, chen } = cast

const feishuJoin = (day: number, at: string, people: readonly Person[], by: Person): Deed => ({
  ...{ day, at },
  post: async (_, now) => feishuAdded(people, by, now),
})
const slackJoin = (day: number, at: string, person: Person): Deed => ({
  ...{ day, at },
  post: async (_, now) => slackTeamJoin(person, now),
})
const slackRoom = (day: number, at: string, type: Parameters<typeof slackChannel>[0], person: Person): Deed => ({
  ...{ day, at },
  post: async (_, now) => slackChannel(type, person, now),
})
const says = (day: number, at: string, person: Person, text: string): Deed => ({
  ...{ day, at },
  post: async (_, now) =>
    person.channel === 'slack' ? slackMessage(person, text, now) : feishuMessage(person, text, now),
})
const own = (day: number, at: string, person: Person, type: string, data: object): Deed => ({
  ...{ day, at },
  post: async (_, now) => cloudEvent(type, person, data, now),
})
const referral = (day: number, at: string, invitee: Person, inviter: Person, secret?: string): Deed => ({
  ...{ day, at },
  post: async ({ client }, now) => {
    const [invitee_id, inviter_id] = [await contactIdOf(client, invitee), await contactIdOf(client, inviter)]
    return referralForm({ invitee_id, inviter_id, answer: inviter.name }, now, secret)
  },
})

/** The form's link carries the ids of contacts, which the operator's page looked up. */
async function contactIdOf(client: Client, { channel, id, name }: Person): Promise<string> {
  const [found] = await client.list<{ id: string }>(`/api/v1/contacts?channel=${channel}&external_id=${id}`)
  if (!found) throw new Error(`${name} is not known on ${channel}`)
  return found.id
}

const repeated: Deed = {
  ...{ day: 1, at: '17:02' },
  post: async ({ last }, now) => {
    if (!last) throw new Error('there is nothing to repeat')
    return slackRetry(last, now)
  },
  note: {
    where: 'slack',
    says: 'the same delivery again (x-slack-retry-num: 1): known already, nothing is doubled',
    expect: ({ status }) => status === 200,
  },
}

const forged: Deed = {
  ...referral(1, '14:12', wang, han, `whsec_${Buffer.from('somebody else').toString('base64')}`),
  note: {
    where: 'form',
    says: 'a form signed with another secret: refused with 401, nothing is kept',
    expect: ({ status }) => status === 401,
  },
}

export const deeds: readonly Deed[] = [
  feishuJoin(1, '09:05', [li, han], han),
  says(1, '09:20', li, '大家好，我是李雷，周末做烘焙'),
  says(1, '09:40', li, '自我介绍完成，打卡'),
  feishuJoin(1, '14:00', [wang], li),
  referral(1, '14:10', wang, li),
  forged,
  says(1, '15:00', wang, '我是王芳，打卡！'),
  slackJoin(1, '17:00', ada),
  slackRoom(1, '17:01', 'member_joined_channel', ada),
  repeated,
  says(1, '17:30', ada, 'Hello from London, I bake on Sundays'),
  says(1, '17:45', ada, 'check in'),
  slackJoin(1, '21:30', grace),
  referral(1, '21:40', grace, ada),
  says(1, '21:50', grace, 'Hi all, Ada sent me. Check-in!'),
  says(2, '10:00', li, '打卡'),
  says(2, '12:00', wang, '读完指南了，打卡'),
  says(2, '18:00', ada, 'check in'),
  says(2, '23:00', grace, 'check-in'),
  own(3, '10:05', li, 'checkin.made', { name: '小程序打卡' }),
  says(3, '12:00', wang, '打卡'),
  slackRoom(3, '18:10', 'member_joined_channel', ada),
  says(3, '18:15', ada, 'check in'),
  referral(3, '20:00', li, li),
  says(4, '10:00', li, '打卡'),
  says(4, '18:00', ada, 'check in'),
  referral(4, '19:00', wang, han),
  slackRoom(4, '23:00', 'member_left_channel', grace),
  says(5, '10:00', li, '打卡'),
  says(5, '12:00', wang, '打卡'),
  own(5, '18:30', ada, 'order.paid', { order_id: 'A-1001', amount: 199, currency: 'GBP' }),
  slackJoin(6, '10:00', chen),
  says(6, '10:20', chen, '大家好，我刚搬到杭州'),
  says(6, '10:30', chen, '打卡'),
  says(6, '11:00', li, '打卡'),
  says(6, '12:00', wang, '打卡'),
  says(7, '10:00', li, '第七天，打卡'),
  says(7, '11:00', chen, '打卡'),
]

/** The end of the story. Its last day ends while 陈静 still has days to go. */
export const END_MS = startOfDay(DAYS) + 22 * 3_600_000
