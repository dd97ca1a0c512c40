import { d1, objects } from './bindings.ts'
import type { Store } from './database.ts'
import { definitions } from './definitions.ts'
import { type Isolate, isolate, type World } from './isolate.ts'
import { CODES, MET, POOL, ROOMS } from './names.ts'
import { ADMIN_KEY, type Hands, operators } from './operators.ts'
import { outside, PROVIDER, PUBLIC_URL, SIGNING_KEY, WEBHOOK_PATH } from './outside.ts'
import type { Part } from './part.ts'
import { SETTINGS } from './settings.ts'
import type { Post, Request as Wanted } from './workload.ts'

type Code = {
  default: {
    fetch: (request: Request, env: object, context: object) => Promise<Response>
    scheduled: (env: object) => Promise<void>
    publish: (env: object, definition: { id: string }, version: number) => Promise<void>
    pause: (env: object, id: string, status: 'active' | 'paused') => Promise<void>
    addChannel: (env: object, channel: { id: string; kind: string; apiBase: string; config: object }) => Promise<void>
    addCoupons: (env: object, id: string, codes: readonly string[]) => Promise<void>
    merge: (env: object, sides: { into: string; from: string }) => Promise<void>
  }
  AlarmClock: new (context: object, env: object) => object
  ChannelKeeper: new (context: object, env: object) => object
}

/** Whether a client has been told that its event is kept. */
export type Told = { post: Post; done: () => boolean; askedMs: () => number }

/** When the database was put back, and to when. */
export type Restored = { atMs: number; toMs: number }

const CHANNEL = 'simulated'
const CRON_MS = 60_000
const CLIENT_PATIENCE_MS = 6_000
/** Cron looks at least once meanwhile. */
const CLOSED_MS = 65_000
const COPY_MS = 4_000
const COPIES_MAX = 60

