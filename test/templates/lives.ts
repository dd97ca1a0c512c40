import * as fc from 'fast-check'
import type { JsonObject } from '../../schema/json.ts'
import type { ScenarioShape } from '../../schema/simulation.ts'

/** Members that nobody has thought of, and some weeks of theirs: what a template must stand. */

const DAY_MS = 86_400_000
const ZONES = [
  ...['Pacific/Auckland', 'Pacific/Honolulu', 'Pacific/Kiritimati', 'Asia/Shanghai', 'Asia/Kolkata', 'Europe/London'],
  ...['America/New_York', 'America/St_Johns', 'Australia/Lord_Howe'],
]
const LOCALES = ['en', 'zh-CN', 'en-GB', 'zh', 'zh-TW', 'fr', null]
/** Weeks in which the clocks change, a leap day, the turn of a year, and an ordinary one. */
const STARTS = ['2026-03-02', '2026-03-23', '2026-10-19', '2028-02-14', '2026-12-21', '2026-06-01']

type Happening = { type: string; data: JsonObject }

const said = (text: string): Happening => ({ type: 'message.received', data: { text } })

/** Things that happen to members; texts that are no language, so that whatever repeats them stays in its own. */
const HAPPENINGS: readonly Happening[] = [
  ...[
    'hi',
    'yes',
    'no',
    '9',
    '3',
    '10',
    'redeem',
    'invite',
    'my code',
    'checkin',
    '打卡',
    '签到',
    '兑换',
    '邀请',
    '完成',
  ].map(said),
  ...[
    'complaint 123',
    '投诉',
    '退订',
    'TD',
    'how?',
    '怎么',
    'sign up',
    '报名',
    'topic',
    '今日话题',
    'done',
    'click my link',
  ].map(said),
  { type: 'message.received', data: { text: 'hello', room: 'group-1' } },
  { type: 'member.joined', data: { source: 'qr' } },
  { type: 'member.joined', data: {} },
  { type: 'member.left', data: {} },
  { type: 'checkin.made', data: {} },
  { type: 'order.paid', data: { order_id: 'A-1', amount: 120 } },
  { type: 'order.paid', data: { order_id: 'A-2', amount: 0.5 } },
  { type: 'order.refunded', data: { order_id: 'A-1' } },
  { type: 'form.submitted', data: { form_id: 'event-signup', gathering: 'tea' } },
  { type: 'form.submitted', data: { form_id: 'complaint', text: '123' } },
  { type: 'button.clicked', data: { value: 'checkin' } },
  { type: 'button.clicked', data: { value: 'redeem' } },
  { type: 'button.clicked', data: { value: 'signup' } },
  { type: 'button.clicked', data: { value: 'consent-yes' } },
  { type: 'custom.news.reply', data: { text: '123' } },
  { type: 'custom.news.mention', data: { text: '123' } },
  { type: 'custom.leaderboard_won', data: { rank: 1, score: 90 } },
  { type: 'contact.unsubscribed', data: { category: 'promotional' } },
  { type: 'referral.rung_reached', data: { rung: 'course-coupon', count: 3 } },
  { type: 'referral.rung_reached', data: { rung: 'vip', count: 10 } },
  { type: 'referral.rejected', data: { role: 'referrer', reason: 'fake', referral_id: 'c-2' } },
  { type: 'referral.attributed', data: { role: 'invitee', status: 'review', referrer_id: 'c-9' } },
  { type: 'contact.tier_changed', data: { from: 'basic', to: 'vip' } },
  { type: 'contact.tier_changed', data: { from: 'vip', to: 'growth' } },
]

/** What comes in order, and so is made for the start of the life. */
function meetings(from: number): Happening[] {
  const at = (days: number) => new Date(from + days * DAY_MS).toISOString()
  const tea = { gathering_id: 'tea', name: 'Tea 1', starts_at: at(9), ends_at: at(9.1), status: 'confirmed' }
  return [
    { type: 'signup.confirmed', data: { ...tea, promoted: true } },
    { type: 'gathering.changed', data: { ...tea, starts_at: at(12), ends_at: at(12.1), status: 'open' } },
    { type: 'gathering.cancelled', data: { ...tea, status: 'cancelled' } },
    ...['warm_up', 'burst', 'continuation', 'wrap_up'].map((to, i) => ({
      type: 'campaign.phase_changed',
      data: { campaign_id: 'spring', name: 'S1', to, starts_at: at(i * 4), ends_at: at(i * 4 + 4) },
    })),
  ]
}

const contact = fc.record({
  name: fc.constantFrom('Ann', '小雨', null),
  locale: fc.constantFrom(...LOCALES),
  timezone: fc.constantFrom(...ZONES),
  tags: fc.subarray(['vip', 'welcome-gift', 'at-risk'], { maxLength: 1 }),
  traits: fc.constantFrom<JsonObject>(
    {},
    { birthday: '1992-02-29' },
    { birthday: '1990-03-08' },
    { birthday: '1985-10-25' },
  ),
  points: fc.constantFrom(0, 40, 600),
  joined_at: fc.constantFrom(null, '2025-03-09T10:30:00Z', '2024-02-29T23:59:00Z', '2025-10-26T00:30:00Z'),
})

export type Life = Omit<ScenarioShape, 'expect'>

/** Some weeks: quiet ones, and ones in which much happens at once, or the same thing twice. */
export const life: fc.Arbitrary<Life> = fc
  .tuple(
    contact,
    fc.constantFrom(...STARTS),
    fc.array(fc.tuple(fc.nat(99), fc.integer({ min: 0, max: 42 * 1440 }), fc.integer({ min: 1, max: 3 })), {
      maxLength: 25,
    }),
    fc.constantFrom('en', 'zh-CN'),
  )
  .map(([who, day, happened, locale]) => {
    const from = Date.parse(`${day}T00:00:00Z`)
    const all = [...HAPPENINGS, ...meetings(from)]
    const events = happened.flatMap(([which, minutes, times]) =>
      Array.from({ length: times }, (_, i) => {
        const { type, data } = all[which % all.length] ?? said('hi')
        return { at: new Date(from + (minutes + i) * 60_000).toISOString(), type, data: { ...data } }
      }),
    )
    return {
      ...{
        contact: {
          ...who,
          expiring: [{ at: new Date(from + 20 * DAY_MS).toISOString(), points: Math.min(who.points, 30) }],
        },
      },
      ...{ events, starts: [], replies: {}, locale, timezone: 'Asia/Shanghai' },
      ...{ from: new Date(from).toISOString(), until: new Date(from + 60 * DAY_MS).toISOString() },
    }
  })

/** Values that people type into the wrong field. */
export const ODD: readonly unknown[] = [
  0,
  -1,
  1e12,
  1.5,
  '',
  ' ',
  'nope',
  '0s',
  '99999d',
  '25:61',
  '00:00',
  true,
  [],
  [''],
  {},
  '<b>',
  '{{x}}',
]
