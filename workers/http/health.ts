import { Hono } from 'hono'
import { ringSoon } from '../house.ts'
import type { App } from './context.ts'
import { problem } from './problem.ts'

export const health = new Hono<App>()
  .get('/health', (c) => c.json({ status: 'ok' }))
  /** The database is there and migrated, and the timers can be armed. */
  .get('/ready', async (c) => {
    const { quiet } = c.var.house
    try {
      await quiet.batch(
        ['subjects', 'events', 'runs', 'deliveries'].map((table) => ({
          sql: `SELECT 1 FROM ${table} LIMIT 1`,
          params: [],
        })),
      )
      await ringSoon(c.var.house)
      return c.json({ status: 'ready' })
    } catch {
      return problem(c, 503)
    }
  })
