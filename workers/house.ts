import { type AccessReader, accessReader } from './access.ts'
import type { Env } from './env.ts'
import { listens } from './listens.ts'
import { outgoingOf } from './run/address.ts'
import { signedAlertLinks } from './run/alert-link.ts'
import { call } from './run/call.ts'
import { catalogueCache } from './run/catalogue.ts'
import { checkinLinks } from './run/checkin-links.ts'
import type { Counts, Deps } from './run/deps.ts'
import { faqWords } from './run/faq-words.ts'
import type { Keeper } from './run/keeping.ts'
import { keyedHash } from './run/keyed-hash.ts'
import { signedLinks } from './run/links.ts'
import { surveyPages } from './run/survey-pages.ts'
import { unsubscribeLinks } from './run/unsubscribing.ts'
import { type Database, type DatabaseStats, database, emptyStats } from './store/database.ts'
import { type Vault, vault } from './store/vault.ts'
import { alarmTimers, noKnownAlarm } from './timers/alarm.ts'
import type { Timers } from './timers/port.ts'
import { qstashTimers } from './timers/qstash.ts'
import { realClock, type VirtualClock, virtualClock } from './virtual-clock.ts'

/** Everything an isolate holds, wired once. */
export type House = {
  env: Env
  deps: Deps
  vault: Vault
  stats: DatabaseStats
  counts: Counts
  /** The same database, uncounted: for the development routes, which must not measure themselves. */
  quiet: Database
  virtual: VirtualClock | undefined
  /** Who Cloudflare Access says somebody is; undefined when it does not stand before us. */
  access: AccessReader | undefined
}

let built: House | undefined

/**
 * The house of this isolate. Bindings stay good across requests, a promise of another request does not: whoever comes
 * while it is being built builds too, and the first one stands.
 */
export async function house(env: Env): Promise<House> {
  if (built) return built
  const own = await build(env)
  built ??= own
  return built
}

async function build(env: Env): Promise<House> {
  const stats = emptyStats()
  const counts: Counts = { fetches: 0, timers: 0, events: 0, runs: 0 }
  const db = database(env.DB, stats)
  const quiet = database(env.DB, emptyStats())
  const virtual = env.ENVIRONMENT === 'development' && env.CLOCK === 'virtual' ? await virtualClock(quiet) : undefined
  const secrets = vault(env.MASTER_KEY, env.MASTER_KEY_OLD)
  const [linkKey] = linkKeysOf(env)
  const deps: Deps = {
    db,
    clock: virtual?.clock ?? realClock,
    timers: counted(timersOf(env, virtual), counts),
    catalogue: catalogueCache(db, secrets),
    call: (input, init) => fetch(input, init),
    ...(env.ENVIRONMENT === 'development' && { listens }),
    development: env.ENVIRONMENT === 'development',
    outgoing: outgoingOf(env.ENVIRONMENT === 'development', env.OUTGOING_ALLOW),
    counts,
    words: faqWords(env.ASSETS),
    keeper: keeperOf(env),
    vault: secrets,
    witness: witnessOf(env),
    closed: env.MAINTENANCE === '1',
    ...linksOf(env),
    known: {
      ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL.replace(/\/$/, '') }),
      ...(linkKey !== undefined && { keyed: keyedHash(linkKey) }),
    },
  }
  return { env, deps, vault: secrets, stats, counts, quiet, virtual, access: accessOf(env, deps) }
}

const CERTS_TIMEOUT_MS = 5_000

/** Both variables, or Access does not count. */
function accessOf({ CF_ACCESS_TEAM_DOMAIN: team, CF_ACCESS_AUD: audience }: Env, deps: Deps): AccessReader | undefined {
  if (!team || !audience) return undefined
  const ask = async (url: string) => {
    const called = await call(deps, { method: 'GET', url, headers: { accept: 'application/json' } }, CERTS_TIMEOUT_MS)
    return called.kind === 'answered' && called.answer.status === 200 ? called.answer.body : undefined
  }
  return accessReader({ team, audience, ask, realNow: deps.clock.real })
}

