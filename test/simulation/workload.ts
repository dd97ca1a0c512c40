import type { Random } from './random.ts'

/** What a client tells the product of at once, again and again until it is taken, and sometimes once too often. */
export type Post = { n: number; atMs: number; copies: number; events: readonly Happening[] }

export type Happening = { id: string; user: string; type: string; data: { n: string; to?: string } & Partial<Purse> }

/** What happens to somebody's points: how many, for how long they are good, and what for. */
type Purse = { what: (typeof PURSE)[number]; points: number; life: string; ref: string }
const PURSE = ['give', 'give', 'limited', 'pend', 'fund', 'take', 'take', 'drop', 'back'] as const

/** What an operator does meanwhile. */
export type Deed = { atMs: number } & (
  | { do: 'publish' | 'pause' | 'resume'; workflow: string }
  /** Make one contact of two. */
  | { do: 'merge'; into: string; from: string }
  /** Put the database back to how it was so long ago, as the handbook says. */
  | { do: 'restore'; backMs: number }
)

export type Load = { posts: readonly Post[]; deeds: readonly Deed[] }

const KNOWN = ['ann', 'bo', 'cai', 'dee', 'eva'] as const
/** Two that are one person; somebody may find that out. */
const TWINS = ['kim', 'lee'] as const
/** Nobody has met the last two before. */
const USERS = [...KNOWN, 'fay', 'gus'] as const
export const users: readonly string[] = [...KNOWN, ...TWINS]
export const CODES = ['code-1', 'code-2', 'code-3', 'code-4'] as const
export const POOL = 'gifts'
/** A channel that has a pace, and an address that workflows call. */
export const ROOMS = 'rooms'
export const ELSEWHERE = 'http://elsewhere.test'
const SPAN_MS = 120_000
export const THROTTLE_LIMIT = 3
const PRICE = 2
/** What one member is given by one step on a day, and what all of them get out of one budget. */
export const LIMIT = 9
export const FUND = 12

const parallel = { mode: 'parallel', max: 1000 }
const settings = { quiet_hours: 'send', max_late: '30d' }
const log = { do: 'contact.set', with: { traits: { log: '{{contact.traits.log}}{{event.data.n}} ' } } }

const [points, LIFE, REF] = [{ expr: 'event.data.points' }, '{{event.data.life}}', '{{event.data.ref}}']

function purse(what: string, action: string, more: object) {
  return { do: action, when: `event.data.what == '${what}'`, with: { reason: what, ...more }, on_error: 'continue' }
}

