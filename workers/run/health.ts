import { faultsOfDatabase } from '../store/database.ts'
import { type Health, readHealth, readNextLook, writeNextLook } from '../store/health.ts'
import { logError } from '../store/log.ts'
import type { Deps } from './deps.ts'
import { endAlerts, raiseAlert, type Trouble } from './raise-alert.ts'

/** How often somebody looks, in real time; and how many of the newest it looks through. */
const LOOK_MS = 300_000
const NEWEST = 100
/** After an outage what is late is carried out first. */
const CATCH_UP_MS = 60_000
/** An alert is over when no look has found it for so long, in product time. */
const QUIET_MS = 2 * LOOK_MS

/** As each isolate knows it. */
const nextAt = new WeakMap<Deps, number>()
let faultsBefore = 0

/**
 * Look now and then how it goes, raise an ordinary alert for each thing that does not go well, and end it when it does
 * again. When to look next is noted for all isolates, so that it happens however short each of them lives.
 */
export async function watchHealth(deps: Deps): Promise<void> {
  const real = deps.clock.real()
  const isSoon = (at: number) => real < at && at <= real + LOOK_MS
  if (isSoon(nextAt.get(deps) ?? 0)) return
  try {
    const noted = await readNextLook(deps.db)
    if (noted !== undefined && isSoon(noted)) {
      nextAt.set(deps, noted)
      return
    }
    const isFirst = noted === undefined || Math.abs(real - noted) > LOOK_MS
    const next = real + (isFirst ? CATCH_UP_MS : LOOK_MS)
    nextAt.set(deps, next)
    await deps.db.batch([writeNextLook(next)])
    if (!isFirst && (await deps.catalogue.known()).settings.health.alerts) await raiseTroubles(deps)
  } catch (error) {
    logError('health was not looked at', error)
  }
}

/** Raise what is not well now, and end what has been well for a while. Answers the names of the alerts. */
export async function raiseTroubles(deps: Deps): Promise<string[]> {
  const now = deps.clock.now()
  const faults = faultsOfDatabase()
  const troubles = await troublesOf(deps, await readHealth(deps.db, { now, newest: NEWEST }), faults - faultsBefore)
  faultsBefore = faults
  for (const trouble of troubles) await raiseAlert(deps, trouble)
  const names = troubles.map(({ name }) => name)
  await endAlerts(deps, { keys: WATCHED.filter((name) => !names.includes(name)), quietSince: now - QUIET_MS })
  return names
}

const WATCHED = ['health-events', 'health-timers', 'health-messages', 'health-runs', 'health-database']

async function troublesOf(deps: Deps, health: Health, faults: number): Promise<Trouble[]> {
  const { settings } = await deps.catalogue.known()
  const {
    late_after_minutes: minutes,
    failed_percent: percent,
    failed_least: least,
    faults: faultsMax,
  } = settings.health
  const limit = deps.clock.now() - minutes * 60_000
  const isLate = (oldest: number | null) => oldest !== null && oldest < limit
  const { events, timers, messages, runs } = health
  const all: (Trouble | false)[] = [
    isLate(events.oldest) && {
      ...{ name: 'health-events', level: 2 },
      title: `${events.pending} events wait, the oldest longer than ${minutes} minutes`,
      detail: `${events.pending} 个事件等待处理，最早的已超过 ${minutes} 分钟`,
    },
    isLate(timers.oldest) && {
      ...{ name: 'health-timers', level: 2 },
      title: `${timers.overdue} contacts are overdue, the first by more than ${minutes} minutes`,
      detail: `${timers.overdue} 个联系人的定时已过期，最早的已超过 ${minutes} 分钟`,
    },
    isLate(messages.oldest) && {
      ...{ name: 'health-messages', level: 2 },
      title: `${messages.overdue} messages should have gone, the first more than ${minutes} minutes ago`,
      detail: `${messages.overdue} 条消息应已发送，最早的已超过 ${minutes} 分钟`,
    },
    runs.ended >= least &&
      runs.failed * 100 >= runs.ended * percent && {
        ...{ name: 'health-runs', level: 2 },
        title: `${runs.failed} of the last ${runs.ended} runs failed`,
        detail: `最近 ${runs.ended} 次运行中有 ${runs.failed} 次失败`,
      },
    faults >= faultsMax && {
      ...{ name: 'health-database', level: 2 },
      title: `The database refused or lost ${faults} calls`,
      detail: `数据库拒绝或丢失了 ${faults} 次调用`,
    },
  ]
  return all.filter((one) => one !== false)
}
