import { KNOWN, SPAN_MS, TWINS, USERS } from './names.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'

/** What a client tells the product of at once, again and again until it is taken, and sometimes once too often. */
export type Post = { n: number; atMs: number; copies: number; events: readonly Happening[] }

export type Happening = {
  id: string
  user: string
  type: string
  data: { n: string } & Record<string, string | number>
}

/** What happens to somebody's points. */
const PURSE = ['give', 'give', 'limited', 'pend', 'fund', 'take', 'take', 'drop', 'back'] as const

/**
 * What an operator asks the API for. With `find` it is asked for each row that this query gives when its time has come, with
 * its `found` in place of `:found`. With a `key` repeating it is known as repeating.
 */
export type Request = {
  do: 'ask'
  method: 'POST' | 'PUT' | 'DELETE'
  path: string
  find?: string
  body?: object
  key?: string
}

/** What an operator does meanwhile; some of it two do, neither of whom knows of the other, and some only the other one. */
export type Deed = { atMs: number; by?: 'both' | 'other' } & (
  | Request
  | { do: 'publish' | 'pause' | 'resume'; workflow: string }
  /** Make one contact of two. */
  | { do: 'merge'; into: string; from: string }
  /** Put the database back to how it was so long ago, as the handbook says. */
  | { do: 'restore'; backMs: number }
)

export type Load = { posts: readonly Post[]; deeds: readonly Deed[] }

/** Times, people and kinds by chance. `ids` are the contacts' own, for what one tells another. */
export function load(random: Random, ids: ReadonlyMap<string, string>, parts: readonly Part[]): Load {
  const types = ['custom.steps', 'custom.steps', 'custom.spend', 'custom.awaits', 'custom.waits', 'custom.passes', 'custom.shares', 'custom.gifts', 'custom.asks', 'custom.posts', 'custom.purse', 'custom.purse'] as const // biome-ignore format: one list
  let made = 0
  const happening = (): Happening => {
    made += 1
    const type = random.pick(types)
    const at = random.below(USERS.length)
    const other = KNOWN[(at + random.between(1, KNOWN.length - 1)) % KNOWN.length] ?? ''
    const data = {
      n: `e${made}`,
      ...(type === 'custom.purse' && {
        ...{ what: random.pick(PURSE), points: random.between(1, 6), life: `${random.between(1, 6)}0s` },
        ref: `o${random.below(3)}`,
      }),
      ...(type === 'custom.passes' && { to: ids.get(USERS[at] === other ? 'ann' : other) ?? '' }),
    }
    return { id: `e${made}`, user: USERS[at] ?? 'ann', type, data }
  }
  const posts = Array.from({ length: random.between(4, 16) }, (_, n): Post => {
    const events = Array.from({ length: random.chance(0.2) ? random.between(2, 6) : 1 }, happening)
    return { ...when(random), n, events }
  })
  const deeds: Deed[] = [{ atMs: random.below(SPAN_MS), do: 'publish', workflow: 'steps' }]
  if (random.chance(0.4)) {
    const atMs = random.below(SPAN_MS)
    const workflow = random.pick(['steps', 'awaits'] as const)
    deeds.push({ atMs, do: 'pause', workflow }, { atMs: atMs + random.below(60_000), do: 'resume', workflow })
  }
  if (random.chance(0.3)) {
    const [into, from] = TWINS.map((name) => ids.get(name) ?? '')
    const twins = Array.from({ length: random.between(2, 8) }, (_, i): Post => {
      made += 1
      const event = { id: `e${made}`, user: random.pick(TWINS), type: 'custom.steps', data: { n: `e${made}` } }
      return { n: 100 + i, atMs: random.below(SPAN_MS), copies: 1, events: [event] }
    })
    posts.push(...twins)
    if (into && from) deeds.push({ atMs: random.below(SPAN_MS), do: 'merge', into, from })
  }
  const name = () => {
    made += 1
    return `e${made}`
  }
  for (const part of parts) {
    const drawn = part.draw({ random, ids, name })
    posts.push(...(drawn.happenings ?? []).map((events): Post => ({ ...when(random), n: posts.length, events })))
    deeds.push(...(drawn.deeds ?? []))
  }
  // What stands still while the database is put back goes out when it is resumed, also if it had gone out before: not both.
  const isPaused = deeds.some((deed) => deed.do === 'pause')
  if (!isPaused && random.chance(0.4))
    deeds.push({ atMs: 60_000 + random.below(40_000), do: 'restore', backMs: random.between(1, 60) * 1_000 })
  return { posts, deeds }
}

function when(random: Random): Pick<Post, 'atMs' | 'copies'> {
  // Much happens at the same instant, so that it meets.
  const atMs = random.chance(0.5) ? random.below(4) * 20_000 : random.below(SPAN_MS)
  return { atMs, copies: random.chance(0.3) ? random.between(2, 3) : 1 }
}