/** Workflows that would show it if anything were lost, doubled, or decided on a state that was not the last one. */
export function definitions(version: number): { id: string }[] {
  const say = (text: string, more: object = {}) => ({
    ...{ do: 'message.send' },
    with: { text: `${text} {{event.data.n}} v${version}`, category: 'transactional', ...more },
  })
  const hold = { category: 'promotional' }
  return [
    {
      id: 'steps',
      triggers: [{ on: 'custom.steps' }],
      entry: parallel,
      settings,
      actions: [
        log,
        { do: 'points.award', with: { points: 1, reason: 'first' } },
        say('one'),
        { wait: '30s' },
        say('two', hold),
        { do: 'points.award', with: { points: 1, reason: 'second' } },
      ],
    },
    {
      id: 'spend',
      triggers: [{ on: 'custom.spend' }],
      entry: parallel,
      settings,
      actions: [
        { id: 'pay', do: 'points.redeem', with: { points: PRICE, reason: 'buy' }, on_error: 'continue' },
        {
          if: `has(steps.pay.error)`,
          then: [{ do: 'contact.set', with: { traits: { log: '{{contact.traits.log}}!{{event.data.n}} ' } } }],
          else: [log],
        },
      ],
    },
    {
      id: 'awaits',
      triggers: [{ on: 'custom.awaits' }],
      entry: parallel,
      settings,
      actions: [
        { id: 'told', ...say('told', { await: true }), on_error: 'continue' },
        log,
        { do: 'event.emit', with: { type: 'custom.answered', data: { n: { expr: 'event.data.n' } } } },
      ],
    },
    {
      id: 'waits',
      triggers: [{ on: 'custom.waits' }],
      entry: { mode: 'single' },
      settings,
      actions: [
        {
          wait_for: { on: 'custom.answered', timeout: '45s' },
          then: [{ do: 'tag.add', with: { tag: 'answered' } }],
          else: [say('nobody')],
        },
      ],
    },
    {
      id: 'passes',
      triggers: [{ on: 'custom.passes' }],
      entry: parallel,
      settings,
      actions: [
        log,
        {
          do: 'event.emit',
          with: { type: 'custom.steps', contact_id: '{{event.data.to}}', data: { n: '>{{event.data.n}}' } },
        },
      ],
    },
    {
      id: 'purse',
      triggers: [{ on: 'custom.purse' }],
      entry: parallel,
      settings,
      actions: [
        purse('give', 'points.award', { points, expires_in: LIFE, ref: REF }),
        purse('limited', 'points.award', { points, expires_in: LIFE, limit_per_day: LIMIT }),
        purse('pend', 'points.award', { points, expires_in: LIFE, ref: REF, pending_for: '15s' }),
        purse('fund', 'points.award', { points, budget: 'fund' }),
        purse('take', 'points.redeem', { points }),
        purse('drop', 'points.expire', { points }),
        purse('back', 'points.reverse', { ref: REF }),
      ],
    },
    {
      id: 'shares',
      triggers: [{ on: 'custom.shares' }],
      entry: parallel,
      settings,
      actions: [
        {
          throttle: { limit: THROTTLE_LIMIT, per: '24h', key: "'everybody'" },
          then: [{ do: 'tag.add', with: { tag: 'let-in-{{event.data.n}}' } }],
          else: [log],
        },
      ],
    },
    {
      id: 'gifts',
      triggers: [{ on: 'custom.gifts' }],
      entry: parallel,
      settings,
      actions: [
        { id: 'gift', do: 'coupon.issue', with: { coupon: POOL }, on_error: 'continue' },
        {
          if: 'has(steps.gift.code)',
          then: [{ do: 'tag.add', with: { tag: 'gift-{{event.data.n}}-{{steps.gift.code}}' } }],
          else: [log],
        },
      ],
    },
    {
      id: 'asks',
      triggers: [{ on: 'custom.asks' }],
      entry: parallel,
      settings,
      actions: [
        {
          ...{ id: 'asked', do: 'http.request', on_error: 'continue', retry: { attempts: 4, first: '2s', max: '10s' } },
          with: { method: 'POST', url: `${ELSEWHERE}/asked`, json: { n: '{{event.data.n}}' } },
        },
        log,
      ],
    },
    {
      id: 'posts',
      triggers: [{ on: 'custom.posts' }],
      entry: parallel,
      settings,
      actions: [
        {
          ...{ id: 'posted', do: 'message.post' },
          with: { channel: ROOMS, room: 'C1', text: 'posted {{event.data.n}} v{{run.id}}', category: 'transactional' },
        },
        log,
      ],
    },
  ].map((one) => ({ name: one.id, ...one }))
}

/** Times, people and kinds by chance. `ids` are the contacts' own, for what one tells another. */
export function load(random: Random, ids: ReadonlyMap<string, string>): Load {
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
  const posts = Array.from({ length: random.between(8, 30) }, (_, n): Post => {
    // Much happens at the same instant, so that it meets.
    const atMs = random.chance(0.5) ? random.below(4) * 20_000 : random.below(SPAN_MS)
    const events = Array.from({ length: random.chance(0.2) ? random.between(2, 6) : 1 }, happening)
    return { n, atMs, copies: random.chance(0.3) ? random.between(2, 3) : 1, events }
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
  if (random.chance(0.25))
    deeds.push({ atMs: 60_000 + random.below(40_000), do: 'restore', backMs: random.between(1, 60) * 1_000 })
  return { posts, deeds }
}