/** Links that we sign need to know where we are. Written with the first key, read with either. */
function linksOf(env: Env): Pick<Deps, 'links' | 'alertLinks' | 'unsubscribing' | 'checkinLinks' | 'surveyPages'> {
  const keys = linkKeysOf(env)
  if (!env.PUBLIC_URL || keys.length === 0) return {}
  const baseUrl = env.PUBLIC_URL.replace(/\/$/, '')
  return {
    links: signedLinks(baseUrl, keys),
    alertLinks: signedAlertLinks(baseUrl, keys),
    surveyPages: surveyPages(baseUrl, keys),
    unsubscribing: unsubscribeLinks(baseUrl, keys),
    checkinLinks: checkinLinks(baseUrl, keys),
  }
}

function linkKeysOf({ LINK_KEY, LINK_KEY_OLD, MASTER_KEY }: Env): string[] {
  return [LINK_KEY || MASTER_KEY, LINK_KEY_OLD].flatMap((key) => (key ? [key] : []))
}

/** The clock's object remembers what a restored database forgets. */
function witnessOf({ ALARM }: Env): (mark: number) => Promise<number> {
  const namespace = ALARM as unknown as { idFromName: (name: string) => object; get: (id: object) => Witness }
  return (mark) => namespace.get(namespace.idFromName('witness')).witness(mark)
}

type Witness = { witness: (mark: number) => Promise<number> }

/** One object a channel. */
function keeperOf({ KEEPER }: Env): Deps['keeper'] {
  const namespace = KEEPER as unknown as { idFromName: (name: string) => object; get: (id: object) => Keeper }
  return (channelId) => namespace.get(namespace.idFromName(channelId))
}

/** Arming is a hint: it is not worth waiting long for. */
const QSTASH_TIMEOUT_MS = 5_000

/** QStash when it is set up, else the embedded alarm. A virtual clock is moved by hand and wakes nobody. */
function timersOf(env: Env, virtual: VirtualClock | undefined): Timers {
  if (env.QSTASH_TOKEN && env.PUBLIC_URL && !virtual)
    return qstashTimers({
      token: env.QSTASH_TOKEN,
      ...(env.QSTASH_URL && { baseUrl: env.QSTASH_URL }),
      destination: wakeUrl(env.PUBLIC_URL),
      ...(env.QSTASH_MAX_DELAY_SECONDS && { hopMaxMs: Number(env.QSTASH_MAX_DELAY_SECONDS) * 1000 }),
      nowMs: realClock.real,
      fetch: (request) => fetch(request, { signal: AbortSignal.timeout(QSTASH_TIMEOUT_MS) }),
    })
  return alarm(env, (dueAtMs) => (virtual ? (dueAtMs <= virtual.clock.now() ? realClock.real() : null) : dueAtMs))
}

function fail(why: string): never {
  throw new Error(why)
}

function alarm(env: Env, toRealMs: (dueAtMs: number) => number | null, onFailure?: (why: string) => void): Timers {
  const namespace = env.ALARM as unknown as Parameters<typeof alarmTimers>[0]['namespace']
  return alarmTimers({
    namespace,
    nowMs: realClock.real,
    known: noKnownAlarm(),
    toRealMs,
    ...(onFailure && { onFailure }),
  })
}

/**
 * Ring the embedded alarm now: proof that it lives, and the start of its heartbeat. In development it is also what cron is
 * elsewhere, so it rings there even when QStash wakes the delayed steps.
 */
export async function ringSoon({ env, deps }: House): Promise<void> {
  const at = realClock.real()
  if (!deps.development && env.QSTASH_TOKEN) return
  await alarm(env, () => at, fail).arm([{ subjectId: 'ready', dueAtMs: at }])
}

export function wakeUrl(publicUrl: string): string {
  return `${publicUrl}/timers/wake`
}

function counted(timers: Timers, counts: Counts): Timers {
  return {
    arm: (wakes) => {
      counts.timers += wakes.length
      return timers.arm(wakes)
    },
  }
}
