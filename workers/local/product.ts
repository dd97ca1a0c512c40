import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as readWranglerConfig } from 'wrangler'
import { type Bundle, bundle, root } from './bundle.ts'
import { awaitFreePort } from './free-port.ts'
import { lock } from './lock.ts'
import { prepareDatabase } from './migrate.ts'
import { localVariables } from './variables.ts'
import { findWorkerd, guardWorkerd, print, spareMemory } from './workerd.ts'

export type Start = {
  port: number
  /** Everything local lives below it: the database, the build, the master key. Default `.wrangler`. */
  stateDir?: string
  /** `virtual` gives the product a clock that only `POST /dev/clock` moves. */
  clock?: string
  /** Where a virtual clock starts, in milliseconds since the epoch, when the state is new. */
  clockAt?: number
  /** Further variables of the Worker, over the defaults. */
  vars?: Record<string, string>
  /** Drops the Worker's own log lines. */
  quiet?: boolean
}

export type Product = {
  url: string
  /** The process id of workerd, which holds the port and the database. */
  pid: number
  stop: () => Promise<void>
  /** Settles when workerd is gone, whether it was stopped or died by itself. */
  ended: Promise<'stopped' | 'died'>
}

/**
 * Builds the Worker and starts it on 127.0.0.1, its database migrated and, like its alarms, on disk.
 * Rejects when the port stays busy for 5 s, or when another process works on the same state.
 * Nothing outlives this process: when it dies, however it dies, workerd dies too.
 */
export async function startProduct(start: Start): Promise<Product> {
  const stateDir = start.stateDir ?? join(root, '.wrangler')
  await mkdir(stateDir, { recursive: true })
  const unlock = lock(stateDir)
  try {
    return await startLocked(start, stateDir, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

async function startLocked(start: Start, stateDir: string, unlock: () => void): Promise<Product> {
  guardWorkerd()
  spareMemory()
  const config = readConfig()
  const persistence = { resourcePersistencePath: join(stateDir, 'state', 'v3') }
  const building = bundle(join(stateDir, 'build'))
  await Promise.all([
    building,
    awaitFreePort(start.port),
    prepareDatabase({ ...persistence, d1Databases: config.d1Databases, clockAt: start.clockAt }),
  ])

  const { port, clock, vars, quiet } = start
  const local = await localVariables(port, stateDir)
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...config,
      ...persistence,
      ...code(await building),
      ...(quiet ? { handleStructuredLogs: () => {} } : { handleStructuredLogs: print, log: new Log(LogLevel.ERROR) }),
      name: 'qunflow',
      bindings: { ...config.bindings, ...local, ...(clock && { CLOCK: clock }), ...vars },
      host: '127.0.0.1',
      port,
      cf: false,
      logRequests: false,
    }),
  )
  const dispose = () => miniflare.dispose().catch(() => {})
  try {
    await miniflare.ready
    const workerd = findWorkerd(port, dispose)
    await wake(port)
    const ended = workerd.ended.finally(unlock)
    return { url: `http://localhost:${port}`, pid: workerd.pid, ended, stop: () => workerd.stop(dispose) }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** wrangler.toml in Miniflare's words. wrangler calls its members unknown; they are what Miniflare declares. */
function readConfig(): Config {
  const { modulesRules: _, ...config } = readWranglerConfig(join(root, 'wrangler.toml')).workerOptions
  return config as Config
}

type Config = { bindings?: Record<string, string>; d1Databases: Record<string, { id: string }> }

function code({ dir, modules }: Bundle) {
  return { modules, modulesRoot: dir }
}

/** The first request loads the Worker, which arms its alarm for whatever is due. */
async function wake(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/ready`)
  if (!answer.ok) console.error(`GET /ready answers ${answer.status}: ${await answer.text()}`)
}
