import { limitsOf } from '../channels/capabilities.ts'
import type { Channel, Outcome, RateLimit } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import type { LeasedDelivery } from '../store/deliveries.ts'
import { logError } from '../store/log.ts'
import type { Catalogue } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { type Granted, isHeld, type Moved } from './keeping.ts'
import type { NotYet, Place } from './send-message.ts'

/** A place later than this is not waited for: the message stands in line instead. */
export const HORIZON_MS = 1_000
/** The pieces of one message wait for each other this long. */
const PIECE_PATIENCE_MS = 5_000
/** A place that is reached later than this has lost its meaning: another one is taken. */
const LATE_MS = 100

/** Where the messages of one delivery round find their places, and learn that a provider wants to be left alone. */
export type Places = {
  of: (delivery: LeasedDelivery, channel: Channel) => Place
  /** Told how a piece ended: a provider's back-off holds whom it names, here and in every isolate. */
  tell: (delivery: LeasedDelivery, channel: Channel, outcome: Outcome) => Promise<Outcome>
  /** Tells the keepers when those that went have surely arrived. */
  close: () => Promise<void>
}

export function channelLimits(channel: Channel | undefined): readonly RateLimit[] {
  const sending = channel && findKind(channel.kind)?.sending
  return sending && !sending.keeps?.(channel) ? limitsOf(sending, channel) : []
}

/** Take places for all of these at once, in their order. A channel without limits asks nobody. */
export async function takePlaces(
  deps: Deps,
  catalogue: Catalogue,
  leased: readonly LeasedDelivery[],
  fromLine: boolean,
): Promise<Places> {
  const first = new Map<string, Reached>()
  const byChannel = Map.groupBy(leased, (delivery) => (delivery.kind === 'message' ? (delivery.channel ?? '') : ''))
  await Promise.all(
    [...byChannel].map(async ([id, deliveries]) => {
      const channel = catalogue.channels.get(id)
      if (!channel || channelLimits(channel).length === 0) return
      const granted = await take(deps, channel, deliveries, { fromLine, horizonMs: HORIZON_MS })
      deliveries.forEach((delivery, i) => {
        first.set(delivery.id, reached(deps, granted[i]))
      })
    }),
  )
  const held = new Map<string, number>()
  const gone = new Map<string, Gone[]>()
  return {
    of: (delivery, channel) => placeOf(deps, { delivery, channel, held, gone, first: first.get(delivery.id) }),
    tell: (delivery, channel, outcome) => {
      arrived(
        deps,
        gone.get(channel.id)?.findLast((one) => one.delivery === delivery),
      )
      return backOff(deps, { delivery, channel, held }, outcome)
    },
    close: async () => {
      const told = [...gone].map(async ([id, of]) => {
        const moved = of.flatMap(movedOf)
        if (moved.length > 0) await deps.keeper(id).went({ moved })
      })
      await Promise.all(told).catch(() => undefined)
    },
  }
}

/** A message at its place: in real time here, in the keeper's own, and when the platform has answered. */
type Gone = { delivery: LeasedDelivery; atReal: number; at: number; doneReal?: number }

function arrived(deps: Deps, one: Gone | undefined): void {
  if (one) one.doneReal ??= deps.clock.real()
}

function movedOf({ delivery, atReal, at, doneReal }: Gone): Moved[] {
  if (doneReal === undefined || doneReal <= atReal) return []
  return [{ to: delivery.recipient ?? '', at, doneAt: at + doneReal - atReal }]
}

/** A granted place, or the reason to stand in line. */
type Reached = { kind: 'go'; atReal: number; at: number } | NotYet

function reached(deps: Deps, granted: Granted | undefined): Reached {
  if (granted?.kind === 'go') return { kind: 'go', atReal: deps.clock.real() + granted.inMs, at: granted.at }
  return { kind: 'not yet', inLine: true, ...(granted?.heldUntil !== undefined && { heldUntil: granted.heldUntil }) }
}

/** Nobody gets a place while the keeper cannot be reached: what goes out unasked could break the provider's limit. */
async function take(
  deps: Deps,
  channel: Channel,
  deliveries: readonly LeasedDelivery[],
  { fromLine, horizonMs }: { fromLine: boolean; horizonMs: number },
): Promise<Granted[]> {
  const wanted = deliveries.map(({ recipient, audience, rank }) => ({
    ...{ to: recipient ?? '', room: audience === 'room', rank },
  }))
  const asking = { limits: channelLimits(channel), wanted, productNow: deps.clock.now(), horizonMs, fromLine }
  try {
    return await deps.keeper(channel.id).take(asking)
  } catch {
    logError('the keeper of a channel cannot be reached')
    return []
  }
}

