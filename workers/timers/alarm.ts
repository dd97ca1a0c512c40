import { DurableObject } from 'cloudflare:workers'
import type { Timers } from './port.ts'

/** How often the clock rings with nothing due, when it stands in for cron. */
export const HEARTBEAT_MS = 60_000

/** Between two rings when something stays due, so that what cannot be carried out does not keep the object busy. */
const OVERDUE_GAP_MS = 1000

const RETRY_FIRST_MS = 2000
const RETRY_MAX_MS = 60_000

/** What a ring leaves behind. Real time, not the product's. */
export type Rung = {
  /** When the next thing is due, or null when nothing waits. */
  nextDueAtMs: number | null
  /** Ring again this soon, because there was more to do than one ring takes. */
  againInMs?: number
}

/**
 * One alarm clock for everything that waits. The database knows what is due and when; this knows only when to ring
 * next, and keeps that in the platform's alarm. Ringing for nothing is harmless.
 *
 * What is ours is `#private`, because anything else on the class can be called through the binding.
 */
export abstract class AlarmClock<Env = unknown> extends DurableObject<Env> {
  /** Ring at least every HEARTBEAT_MS once armed: in local development the alarm is also the cron trigger. */
  protected readonly heartbeat: boolean = false

  /** Failed rings in a row. Forgotten with the instance, which only makes the next attempt come sooner. */
  #failures = 0

  /** Carries out whatever is due and says when the next thing is. May throw: it is tried again. */
  protected abstract ring(): Promise<Rung>

  protected nowMs(): number {
    return Date.now()
  }

  /** Rings at `dueAtMs` of real time, or earlier: an alarm that is set is never moved later. */
  async arm(dueAtMs: number): Promise<void> {
    await this.#advance([dueAtMs, ...this.#nextHeartbeat()])
  }

  /**
   * Does not throw for a failed ring, because the platform gives up on an alarm after six retries. When the alarm
   * cannot be set either it does throw: those retries are then all that is left.
   */
  override async alarm(): Promise<void> {
    await this.#advance([...(await this.#tryRing()), ...this.#nextHeartbeat()])
  }

  /** The latest mark that anybody has told, this one included. It outlives whatever happens to the database. */
  async witness(mark: number): Promise<number> {
    const known = (await this.ctx.storage.get<number>('witness')) ?? 0
    if (mark > known) await this.ctx.storage.put('witness', mark)
    return Math.max(known, mark)
  }

  async #tryRing(): Promise<number[]> {
    try {
      const { nextDueAtMs, againInMs } = await this.ring()
      this.#failures = 0
      const now = this.nowMs()
      const due = nextDueAtMs === null ? [] : [nextDueAtMs > now ? nextDueAtMs : now + OVERDUE_GAP_MS]
      return againInMs === undefined ? due : [...due, now + againInMs]
    } catch (error) {
      const kind = error instanceof Error ? error.name : typeof error
      console.error('timers: the alarm rang and what was due could not be carried out', { kind })
      const delayMs = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MAX_MS)
      this.#failures += 1
      return [this.nowMs() + delayMs]
    }
  }

  #nextHeartbeat(): number[] {
    return this.heartbeat ? [this.nowMs() + HEARTBEAT_MS] : []
  }

  /** Nothing else runs in the object between reading the alarm and setting it, so arming at once is safe. */
  async #advance(candidatesMs: number[]): Promise<void> {
    const earliestMs = Math.min(...candidatesMs.filter(Number.isFinite))
    if (!Number.isFinite(earliestMs)) return
    const setMs = await this.ctx.storage.getAlarm()
    if (setMs === null || earliestMs < setMs) await this.ctx.storage.setAlarm(earliestMs)
  }
}

/** One clock is enough: it only rings, and the database says what for. */
const CLOCK_NAME = 'clock'

/**
 * How long an isolate believes what it knows of the alarm. Another isolate may have made it ring earlier, after which
 * it may be set later than we think.
 */
const BELIEF_MS = 10_000

/** What an isolate knows of the alarm: set at `atMs` or earlier, as of `learnedAtMs`. Both real time. */
export type KnownAlarm = { atMs: number; learnedAtMs: number }

/** Keep one for the isolate when `alarmTimers` is called for every request. */
export function noKnownAlarm(): KnownAlarm {
  return { atMs: 0, learnedAtMs: 0 }
}

/** What of the binding is used: a `DurableObjectNamespace` of any AlarmClock. */
export type AlarmNamespace = {
  idFromName: (name: string) => DurableObjectId
  get: (id: DurableObjectId) => { arm: (dueAtMs: number) => Promise<void> }
}

export type AlarmTimersOptions = {
  namespace: AlarmNamespace
  /** Real time. */
  nowMs: () => number
  /** A due time of the product in real time; null when it never comes by itself, because the clock stands still. */
  toRealMs?: (dueAtMs: number) => number | null
  known?: KnownAlarm
  /** Told when the clock could not be set. Logged when absent. */
  onFailure?: (why: string) => void
}

/** Wake-ups through a Durable Object's alarm. `arm` never throws for a failure of the object: the sweep is the net. */
export function alarmTimers(options: AlarmTimersOptions): Timers {
  const { namespace, nowMs, toRealMs = (dueAtMs) => dueAtMs, known = noKnownAlarm(), onFailure = logFailure } = options
  return {
    arm: async (wakes) => {
      const dueMs = wakes.map(({ dueAtMs }) => toRealMs(dueAtMs)).filter((at) => at !== null)
      const earliestMs = dueMs.reduce((earliest, at) => Math.min(earliest, at), Number.POSITIVE_INFINITY)
      if (earliestMs === Number.POSITIVE_INFINITY || ringsBy(known, earliestMs, nowMs())) return
      try {
        await namespace.get(namespace.idFromName(CLOCK_NAME)).arm(earliestMs)
        Object.assign(known, { atMs: earliestMs, learnedAtMs: nowMs() })
      } catch (error) {
        onFailure(error instanceof Error ? error.message : 'the alarm clock could not be reached')
      }
    },
  }
}

/** Whether the alarm is surely set for `dueMs` or before. One whose time has come has rung, and says nothing. */
function ringsBy({ atMs, learnedAtMs }: KnownAlarm, dueMs: number, nowMs: number): boolean {
  return atMs > nowMs && atMs <= dueMs && nowMs - learnedAtMs < BELIEF_MS
}

function logFailure(why: string) {
  console.error('timers: the alarm clock could not be set', { why })
}
