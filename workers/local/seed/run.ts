import type { Client } from './client.ts'
import { slicesOf } from './days.ts'
import { operators } from './operators.ts'
import { membersOf } from './people.ts'
import { setUp } from './set-up.ts'

export type Community = {
  members: number
  days: number
  seed: number
  /** When it begins, in milliseconds since the epoch. */
  from: number
  /** A day is over. */
  told?: (day: number) => void | Promise<void>
}

/** Let a community live through its days on a virtual clock. */
export async function liveThrough(api: Client, { members, days, seed, from, told }: Community): Promise<void> {
  await api.clockTo(from)
  await setUp(api)
  const people = membersOf(members, seed, days)
  const work = operators(api, from)
  for (const { day, ends, last, events } of slicesOf(people, { from, days, seed })) {
    await api.clockTo(ends)
    await api.happens(events)
    if (!last) continue
    await work(day)
    await told?.(day)
  }
  await api.idle()
}
