import type {
  Attributed,
  MarkKind,
  Marks,
  ReferralShape,
  ReferralStatus,
  Signal,
  SignalName,
} from '../../../schema/referral.ts'
import { parseDuration } from '../../language/duration.ts'

/** Who is said to have been invited, and when. */
export type Claim = { id: string; at: number; marks: Marks }

export type Judged = {
  status: Extract<ReferralStatus, 'pending' | 'held' | 'review' | 'rejected'>
  score: number
  signals: Signal[]
}

/**
 * How far a referral is to be believed: the sum of what speaks against it, at most 100, and what follows from that. What
 * many honest people share (an address) says little by itself; what they do not (a device, a phone) says much.
 */
export function judge(claim: Claim, found: Attributed, settings: ReferralShape): Judged {
  const signals = signalsOf(claim, found, settings).filter(({ weight }) => weight > 0)
  return { ...verdict(signals, settings), signals }
}

export function verdict(signals: readonly Signal[], { thresholds }: ReferralShape): Pick<Judged, 'status' | 'score'> {
  const score = Math.min(
    100,
    signals.reduce((sum, { weight }) => sum + weight, 0),
  )
  if (score >= thresholds.reject) return { status: 'rejected', score }
  if (score >= thresholds.review) return { status: 'review', score }
  return { status: score >= thresholds.hold ? 'held' : 'pending', score }
}

function signalsOf(claim: Claim, found: Attributed, settings: ReferralShape): Signal[] {
  const { weights, limits } = settings
  const say = (signal: SignalName, value: number, share = 1): Signal => ({
    signal,
    weight: Math.min(100, Math.round(weights[signal] * share)),
    value,
  })
  if (claim.id === found.referrer) return [say('self', 1)]
  const isOwn = (kind: MarkKind) => claim.marks[kind] !== undefined && found.marks[kind]?.includes(claim.marks[kind])
  const age = claim.at - found.since
  return [
    ...(found.ring === null ? [] : [say('ring', found.ring)]),
    ...(isOwn('phone') ? [say('same_phone', 1)] : []),
    ...(isOwn('email') ? [say('same_email', 1)] : []),
    ...(isOwn('device') ? [say('same_device', 1)] : []),
    ...(isOwn('ip') ? [say('same_ip', 1)] : []),
    ...(found.same.phone > 0 ? [say('phone_cluster', found.same.phone)] : []),
    ...(found.same.email > 0 ? [say('email_cluster', found.same.email)] : []),
    ...(found.same.device > 0 ? [say('device_cluster', found.same.device, found.same.device)] : []),
    ...addresses(found, limits, say),
    ...tempo(found.byReferrer, limits, say),
    ...(age < (parseDuration(limits.new_referrer) ?? 0)
      ? [say('new_referrer', Math.max(0, Math.floor(age / 1000)))]
      : []),
  ]
}

type Say = (signal: SignalName, value: number, share?: number) => Signal
type Limits = ReferralShape['limits']

/** The one that goes past a limit counts as much as those behind it. */
function addresses({ byBoth, byAddress }: Attributed, limits: Limits, say: Say): Signal[] {
  const burst = [byBoth[0] >= limits.address_per_minute && byBoth[0], byBoth[1] >= limits.address_per_hour && byBoth[1]]
  const most = Math.max(...burst.map(Number))
  const crowd = byAddress[0] >= limits.everywhere_per_minute || byAddress[2] >= limits.everywhere_per_day
  return [
    ...(most > 0 ? [say('address_burst', most + 1)] : []),
    ...(crowd ? [say('address_crowd', Math.max(byAddress[0], byAddress[2]) + 1)] : []),
  ]
}

function tempo([minute, hour, day]: Attributed['byReferrer'], limits: Limits, say: Say): Signal[] {
  if (minute >= limits.referrer_per_minute) return [say('velocity', minute + 1)]
  if (hour >= limits.referrer_per_hour) return [say('velocity', hour + 1)]
  return day >= limits.referrer_per_day ? [say('velocity', day + 1)] : []
}
