import type { Actor } from '../../schema/actor.ts'
import type { Ask } from '../../schema/ask.ts'
import type { JsonObject } from '../../schema/json.ts'

/** What was given so far, by resource: when, and how much. */
export type Granted = Map<string, { at: number; amount: number }[]>

type Said = (ask: Ask) => JsonObject | undefined

/**
 * Decide what is asked as the database does: one after the other. Stock has no end unless its capacity is known, and
 * coupon codes are made up; `said` is what the scenario says to it. Answers whether there was anything.
 */
export function grant(granted: Granted, actor: Actor, asks: readonly Ask[], said: Said = () => undefined): boolean {
  if (asks.length === 0) return false
  const given = new Map(actor.granted)
  for (const ask of asks) {
    const told = ask.kind === 'place' ? undefined : said(ask)
    const answer = told?.refused === undefined ? answerTo(ask, granted) : told
    if (answer) given.set(ask.id, { ...answer, ...told })
  }
  actor.granted = given
  return true
}

function answerTo(ask: Ask, granted: Granted): JsonObject | undefined {
  const before = granted.get(ask.resource) ?? []
  const give = (amount: number) => granted.set(ask.resource, [...before, { at: ask.at, amount }])
  switch (ask.kind) {
    case 'place':
      if (before.filter(({ at }) => at > ask.since).length >= ask.limit) return undefined
      give(1)
      return {}
    case 'share': {
      const taken = before.reduce((sum, { amount }) => sum + amount, 0)
      if (taken + ask.amount > (ask.capacity ?? Number.POSITIVE_INFINITY)) return { refused: 'none_left' }
      give(ask.amount)
      return { amount: ask.amount }
    }
    case 'look':
      return {}
    case 'board':
      return { top: [] }
    case 'report':
      return { texts: {}, now: {}, before: {} }
    case 'code':
      give(1)
      return { code: `SIMULATED-${ask.pool}-${before.length + 1}`, expires_at: null }
    case 'seat':
      return seatOf(ask, granted)
    case 'referral code':
      return { code: 'SIMULATED' }
    case 'referral':
      return { referrer: 'simulated-referrer', code: ask.code }
    case 'referral count':
      return { count: before.length }
    default:
      return ask satisfies never
  }
}

const HAS = { cancel: 0, add: 1, checkin: 2 }
const STATUS = ['cancelled', 'confirmed', 'attended'] as const
const AHEAD_MS = 7 * 86_400_000

/** There is always a seat. A gathering that the scenario does not describe starts a week after it is first spoken of. */
function seatOf(ask: Extract<Ask, { kind: 'seat' }>, granted: Granted): JsonObject {
  const mine = `${ask.resource} ${ask.subjectId}`
  const before = granted.get(mine) ?? []
  const was = before.at(-1)?.amount ?? 0
  if (ask.wish !== 'add' && before.length === 0) return { refused: 'not_signed_up' }
  if (ask.wish === 'cancel' && was === HAS.checkin) return { refused: 'attended' }
  const is = ask.wish === 'add' ? Math.max(was, HAS.add) : HAS[ask.wish]
  granted.set(mine, [...before, { at: ask.at, amount: is }])
  const first = granted.get(ask.resource)?.[0] ?? { at: ask.at, amount: 0 }
  granted.set(ask.resource, [first])
  return {
    status: STATUS[is] ?? 'confirmed',
    changed: is !== was,
    name: ask.gathering,
    place: '',
    starts_at: first.at + AHEAD_MS,
  }
}
