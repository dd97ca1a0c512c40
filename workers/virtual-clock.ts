import type { Clock } from './run/deps.ts'
import type { Database } from './store/database.ts'

export const realClock: Clock = { now: () => Date.now(), real: () => Date.now() }

/** The product's time in the hands of a tester. It stands still until it is moved, and survives a restart. */
export type VirtualClock = { clock: Clock; set: (ms: number) => Promise<void> }

const NAME = 'virtual clock'

export async function virtualClock(db: Database): Promise<VirtualClock> {
  const [row] = await db.rows('SELECT value FROM notes WHERE name = ?1', NAME)
  let now = Number(row?.value ?? Number.NaN)
  const set = async (ms: number) => {
    now = ms
    const sql =
      'INSERT INTO notes (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
    await db.batch([{ sql, params: [NAME, String(ms)] }])
  }
  if (Number.isNaN(now)) await set(Date.now())
  return { clock: { now: () => now, real: () => Date.now(), virtual: true }, set }
}
