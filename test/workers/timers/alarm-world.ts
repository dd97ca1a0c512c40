import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { AlarmClock, alarmTimers, type KnownAlarm, type Rung } from '../../../workers/timers/alarm.ts'
import type { Wake } from '../../../workers/timers/port.ts'
import type { TimersWorld } from './world.ts'

/** Far enough ahead that workerd never fires an alarm by itself while a test runs. */
const START_MS = Date.parse('2100-01-01T00:00:00.250Z')

/** What the clock rings for. Tests may exchange it. */
export type Bell = {
  ring: (clock: AlarmClock) => Promise<Rung>
  nowMs: number
  heartbeat: boolean
  arms: number[]
  failures: string[]
}

class TestClock extends AlarmClock {
  private bell: Bell
  protected override readonly heartbeat: boolean
  constructor(ctx: DurableObjectState, bell: Bell) {
    super(ctx, {})
    this.bell = bell
    this.heartbeat = bell.heartbeat
  }
  protected override nowMs = () => this.bell.nowMs
  protected override ring = () => this.bell.ring(this)
}

/**
 * The class on the storage of a real Durable Object, in workerd. The object is the bound one, but our class is put on
 * its state, so that what rings is the test's and not the product's.
 */
export function openAlarm(setting: { known?: KnownAlarm; toRealMs?: (ms: number) => number | null } = {}) {
  const stub = bound().get(bound().newUniqueId())
  const waiting = new Map<string, Wake>()
  const bell: Bell = { nowMs: START_MS, heartbeat: false, arms: [], failures: [], ring: async () => carryOut() }

  let clock: TestClock | undefined
  function inside<R>(act: (clock: TestClock, storage: DurableObjectStorage) => Promise<R>): Promise<R> {
    return runInDurableObject(stub, (_bound, state) => {
      clock ??= new TestClock(state, bell)
      return act(clock, state.storage)
    })
  }

  function carryOut(): Rung {
    for (const [id, { subjectId, dueAtMs }] of waiting) {
      if (dueAtMs > bell.nowMs) continue
      waiting.delete(id)
      world.woken.push({ subjectId, atMs: bell.nowMs })
    }
    const dueMs = [...waiting.values()].map(({ dueAtMs }) => dueAtMs)
    return { nextDueAtMs: dueMs.length ? Math.min(...dueMs) : null }
  }

  async function advance(ms: number): Promise<void> {
    const untilMs = bell.nowMs + ms
    for (;;) {
      const atMs = await setAt()
      if (atMs === null || atMs > untilMs) break
      bell.nowMs = Math.max(bell.nowMs, atMs)
      await fire()
    }
    bell.nowMs = untilMs
  }

  /** As the platform does it: the alarm is taken off, then it rings. */
  function fire(): Promise<void> {
    return inside(async (clock, storage) => {
      await storage.deleteAlarm()
      await clock.alarm()
    })
  }

  function setAt(): Promise<number | null> {
    return inside((_clock, storage) => storage.getAlarm())
  }

  const timers = alarmTimers({
    namespace: {
      idFromName: () => stub.id,
      get: () => ({
        arm: (dueAtMs: number) => {
          bell.arms.push(dueAtMs)
          return inside((clock) => clock.arm(dueAtMs))
        },
      }),
    },
    nowMs: () => bell.nowMs,
    onFailure: (why) => bell.failures.push(why),
    ...setting,
  })
  const world: TimersWorld = {
    woken: [],
    now: () => bell.nowMs,
    advance,
    // What waits is committed before it is armed, as in the product.
    timers: {
      arm: async (wakes) => {
        for (const wake of wakes) waiting.set(`${wake.subjectId} ${wake.dueAtMs}`, wake)
        await timers.arm(wakes)
      },
    },
  }
  return Object.assign(world, { bell, fire, setAt, inside })
}

function bound(): DurableObjectNamespace {
  const namespace: unknown = Reflect.get(env, 'ALARM')
  if (typeof namespace !== 'object' || namespace === null) throw new Error('the binding ALARM is missing')
  return namespace as DurableObjectNamespace
}
