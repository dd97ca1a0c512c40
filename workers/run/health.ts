import { faultsOfDatabase } from '../store/database.ts'
import { type Health, readHealth } from '../store/health.ts'
import { logError } from '../store/log.ts'
import type { Deps } from './deps.ts'
import { raiseAlert, type Trouble } from './raise-alert.ts'

/** How often an isolate looks, in real time; and how many of the newest it looks through. */
const LOOK_MS = 300_000
const NEWEST = 100

let lookedAt = 0
let faultsBefore = 0

/** Look now and then how it goes, and raise an ordinary alert for each thing that does not go well. */
export async function watchHealth(deps: Deps): Promise<void> {
  const real = deps.clock.real()
  const isSoon = lookedAt === 0 || (real < lookedAt + LOOK_MS && real >= lookedAt)
  if (lookedAt === 0) lookedAt = real
  if (isSoon || !(await deps.catalogue.known()).settings.health.alerts) return
  lookedAt = real
  try {
    await raiseTroubles(deps)
  } catch (error) {
    logError('health was not looked at', error)
  }
}

/** Raise what is not well now. Answers the names of the alerts. */
export async function raiseTroubles(deps: Deps): Promise<string[]> {
  const now = deps.clock.now()
  const faults = faultsOfDatabase()
  const troubles = await troublesOf(deps, await readHealth(deps.db, { now, newest: NEWEST }), faults - faultsBefore)
  faultsBefore = faults
  for (const trouble of troubles) await raiseAlert(deps, trouble)
  return troubles.map(({ name }) => name)
}

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
