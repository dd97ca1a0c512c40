import { Hono } from 'hono'
import { SWEEP_MAX_MS } from '../../workers/alarm-clock.ts'
import type { Env } from '../../workers/env.ts'
import { house } from '../../workers/house.ts'
import type { App } from '../../workers/http/context.ts'
import { events } from '../../workers/http/events.ts'
import { hooks } from '../../workers/http/hooks.ts'
import { closed } from '../../workers/http/maintenance.ts'
import { wakes } from '../../workers/http/wake.ts'
import { merge } from '../../workers/run/merge.ts'
import { sweepAll } from '../../workers/run/sweep.ts'
import { turnOn } from '../../workers/run/turn-on.ts'
import { saveChannel } from '../../workers/store/channels.ts'
import { importCodes, savePool } from '../../workers/store/coupons.ts'
import { RAISE_REVISION } from '../../workers/store/revision.ts'
import { bringForward, publishVersion, saveDraft, setStatus } from '../../workers/store/workflows.ts'

export { AlarmClock } from '../../workers/alarm-clock.ts'
export { ChannelKeeper } from '../../workers/run/keeper.ts'

type Adding = { id: string; kind: string; apiBase: string; config: Record<string, string> }

/** What an isolate of the simulation runs: the product's own doors and line, without its pages. */
const app = new Hono<App>()
app.use(async (c, next) => {
  c.set('house', await house(c.env))
  return next()
})
app.use(closed)
app.route('/hooks', hooks)
app.route('/events', events)
app.route('/timers', wakes)
app.all('/api/v1/*', async (c) => (await api()).fetch(c.req.raw, c.env, c.executionCtx))
app.onError((_error, c) => c.text('', 500))

/** The API is long, and few isolates are ever asked for it. */
async function api(): Promise<Hono<App>> {
  const [{ v1 }, { identified }] = [
    await import('../../workers/http/v1.ts'),
    await import('../../workers/http/identified.ts'),
  ]
  const whole = new Hono<App>()
  whole.use(async (c, next) => {
    c.set('house', await house(c.env))
    return next()
  })
  whole.use(identified)
  whole.route('/api/v1', v1)
  whole.onError((error, c) => {
    console.error(JSON.stringify({ failed: c.req.path, error: String(error) }))
    return c.text('', 500)
  })
  return whole
}

export default {
  fetch: (request: Request, env: Env, context: ExecutionContext) => app.fetch(request, env, context),
  scheduled: async (env: Env) => {
    const { deps } = await house(env)
    await sweepAll(deps, deps.clock.real() + SWEEP_MAX_MS)
  },
  /** What an operator does. */
  publish: async (env: Env, definition: { id: string }, version: number) => {
    const { deps } = await house(env)
    const now = deps.clock.now()
    if (version === 1)
      await saveDraft(deps.db, definition.id, definition.id, { name: definition.id, ...definition }, now)
    const inputs = {}
    await publishVersion(deps.db, {
      ...{ workflowId: definition.id, version, definition: { name: definition.id, ...definition }, inputs },
      ...{ publishedAt: now, publishedBy: 'simulation' },
    })
    await turnOn(deps, definition.id)
  },
  pause: async (env: Env, id: string, status: 'active' | 'paused') => {
    const { deps } = await house(env)
    const now = deps.clock.now()
    await setStatus(deps.db, id, status, now)
    if (status === 'paused') return
    await turnOn(deps, id)
    await bringForward(deps.db, id, now)
  },
  addChannel: async (env: Env, { id, kind, apiBase, config }: Adding) => {
    const { deps } = await house(env)
    const now = deps.clock.now()
    await saveChannel(deps.db, { id, kind, name: id, config, secrets: '', apiBase, createdAt: now, updatedAt: now })
  },
  addCoupons: async (env: Env, id: string, codes: readonly string[]) => {
    const { deps } = await house(env)
    const unlimited = { perMember: null, expiresIn: null, expiresInMs: null, expiresAt: null }
    const made = { prefix: '', alphabet: '', length: 8, total: null, createdAt: deps.clock.now() }
    await deps.db.batch([savePool({ id, name: id, kind: 'imported', ...unlimited, ...made })])
    await importCodes(deps.db, id, codes)
    await deps.db.batch([RAISE_REVISION])
  },
  merge: async (env: Env, sides: { into: string; from: string }) => {
    const { deps } = await house(env)
    if ((await merge(deps, sides)) === 'busy') throw new Error('the contacts change too often')
  },
}
