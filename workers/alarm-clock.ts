import type { Env } from './env.ts'
import { house } from './house.ts'
import { nextDue } from './run/next-due.ts'
import { sum, sweepAll } from './run/sweep.ts'
import { AlarmClock as Clock, type Rung } from './timers/alarm.ts'

/** How long one ring or cron tick goes on before it makes room for the next. */
export const SWEEP_MAX_MS = 20_000

/** The embedded timer. In development it is also what cron is elsewhere. */
export class AlarmClock extends Clock<Env> {
  protected override readonly heartbeat = this.env.ENVIRONMENT === 'development'

  protected override async ring(): Promise<Rung> {
    const { deps } = await house(this.env)
    const swept = await sweepAll(deps, deps.clock.real() + SWEEP_MAX_MS)
    const more = sum(swept) > 0
    const due = await nextDue(deps)
    const againInMs = more ? 1000 : swept.lineInMs
    if (deps.clock.virtual) return { nextDueAtMs: null, ...(againInMs !== null && { againInMs }) }
    return { nextDueAtMs: due }
  }
}
