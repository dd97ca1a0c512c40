import type { Clock } from './run/deps.ts'
import type { Turning } from './run/virtual.ts'
import type { Database } from './store/database.ts'

export const realClock: Clock = { now: () => Date.now(), real: () => Date.now() }

/** The product's time in the hands of a tester. It stands still until it is moved, and survives a restart. */
export type VirtualClock = { clock: Clock; turning: Turning }

const NAME = 'virtual clock'

export async function virtualClock(db: Database): Promise<VirtualClock> {
  const [row] = await db.rows('SELECT value FROM notes WHERE name = ?1', NAME)
  let now = Number(row?.value ?? Number.NaN)
  const sql = 'INSERT INTO notes (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
  const turning: Turning = {
    note: (ms) => ({ sql, params: [NAME, String(ms)] }),
    turn: (ms) => {
      now = ms
    },
  }
  if (Number.isNaN(now)) {
    turning.turn(Date.now())
    await db.batch([turning.note(now)])
  }
  return { clock: { now: () => now, real: () => Date.now(), virtual: true }, turning }
}
