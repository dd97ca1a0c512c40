import { Hono } from 'hono'
import { bytesOf } from '../body.ts'
import { wakeUrl } from '../house.ts'
import { wake } from '../run/sweep.ts'
import { verifyWake } from '../timers/signature.ts'
import type { App } from './context.ts'
import { problem } from './problem.ts'

/** Our clock and QStash's may differ by this much; a wake-up this early is asked to come again. */
const SKEW_MS = 2_000

/** Wake-ups from QStash. What is not surely theirs is 401, whatever is wrong with it. */
export const wakes = new Hono<App>().post('/wake', async (c) => {
  const { env, deps } = c.var.house
  const body = await bytesOf(c)
  if (!body || !env.QSTASH_CURRENT_SIGNING_KEY || !env.PUBLIC_URL) return problem(c, 401)
  const signature = c.req.header('upstash-signature') ?? null
  const verified = await verifyWake(
    { signature, body },
    {
      currentKey: env.QSTASH_CURRENT_SIGNING_KEY,
      ...(env.QSTASH_NEXT_SIGNING_KEY && { nextKey: env.QSTASH_NEXT_SIGNING_KEY }),
      url: wakeUrl(env.PUBLIC_URL),
      nowMs: deps.clock.real(),
    },
  )
  if (verified.kind !== 'genuine') return problem(c, 401)
  const earlyMs = verified.wake.dueAtMs - deps.clock.now()
  if (earlyMs > 0 && earlyMs < SKEW_MS) return c.body(null, 503, { 'retry-after': String(Math.ceil(SKEW_MS / 1000)) })
  await wake(deps, verified.wake)
  return c.body(null, 204)
})
