import { Hono } from 'hono'
import * as v from 'valibot'
import { Instant } from '../../schema/instant.ts'
import { parseDuration } from '../../workflows/language/duration.ts'
import { inTurn } from '../run/in-turn.ts'
import { advanceTo } from '../run/virtual.ts'
import { emptyStats } from '../store/database.ts'
import type { App } from './context.ts'
import { idle } from './idle.ts'
import { problem } from './problem.ts'

const Move = v.union([v.strictObject({ advance: v.string() }), v.strictObject({ set: Instant })])

/** Only in development: everywhere else these routes do not exist. */
export const dev = new Hono<App>()

dev.use(async (c, next) => {
  if (!c.var.house.deps.development) return problem(c, 404)
  return next()
})

dev.get('/stats', (c) => {
  const { stats, counts } = c.var.house
  return c.json({ d1: stats, ...counts })
})

dev.post('/stats/reset', (c) => {
  Object.assign(c.var.house.stats, emptyStats())
  Object.assign(c.var.house.counts, { fetches: 0, timers: 0, events: 0, runs: 0 })
  return c.body(null, 204)
})

dev.get('/idle', async (c) => {
  const seconds = Number(c.req.query('timeout') ?? 30)
  const isIdle = await idle(c.var.house, Number.isFinite(seconds) ? Math.min(seconds, 600) * 1000 : 30_000)
  return isIdle ? c.json({ status: 'idle' }) : problem(c, 503, 'there is still work to do')
})

dev.get('/clock', (c) => {
  const { virtual } = c.var.house
  return virtual ? c.json({ now: new Date(virtual.clock.now()).toISOString() }) : problem(c, 404)
})

dev.post('/clock', async (c) => {
  const { virtual } = c.var.house
  if (!virtual) return problem(c, 404)
  const parsed = v.safeParse(Move, await c.req.json().catch(() => null))
  if (!parsed.success) return problem(c, 400, 'either { "advance": "7d" } or { "set": "2026-01-05T09:00:00+08:00" }')
  if ('advance' in parsed.output && parseDuration(parsed.output.advance) === undefined)
    return problem(c, 400, 'not a duration')
  const move = parsed.output
  if (targetOf(move, virtual.clock.now()) > LAST_MS) return problem(c, 400, 'past the year 9999')
  const carriedOut = await inTurn({ keys: [CLOCK], patienceMs: MOVE_MAX_MS }, async () => {
    const moved = await advanceTo(c.var.house.deps, virtual.turning, targetOf(move, virtual.clock.now()))
    await idle(c.var.house, 30_000, LINE_PATIENCE_MS)
    return moved
  })
  return c.json({ now: new Date(virtual.clock.now()).toISOString(), carried_out: carriedOut })
})

/** Moves of the clock take turns: each starts from where the one before has ended. */
const CLOCK = 'virtual clock'
const MOVE_MAX_MS = 600_000
/** A provider's pace runs on real time: a move of the clock waits for a short line, not for a long one. */
const LINE_PATIENCE_MS = 5_000

/** The last instant that can be written down with four digits for its year. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

function targetOf(move: v.InferOutput<typeof Move>, now: number): number {
  return 'set' in move ? Date.parse(move.set) : now + (parseDuration(move.advance) ?? 0)
}
