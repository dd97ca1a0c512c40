import { bucket } from '../../workflows/language/bucket.ts'
import { parseCron } from '../../workflows/language/cron.ts'
import { logError } from '../store/log.ts'
import { forgetSchedules, type Schedule, writeSchedules } from '../store/schedules.ts'
import type { Deps } from './deps.ts'
import { anyExperiment, watchExperiments } from './experiments.ts'
import { DUTY, isDuty, SCHEDULES } from './tick.ts'
import { sendWeekly } from './weekly.ts'

/** What the house does by the clock for itself. Its rows stand among the schedules; no workflow has such a name. */
type Duty = {
  name: string
  next: (after: number) => number | undefined
  version: number
  carryOut: (slot: number) => Promise<void>
}

/**
 * Carry out the duties whose time has come, the latest slot of each after an outage. Each can be carried out again: a
 * crash before its next time is written repeats it, and what it sends has its slot's name. Answers how many there were.
 */
export async function keepHouse(deps: Deps, stored: readonly Schedule[]): Promise<number> {
  const now = deps.clock.now()
  const duties = await dutiesOf(deps)
  const gone = stored.filter((row) => isDuty(row) && !duties.some(({ name }) => name === row.workflowId))
  const planned: Schedule[] = []
  let done = 0
  for (const { name, next, version, carryOut } of duties) {
    const row = stored.find(({ workflowId }) => workflowId === name)
    const current = row?.version === version ? row : undefined
    if (current && current.nextAt > now) continue
    const failed = current ? !(await attempted(carryOut, latest(current.nextAt, now, next))) : false
    if (current) done += 1
    const nextAt = failed ? now + AGAIN_MS : next(now)
    if (nextAt !== undefined) planned.push({ workflowId: name, trigger: 0, version, nextAt })
  }
  const statements = [
    ...(gone.length > 0 ? [forgetSchedules(gone)] : []),
    ...(planned.length > 0 ? [writeSchedules(planned)] : []),
  ]
  if (statements.length > 0) await deps.db.batch(statements)
  if (planned.length > 0)
    await deps.timers.arm(planned.map(({ nextAt }) => ({ subjectId: SCHEDULES, dueAtMs: nextAt })))
  return done
}

/** A duty that fails is tried again soon, and holds up nothing else. */
const AGAIN_MS = 300_000

async function attempted(carryOut: Duty['carryOut'], slot: number): Promise<boolean> {
  try {
    await carryOut(slot)
    return true
  } catch (error) {
    logError('a duty was not carried out', error)
    return false
  }
}

async function dutiesOf(deps: Deps): Promise<Duty[]> {
  const { report, timezone } = (await deps.catalogue.known()).settings
  const duties: Duty[] = []
  const [hour, minute] = report.at.split(':').map(Number)
  if (report.channel !== undefined)
    duties.push(duty(`${DUTY}report`, `${minute} ${hour} * * 1`, timezone, (slot) => sendWeekly(deps, slot)))
  if (await anyExperiment(deps))
    duties.push(duty(`${DUTY}experiments`, '30 6 * * *', timezone, () => watchExperiments(deps)))
  return duties
}

/** With another time or zone it is planned anew. */
function duty(name: string, source: string, zone: string, carryOut: Duty['carryOut']): Duty {
  const cron = parseCron(source)
  if (cron.kind === 'problem') throw new Error(cron.message)
  return { name, next: (after) => cron.cron.next(after, zone), version: bucket(source, zone, 1_000_000_000), carryOut }
}

const SLOTS_MAX = 10_000

function latest(from: number, now: number, next: Duty['next']): number {
  let slot = from
  for (let i = 0; i < SLOTS_MAX; i++) {
    const following = next(slot)
    if (following === undefined || following > now) return slot
    slot = following
  }
  return slot
}
