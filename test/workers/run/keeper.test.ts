import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { ChannelKeeper } from '../../../workers/run/keeper.ts'

const SECOND = 1000
const LINE_LEASE = 45 * SECOND
const TOKEN_LEASE = 15 * SECOND
const PACE = [{ per: 'channel', limit: 2, perMs: SECOND }] as const
/** Windows are kept a little longer than published. */
const WINDOW = 1120
/** Product time has nothing to do with real time. */
const PRODUCT = Date.UTC(2031, 0, 1)

/** Real time, as the keeper reads it. */
let now = 0

beforeEach(() => {
  now = Date.UTC(2026, 0, 1)
  vi.spyOn(Date, 'now').mockImplementation(() => now)
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A keeper on the storage of a real object; `awake()` again after it has been put to sleep. */
async function keeping(act: (keeper: ChannelKeeper, again: () => ChannelKeeper) => void): Promise<void> {
  const { KEEPER } = env as unknown as Env
  await runInDurableObject(KEEPER.get(KEEPER.newUniqueId()), (_bound, state) => {
    const again = () => new ChannelKeeper(state, {})
    act(again(), again)
  })
}

const take = (keeper: ChannelKeeper, wanted: readonly { to: string; rank?: number }[], more: object = {}) =>
  keeper.take({
    ...{ limits: PACE, productNow: PRODUCT, horizonMs: SECOND, fromLine: false },
    wanted: wanted.map(({ to, rank = 0 }) => ({ to, rank, room: false })),
    ...more,
  })
const kinds = (granted: readonly { kind: string }[]) => granted.map(({ kind }) => kind)
const open = (keeper: ChannelKeeper, more: object = {}) =>
  keeper.open({ limits: PACE, productNow: PRODUCT, horizonMs: SECOND, claimMax: 100, ...more })
/** The lease and the turn of a line that could be opened. */
function opened(keeper: ChannelKeeper): { lease: number; turn: number; room: number } {
  const told = open(keeper)
  if (told.kind !== 'open') throw new Error(`the line is ${told.kind}`)
  return told
}

describe('places', () => {
  it('are as many as the pace allows; whoever finds none stands in line, and nobody of its rank overtakes it', () =>
    keeping((keeper) => {
      expect(kinds(take(keeper, [{ to: 'a' }, { to: 'b' }, { to: 'c' }]))).toEqual(['go', 'go', 'line'])
      now += WINDOW
      expect(kinds(take(keeper, [{ to: 'd' }, { to: 'e', rank: -1 }]))).toEqual(['line', 'go'])
      expect(kinds(take(keeper, [{ to: 'c' }], { fromLine: true }))).toEqual(['go'])
    }))

  it('are remembered when the object was put to sleep', () =>
    keeping((keeper, again) => {
      take(keeper, [{ to: 'a' }, { to: 'b' }])
      expect(kinds(take(again(), [{ to: 'c' }]))).toEqual(['line'])
    }))

  it('are none later than whoever asks would wait', () =>
    keeping((keeper) => {
      take(keeper, [{ to: 'a' }, { to: 'b' }])
      expect(kinds(take(keeper, [{ to: 'c' }], { horizonMs: WINDOW - 1 }))).toEqual(['line'])
      expect(take(keeper, [{ to: 'c' }], { horizonMs: WINDOW, fromLine: true })).toEqual([
        { kind: 'go', inMs: WINDOW, at: now + WINDOW },
      ])
    }))

  it('count from when the platform had the message', () =>
    keeping((keeper) => {
      const [first, second] = take(keeper, [{ to: 'a' }, { to: 'b' }])
      if (first?.kind !== 'go' || second?.kind !== 'go') throw new Error('nobody went')
      const doneAt = now + 900
      keeper.went({ moved: [{ to: 'a', at: first.at, doneAt }, { to: 'b', at: second.at, doneAt }] }) // biome-ignore format: one thought
      now += WINDOW
      expect(kinds(take(keeper, [{ to: 'c' }], { horizonMs: 0 }))).toEqual(['line'])
    }))
})

describe('a provider that wants to be left alone', () => {
  it('is left alone until then, in product time, and no line is carried on', () =>
    keeping((keeper) => {
      keeper.hold({ until: PRODUCT + SECOND })
      expect(take(keeper, [{ to: 'a' }])).toEqual([{ kind: 'line', heldUntil: PRODUCT + SECOND }])
      expect(open(keeper)).toEqual({ kind: 'held', until: PRODUCT + SECOND })
      expect(keeper.state(PRODUCT)).toEqual({ heldUntil: PRODUCT + SECOND, inLine: true })
      expect(open(keeper, { productNow: PRODUCT + SECOND })).toMatchObject({ kind: 'open' })
      expect(keeper.state(PRODUCT + SECOND)).toMatchObject({ heldUntil: null })
    }))

  it('may want it about one recipient alone: nobody else waits, nor does the line', () =>
    keeping((keeper) => {
      keeper.hold({ until: PRODUCT + SECOND, to: 'a' })
      expect(take(keeper, [{ to: 'a' }, { to: 'b', rank: -1 }])).toMatchObject([
        { kind: 'line', heldUntil: PRODUCT + SECOND },
        { kind: 'go' },
      ])
      expect(open(keeper)).toMatchObject({ kind: 'open' })
    }))

  it('is asked again at once when a person says so, and when the clock was turned back', () =>
    keeping((keeper) => {
      keeper.hold({ until: PRODUCT + SECOND })
      keeper.hold({ until: PRODUCT + SECOND, to: 'a' })
      keeper.release()
      expect(kinds(take(keeper, [{ to: 'a' }]))).toEqual(['go'])
      keeper.hold({ until: PRODUCT + 26 * 3600 * SECOND })
      expect(open(keeper)).toMatchObject({ kind: 'open' })
    }))

  it('is remembered when the object was put to sleep', () =>
    keeping((keeper, again) => {
      keeper.hold({ until: PRODUCT + SECOND })
      expect(open(again())).toMatchObject({ kind: 'held' })
    }))
})

describe('the line', () => {
  it('is carried on by one at a time, until that one closes it', () =>
    keeping((keeper) => {
      const first = opened(keeper)
      expect(open(keeper)).toEqual({ kind: 'busy', inMs: SECOND })
      keeper.close({ ...first, empty: false })
      expect(open(keeper)).toMatchObject({ kind: 'open' })
    }))

  it('is taken over from whoever never came back, and that one closes it no more', () =>
    keeping((keeper) => {
      const first = opened(keeper)
      now += LINE_LEASE - 1
      expect(open(keeper)).toEqual({ kind: 'busy', inMs: 1 })
      now += 1
      const second = opened(keeper)
      expect(second.lease).not.toBe(first.lease)
      keeper.close({ ...first, empty: false })
      expect(open(keeper)).toMatchObject({ kind: 'busy' })
    }))

  it('has as much room as the pace, counted at once, and says when there is some again', () =>
    keeping((keeper) => {
      take(keeper, [{ to: 'a' }])
      const first = opened(keeper)
      expect(first.room).toBe(1)
      keeper.close({ ...first, empty: false })
      take(keeper, [{ to: 'b' }])
      expect(open(keeper)).toEqual({ kind: 'full', inMs: WINDOW })
      expect(open(keeper, { limits: [], claimMax: 7 })).toMatchObject({ kind: 'open', room: 7 })
    }))

  it('is over only when it was found empty and nobody joined it meanwhile', () =>
    keeping((keeper) => {
      const inLine = () => keeper.state(PRODUCT).inLine
      take(keeper, [{ to: 'a' }, { to: 'b' }, { to: 'c' }])
      now += WINDOW
      const notEmpty = opened(keeper)
      keeper.close({ ...notEmpty, empty: false })
      expect(inLine()).toBe(true)
      const overtaken = opened(keeper)
      take(keeper, [{ to: 'd' }])
      keeper.close({ ...overtaken, empty: true })
      expect(inLine()).toBe(true)
      const last = opened(keeper)
      keeper.close({ ...last, empty: true })
      expect(inLine()).toBe(false)
      expect(kinds(take(keeper, [{ to: 'e' }]))).toEqual(['go'])
    }))
})

describe('a token', () => {
  const lead = (keeper: ChannelKeeper, name = 'n', productNow = PRODUCT) => keeper.lead({ name, productNow })
  const token = (sealed: string) => ({ sealed, untilReal: now + SECOND, until: PRODUCT + SECOND })
  function fetching(keeper: ChannelKeeper, name?: string): number {
    const led = lead(keeper, name)
    if (led.kind !== 'fetch') throw new Error(`it is ${led.kind}`)
    return led.lease
  }

  it('is fetched by one at a time, and is everybody’s then, until it expires by either clock', () =>
    keeping((keeper, again) => {
      const lease = fetching(keeper)
      expect(lead(keeper)).toEqual({ kind: 'wait' })
      const held = token('one')
      keeper.fetched({ name: 'n', lease, token: held })
      expect(lead(keeper)).toMatchObject({ kind: 'held', token: held })
      expect(lead(again())).toMatchObject({ kind: 'held', token: held })
      expect(lead(again(), 'another channel')).toMatchObject({ kind: 'fetch' })
      expect(lead(again(), 'n', PRODUCT + SECOND)).toMatchObject({ kind: 'fetch' })
      now += SECOND
      expect(lead(again())).toMatchObject({ kind: 'fetch' })
    }))

  it('is fetched by somebody else when the first never came back; its late answer leaves that one the task', () =>
    keeping((keeper) => {
      const first = fetching(keeper)
      now += TOKEN_LEASE - 1
      expect(lead(keeper)).toEqual({ kind: 'wait' })
      now += 1
      fetching(keeper)
      keeper.fetched({ name: 'n', lease: first })
      expect(lead(keeper)).toEqual({ kind: 'wait' })
    }))

  it('that cannot be fetched is everybody’s trouble for two seconds, and for nobody else’s channel', () =>
    keeping((keeper) => {
      const failed = { kind: 'retry', why: 'down' } as const
      keeper.fetched({ name: 'n', lease: fetching(keeper), failed })
      expect(lead(keeper)).toMatchObject({ kind: 'failed', failed })
      expect(lead(keeper, 'another')).toMatchObject({ kind: 'fetch' })
      now += 2 * SECOND
      expect(lead(keeper)).toMatchObject({ kind: 'fetch' })
    }))

  it('that was refused is forgotten, and no newer one with it', () =>
    keeping((keeper) => {
      keeper.fetched({ name: 'n', lease: fetching(keeper), token: token('two') })
      keeper.forget({ sealed: 'one' })
      expect(lead(keeper)).toMatchObject({ kind: 'held' })
      keeper.forget({ sealed: 'two' })
      expect(lead(keeper)).toMatchObject({ kind: 'fetch' })
    }))
})
