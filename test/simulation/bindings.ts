import type { Asked, Store, Told } from './database.ts'
import { type Isolate, reach, type World } from './isolate.ts'

type Prepared = Asked & { bind: (...params: Asked['params'][number][]) => Prepared }

/** D1 as an isolate finds it among its bindings. */
export function d1(world: World, store: Store, of: Isolate) {
  const prepare = (sql: string, params: Asked['params'] = []): Prepared => ({
    sql,
    params,
    bind: (...given) => prepare(sql, given),
  })
  return {
    prepare,
    batch: (statements: readonly Asked[]): Promise<Told[]> =>
      reach<Told[]>(world, {
        ...{ place: 'd1', of, latencyMs: [1, 6] },
        effect: () => store.batch(statements),
        wrong: {
          overloaded: () => {
            throw new Error('D1_ERROR: D1 DB is overloaded. Too many requests queued.')
          },
          'an error nobody knows': () => {
            throw new Error('D1_ERROR: internal error')
          },
          'lost on the way': () => {
            throw new Error('D1_ERROR: Network connection lost.')
          },
          'answer lost': (work) => {
            work()
            throw new Error('D1_ERROR: Network connection lost.')
          },
        },
      }),
  }
}

type Alarmed = { alarm?: () => Promise<void> }
type Held = { instance: Alarmed; host: Isolate }
type Kept = { alarmAt: number | null; kv: Map<string, unknown> }

const ALARM_RETRIES = 6
const ALARM_RETRY_MS = 2_000

/** Durable Objects of one class: each lives in a host until that is killed, and finds what it has stored in the next. */
export function objects(world: World, hostNow: () => Isolate, make: (host: Isolate, context: object) => object) {
  const kept = new Map<string, Kept>()
  const held = new Map<string, Held>()
  const { agenda, faults, random } = world

  const keptOf = (name: string): Kept => {
    const known = kept.get(name) ?? { alarmAt: null, kv: new Map() }
    kept.set(name, known)
    return known
  }
  const instanceOf = (name: string): Held => {
    const host = hostNow()
    const known = held.get(name)
    if (known && known.host === host) return known
    const made = { host, instance: make(host, contextOf(name)) as Alarmed }
    held.set(name, made)
    return made
  }
  const contextOf = (name: string) => ({
    storage: {
      getAlarm: async () => keptOf(name).alarmAt,
      setAlarm: async (at: number) => {
        keptOf(name).alarmAt = at
        arm(name, at)
      },
      get: async (key: string) => structuredClone(keptOf(name).kv.get(key)),
      put: async (key: string, value: unknown) => void keptOf(name).kv.set(key, structuredClone(value)),
      kv: {
        get: (key: string) => structuredClone(keptOf(name).kv.get(key)),
        put: (key: string, value: unknown) => keptOf(name).kv.set(key, structuredClone(value)),
      },
    },
  })
  const arm = (name: string, at: number) => {
    const what = faults.here('alarm', ['lost', 'early', 'late', 'double'], world.share)
    const off = what === 'early' ? -random.between(100, 30_000) : what === 'late' ? random.between(1_000, 90_000) : 0
    const ring = () => {
      const state = keptOf(name)
      if (state.alarmAt !== at) return
      state.alarmAt = null
      if (what !== 'lost') ringing(name, 0)
      if (what === 'double') agenda.at(random.between(0, 50), () => ringing(name, 0))
    }
    agenda.at(at - agenda.now() + off, ring)
  }
  const ringing = (name: string, tries: number) => {
    const { instance, host } = instanceOf(name)
    let over = false
    const again = () => {
      if (!over && tries < ALARM_RETRIES) agenda.at(ALARM_RETRY_MS, () => ringing(name, tries + 1))
      over = true
    }
    host.onKill(again)
    instance.alarm?.().then(() => {
      over = true
    }, again)
  }
  const stub = (name: string, of: Isolate) =>
    new Proxy(
      {},
      {
        get: (_target, method) =>
          method === 'then'
            ? undefined
            : (...given: unknown[]) =>
                reach(world, {
                  ...{ place: 'object', of, latencyMs: [0, 4] },
                  effect: async () => {
                    const { instance } = instanceOf(name)
                    const call = Reflect.get(instance, method) as (...of: unknown[]) => unknown
                    return structuredClone(await call.apply(instance, structuredClone(given)))
                  },
                  wrong: {
                    unreachable: () => {
                      throw new Error('Network connection lost.')
                    },
                  },
                }),
      },
    )
  return {
    of: (isolate: Isolate) => ({ idFromName: (name: string) => name, get: (name: string) => stub(name, isolate) }),
  }
}