/** The product deployed, with all that is around it: two isolates that take requests, one that hosts the objects. */
export function community(
  world: World,
  store: Store,
  { withQstash, parts }: { withQstash: boolean; parts: readonly Part[] },
) {
  const { agenda, random, faults } = world
  const out = outside(world, (request) => void ask(request, serving()))
  const alive = new Map<string, Isolate>()
  const envs = new Map<Isolate, object>()
  const copies: { atMs: number; putBack: () => void }[] = []
  const restored: Restored[] = []
  let closed = false
  let born = 0

  /** Whoever was killed is replaced. */
  const at = (place: string): Isolate => {
    const known = alive.get(place)
    if (known?.isAlive()) return known
    born += 1
    const made = isolate(world, `${place}-${born}`, out.fetching)
    alive.set(place, made)
    return made
  }
  const serving = () => at(random.pick(['east', 'west'] as const))
  const code = (of: Isolate) => of.product as Code
  const envOf = (of: Isolate): object => {
    const known = envs.get(of)
    if (known) return known
    const env = {
      ...{ DB: d1(world, store, of), ALARM: clocks.of(of), KEEPER: keepers.of(of), PUBLIC_URL },
      ADMIN_KEY,
      MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      ...(closed && { MAINTENANCE: '1' }),
      ...(withQstash && { QSTASH_TOKEN: 'token', QSTASH_CURRENT_SIGNING_KEY: SIGNING_KEY }),
    }
    envs.set(of, env)
    return env
  }
  const host = () => at('objects')
  const clocks = objects(world, host, (of, context) => new (code(of).AlarmClock)(context, envOf(of)))
  const keepers = objects(world, host, (of, context) => new (code(of).ChannelKeeper)(context, envOf(of)))

  const context = { waitUntil: (work: Promise<unknown>) => void work.catch(() => {}), passThroughOnException: () => {} }
  const ask = (request: Request, of: Isolate): Promise<Response> => code(of).default.fetch(request, envOf(of), context)

  /** Told once: a request may get lost on its way, or its answer on the way back. */
  const once = ({ events }: Post, answered: (status: number | undefined) => void) => {
    const of = serving()
    const what = faults.here('request', ['lost', 'answer lost', 'late'], world.share)
    const body = JSON.stringify(events.map(({ user, ...event }) => ({ ...event, user: { id: user } })))
    const request = new Request(`${PUBLIC_URL}/hooks/${CHANNEL}`, { method: 'POST', body })
    let heard = false
    const hear = (status: number | undefined) => {
      if (!heard) answered(status)
      heard = true
    }
    agenda.at(CLIENT_PATIENCE_MS, () => hear(undefined))
    if (what === 'lost') return
    agenda.at(random.between(1, 30) + (what === 'late' ? random.between(500, 10_000) : 0), () => {
      if (!of.isAlive()) return
      ask(request, of).then(({ status }) => {
        if (what !== 'answer lost') agenda.at(random.between(1, 10), () => hear(status), of.isAlive)
      })
    })
  }
  /** A sender repeats until it is told that the event was taken. */
  const insist = (post: Post, taken: () => void, asked = () => {}) => {
    asked()
    once(post, (status) => {
      if (status !== undefined && status < 300) return taken()
      if (status === 500) world.log(`post ${post.n} was answered 500`)
      agenda.at(random.between(200, 5_000), () => insist(post, taken, asked))
    })
  }

  /** A new deployment: all isolates are new ones, the objects too. */
  const deploy = (isClosed: boolean) => {
    closed = isClosed
    for (const one of alive.values()) one.kill()
  }
  const later = (ms: number) => new Promise<void>((resolve) => agenda.at(ms, resolve))
  /** As the handbook says: close, wait until the closed house has looked at its database, put it back, open. */
  const restore = async (backMs: number): Promise<void> => {
    if (restored.length > 0) return
    const goal = copies.findLast(({ atMs }) => atMs <= agenda.now() - backMs)
    if (!goal) return
    const share = world.share
    world.share = 0
    deploy(true)
    restored.push({ atMs: Number.POSITIVE_INFINITY, toMs: goal.atMs })
    await later(CLOSED_MS)
    goal.putBack()
    restored[0] = { atMs: agenda.now(), toMs: goal.atMs }
    world.log('the database is put back')
    deploy(false)
    world.share = share
  }

  const defined = (version: number) => [definitions(version), ...parts.map((part) => part.definitions(version))].flat()
  const carryOut: Hands['carryOut'] = async (deed, of) => {
    const { publish, pause, merge } = code(of).default
    if (deed.do === 'merge') return merge(envOf(of), { into: deed.into, from: deed.from })
    if (deed.do === 'restore') return restore(deed.backMs)
    if (deed.do !== 'publish') return pause(envOf(of), deed.workflow, deed.do === 'pause' ? 'paused' : 'active')
    const definition = defined(2).find(({ id }) => id === deed.workflow)
    const known = store.rows('SELECT 1 FROM versions WHERE workflow_id = ?1 AND version = 2', deed.workflow)
    if (definition && known.length === 0) await publish(envOf(of), definition, 2)
  }
  const desk = operators(world, store, { ask, serving, carryOut })
  const settings: Wanted = { do: 'ask', method: 'PUT', path: '/settings', body: SETTINGS }

  return {
    sendings: out.sendings,
    restored,
    asked: desk.asked,
    operate: desk.operate,
    isIdle: desk.isIdle,
    /** Copies of the database, every few seconds from now on. */
    remember: () => {
      const copy = () => {
        if (!closed) copies.push({ atMs: agenda.now(), putBack: store.copy() })
        if (copies.length < COPIES_MAX && !closed) agenda.at(COPY_MS, copy)
      }
      copy()
    },
    /** The workflows, a channel, and people whom the product knows, without any fault. */
    prepare: async () => {
      const of = serving()
      const { addChannel, addCoupons, publish } = code(of).default
      let ready = false
      const run = async () => {
        await addChannel(envOf(of), { id: CHANNEL, kind: 'sandbox', apiBase: PROVIDER, config: {} })
        const config = { webhook_url: `${PROVIDER}${WEBHOOK_PATH}` }
        await addChannel(envOf(of), { id: ROOMS, kind: 'slack', apiBase: PROVIDER, config })
        await addCoupons(envOf(of), POOL, CODES)
        for (const one of defined(1)) await publish(envOf(of), one, 1)
        for (const one of [settings, ...parts.flatMap(({ prepares = [] }) => prepares)]) await desk.prepare(one)
        ready = true
      }
      let met = 0
      const running = run()
      await agenda.run(() => ready)
      await running
      for (const [i, user] of MET.entries()) {
        const hello = { id: `hello-${user}`, user, type: 'custom.hello', data: { n: `hello-${user}` } }
        insist({ n: -1 - i, atMs: 0, copies: 1, events: [hello] }, () => {
          met += 1
        })
      }
      await agenda.run(
        () => met === MET.length && store.rows("SELECT 1 FROM events WHERE status = 'pending'").length === 0,
      )
    },
    tell: (post: Post): Told => {
      let taken = 0
      let askedMs = 0
      const asked = () => {
        askedMs = agenda.now()
      }
      for (let i = 0; i < post.copies; i++)
        agenda.at(post.atMs + (i === 0 ? 0 : random.below(10_000)), () =>
          insist(
            post,
            () => {
              taken += 1
            },
            asked,
          ),
        )
      return { post, done: () => taken === post.copies, askedMs: () => askedMs }
    },
    /** Every minute, unless the platform forgets one. */
    cron: () => {
      const tick = () => {
        const what = faults.here('cron', ['forgotten', 'doubled'], world.share)
        const of = serving()
        if (what !== 'forgotten')
          code(of)
            .default.scheduled(envOf(of))
            .catch(() => {})
        const second = serving()
        if (what === 'doubled')
          code(second)
            .default.scheduled(envOf(second))
            .catch(() => {})
        agenda.at(CRON_MS, tick)
      }
      agenda.at(random.below(CRON_MS), tick)
    },
  }
}