type Standing = { delivery: LeasedDelivery; channel: Channel; held: Map<string, number> }

function placeOf(
  deps: Deps,
  { gone, ...standing }: Standing & { first: Reached | undefined; gone: Map<string, Gone[]> },
): Place {
  const { delivery, channel } = standing
  const went: Gone[] = gone.get(channel.id) ?? []
  gone.set(channel.id, went)
  const limited = channelLimits(channel).length > 0
  let next = standing.first
  let horizonMs = HORIZON_MS
  return async () => {
    const left = leftAlone(deps, standing)
    if (left !== undefined) return { kind: 'not yet', inLine: true, heldUntil: left }
    if (!limited) return { kind: 'now' }
    arrived(
      deps,
      went.findLast((one) => one.delivery === delivery),
    )
    let place = next ?? (await again(deps, standing, horizonMs))
    next = undefined
    horizonMs = PIECE_PATIENCE_MS
    if (place.kind === 'go') await reach(deps, place.atReal)
    if (place.kind === 'go' && deps.clock.real() > place.atReal + LATE_MS) {
      place = await again(deps, { delivery, channel }, horizonMs)
      if (place.kind === 'go') await reach(deps, place.atReal)
    }
    if (place.kind === 'not yet') return place
    const leftNow = leftAlone(deps, standing)
    if (leftNow !== undefined) return { kind: 'not yet', inLine: true, heldUntil: leftNow }
    went.push({ delivery, atReal: place.atReal, at: place.at })
    return { kind: 'now' }
  }
}

async function again(
  deps: Deps,
  { delivery, channel }: Pick<Standing, 'delivery' | 'channel'>,
  horizonMs: number,
): Promise<Reached> {
  const [granted] = await take(deps, channel, [delivery], { fromLine: true, horizonMs })
  return reached(deps, granted)
}

async function reach(deps: Deps, atReal: number): Promise<void> {
  const waitMs = atReal - deps.clock.real()
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
}

/** What this isolate knows of providers that want to be left alone: product time by channel, or channel and recipient. */
const leftUntil = new Map<string, number>()
const LEFT_MAX = 1000

function leftAlone(deps: Deps, { delivery, channel, held }: Standing): number | undefined {
  const names = [channel.id, recipientName(channel, delivery)]
  const holds = names
    .flatMap((name) => [held.get(name) ?? 0, leftUntil.get(name) ?? 0])
    .filter((until) => isHeld(until, deps.clock.now()))
  return holds.length > 0 ? Math.max(...holds) : undefined
}

/** A person wants to go on at once. */
export function forgetHold(channelId: string): void {
  for (const name of leftUntil.keys())
    if (name === channelId || name.startsWith(`${channelId}\n`)) leftUntil.delete(name)
}

/** Until when this isolate leaves a whole channel alone, in product time. */
export function leftAloneUntil(channelId: string): number {
  return leftUntil.get(channelId) ?? 0
}

const WINDOW_MAX_MS = 60_000

async function backOff(deps: Deps, { delivery, channel, held }: Standing, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== 'retry') return outcome
  const holds = outcome.holds ?? (outcome.afterMs === undefined ? undefined : 'channel')
  if (holds === undefined) return outcome
  const limits = channelLimits(channel)
  const window = limits.length > 0 ? Math.min(WINDOW_MAX_MS, Math.max(...limits.map(({ perMs }) => perMs))) : 1_000
  const afterMs = outcome.afterMs ?? window
  const until = deps.clock.now() + afterMs
  const name = holds === 'channel' ? channel.id : recipientName(channel, delivery)
  for (const memory of [held, leftUntil]) memory.set(name, until)
  for (const [oldest] of leftUntil) if (leftUntil.size > LEFT_MAX) leftUntil.delete(oldest)
  if (limits.length > 0)
    await deps
      .keeper(channel.id)
      .hold({ until, ...(holds === 'recipient' && { to: delivery.recipient ?? '' }) })
      .catch(() => undefined)
  return { ...outcome, holds, afterMs }
}

function recipientName({ id }: Channel, { recipient }: LeasedDelivery): string {
  return `${id}\n${recipient}`
}
