import { SWEEP_MAX_MS } from './alarm-clock.ts'
import { consoleOf } from './console/console.tsx'
import type { Env } from './env.ts'
import { house } from './house.ts'
import { api } from './http/api.ts'
import { inside } from './http/inside.ts'
import { sweepAll } from './run/sweep.ts'

api.route('/', consoleOf(inside))

export { AlarmClock } from './alarm-clock.ts'
export { ChannelKeeper } from './run/keeper.ts'

export default {
  fetch: (request, env, context) => api.fetch(request, env, context),
  scheduled: async (_controller, env) => {
    const { deps } = await house(env)
    await sweepAll(deps, deps.clock.real() + SWEEP_MAX_MS)
  },
} satisfies ExportedHandler<Env>
