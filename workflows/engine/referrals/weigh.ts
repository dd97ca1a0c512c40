import { type Ask, resourceOf } from '../../../schema/ask.ts'
import type { JsonObject } from '../../../schema/json.ts'
import type { Gathered, ReferralShape, Signal, SignalName } from '../../../schema/referral.ts'
import { DAY_MS } from '../limits.ts'
import type { Turn } from '../turn.ts'

/**
 * Who comes first looks like everybody: only those who come later show that a device has brought many. So what is to
 * qualify is weighed again, by what is known then. The commit answers; see `Gathered`.
 */
export function weigh(turn: Turn, reason: string | null): void {
  const { contact } = turn.actor
  const { referral } = contact.facts
  if (!referral?.by || referral.weighing) return
  const { now } = turn.world
  const id = `${contact.id}-referral-weighed-${contact.version + 1}`
  const { referrer } = referral.by
  const wants = { kind: 'referral count' as const, referrer }
  const resource = resourceOf('referral', referrer)
  const ask: Ask = { id, subjectId: contact.id, resource, at: now, keepUntil: now + DAY_MS, ...wants }
  turn.asks.push(ask)
  contact.facts = { ...contact.facts, referral: { ...referral, weighing: { id, at: now, reason } } }
}

/** What the commit has answered to that, once; undefined as long as nobody has looked. */
export function weighed(turn: Turn): { reason: string | null; found: JsonObject } | undefined {
  const { contact, granted } = turn.actor
  const { weighing, ...others } = contact.facts.referral ?? {}
  if (!weighing || granted === undefined || turn.asks.some(({ id }) => id === weighing.id)) return undefined
  contact.facts = { ...contact.facts, referral: others }
  return { reason: weighing.reason, found: granted.get(weighing.id) ?? {} }
}

/** Two with one phone are a couple, or somebody's second account, which is judged; many of them are a farm. */
const PAIR = 1
/** So many times what one may bring at once is no party any more. */
const BURSTS = 2

/** What speaks against a referral that did not when it was made. */
export function signalsBy(found: JsonObject, { weights, limits }: ReferralShape): Signal[] {
  const { same, around }: Gathered = { ...NOBODY, ...found }
  const say = (signal: SignalName, value: number, share: number): Signal[] =>
    share > 0 ? [{ signal, value, weight: Math.min(100, Math.round(weights[signal] * share)) }] : []
  const [minute, hour] = around
  const isBurst = minute + 1 > BURSTS * limits.address_per_minute || hour + 1 > BURSTS * limits.address_per_hour
  return [
    ...say('phone_cluster', same.phone, same.phone > PAIR ? 1 : 0),
    ...say('email_cluster', same.email, same.email > PAIR ? 1 : 0),
    ...say('device_cluster', same.device, same.device - PAIR),
    ...say('address_burst', hour + 1, isBurst ? 1 : 0),
  ].filter(({ weight }) => weight > 0)
}

const NOBODY: Gathered = { count: 0, same: { device: 0, phone: 0, email: 0 }, around: [0, 0] }
