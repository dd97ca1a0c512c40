import fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { Settings } from '../../../../schema/settings.ts'
import { DAY, HOUR, MINUTE, START, type Stage, say, stage } from '../stage.ts'

const settings = (given: object): Settings => v.parse(Settings, given)
/** Quiet hours are another matter. */
const open = (category: string, more: object = {}) => ({ settings: { category, quiet_hours: 'send', ...more } })
const sent = (set: Stage) => set.turns.flatMap(({ deliveries, world }) => deliveries.map(() => world.now - START))
const three = (more: (id: string) => object = () => open('promotional')) =>
  stage(...['a', 'b', 'c'].map((id) => ({ id, actions: [say(id, { id: 'm' })], ...more(id) })))

it('gives the next message the slot of the oldest that counts plus the window, over all workflows', () => {
  const set = stage({ id: 'a', entry: { mode: 'parallel' }, actions: [say('a')], ...open('promotional') })
  set.settings = settings({ caps: [{ limit: 2, per: '24h' }] })
  set.happens('go')
  set.passes(3 * HOUR)
  set.happens('go')
  set.passes(HOUR)
  set.happens('go')
  set.passes(3 * DAY)
  expect(sent(set)).toEqual([0, 3 * HOUR, 24 * HOUR])
})

it('queues what waits: each message has its own slot', () => {
  const set = three()
  set.settings = settings({ caps: [{ limit: 1, per: '24h', count: 'all' }] })
  set.happens('go')
  set.passes(7 * DAY)
  expect(sent(set)).toEqual([0, DAY, 2 * DAY])
})

it('leaves its place to a message that waits: one that is decided later pushes it nowhere', () => {
  const flow = (id: string, category: string, quiet_hours: object | string) => ({
    ...{
      id,
      triggers: [{ on: id }],
      entry: { mode: 'parallel' },
      settings: { category, quiet_hours },
      actions: [say(id)],
    },
  })
  const set = stage(flow('held', 'promotional', { from: '10:00', to: '20:00' }), flow('other', 'lifecycle', 'send'))
  set.settings = settings({ caps: [{ limit: 2, per: '24h', count: 'all' }] })
  set.now = START + 2 * HOUR
  set.happens('held') // Goes at eight in the evening.
  set.passes(HOUR)
  set.happens('other')
  set.passes(HOUR)
  set.happens('other')
  set.passes(3 * DAY)
  const [first = 0, second = 0, third = 0] = sent(set)
  expect([first, third]).toEqual([3 * HOUR, 27 * HOUR])
  expect(second).toBeGreaterThanOrEqual(11 * HOUR)
  expect(second).toBeLessThan(11 * HOUR + 10 * MINUTE)
  expect(set.texts()).toEqual(['other', 'held', 'other'])
})

it.each([
  ['category', (id: string) => open(id === 'b' ? 'lifecycle' : 'promotional'), 2],
  ['workflow', () => open('promotional'), 3],
  ['all', () => open('promotional'), 1],
  ['channel', () => open('promotional'), 1],
])('counts by %s', (count, more, now) => {
  const set = three(more)
  set.settings = settings({ caps: [{ limit: 1, per: '7d', count, policy: 'drop' }] })
  set.happens('go')
  expect(sent(set)).toHaveLength(now)
})

it.each([
  ['another category', { category: 'lifecycle' }, 3],
  ['this category', { category: 'promotional' }, 1],
  ['another channel', { channel: 'form' }, 3],
  ['this channel', { channel: 'chat' }, 1],
  ['contacts with another tag', { tag: 'vip' }, 3],
])('a cap for %s', (_name, filter, expected) => {
  const set = three()
  set.settings = settings({ caps: [{ limit: 1, per: 'day', count: 'all', policy: 'drop', ...filter }] })
  set.happens('go')
  expect(sent(set)).toHaveLength(expected)
})

it('neither stops nor counts transactional messages', () => {
  const went = (promotional: readonly string[]) => {
    const set = three((id) => open(promotional.includes(id) ? 'promotional' : 'transactional'))
    set.settings = settings({ caps: [{ limit: 1, per: 'day', count: 'all', policy: 'drop' }] })
    set.happens('go')
    return set.texts()
  }
  expect(went(['c'])).toEqual(['a', 'b', 'c'])
  expect(went(['a'])).toEqual(['a', 'b', 'c'])
  expect(went(['a', 'c'])).toEqual(['a', 'b'])
})

it('counts a calendar day on the contact’s own clock', () => {
  const set = stage({ id: 'a', entry: { mode: 'parallel' }, actions: [say('a')], ...open('promotional') })
  set.settings = settings({ caps: [{ limit: 1, per: 'day' }] })
  set.actor.contact.timezone = 'Asia/Shanghai'
  set.happens('go') // 17:00 there
  set.passes(6 * HOUR)
  set.happens('go') // 23:00 there
  set.passes(2 * DAY)
  expect(sent(set)).toEqual([0, 7 * HOUR])
})

it('counts a calendar week from Monday', () => {
  const set = stage({ id: 'a', entry: { mode: 'parallel' }, actions: [say('a')], ...open('promotional') })
  set.settings = settings({ caps: [{ limit: 1, per: 'week' }] })
  set.now = START + 6 * DAY // Sunday 09:00
  set.happens('go')
  set.passes(HOUR)
  set.happens('go')
  set.passes(2 * DAY)
  expect(sent(set)).toEqual([6 * DAY, 6 * DAY + 15 * HOUR])
})

it('gives the place of a message that waits with its run to the next one, when that run ends', () => {
  const set = stage(...['a', 'b', 'c'].map((id) => ({ id, triggers: [{ on: id }], actions: [say(id, { id: 'm' })], ...open('promotional') }))) // biome-ignore format: three workflows
  set.settings = settings({ caps: [{ limit: 1, per: '24h' }] })
  for (const id of ['a', 'b']) set.happens(id)
  set.command({ kind: 'cancel', runId: 'c1-00002', reason: 'enough' })
  set.happens('c')
  set.passes(7 * DAY)
  expect([set.texts(), sent(set)]).toEqual([['a', 'c'], [0, DAY]]) // biome-ignore format: one fact
})

it('counts a whole week by the clock, also one that is an hour longer, whatever else is noted meanwhile', () => {
  const set = three((id) => open(id === 'a' ? 'lifecycle' : 'promotional', { quiet_hours: 'send' }))
  set.workflows.forEach((one) => {
    one.paused = one.id !== 'b'
  })
  set.settings = settings({ timezone: 'America/New_York', caps: [{ limit: 1, per: 'week', category: 'promotional', policy: 'drop' }] }) // biome-ignore format: one cap
  set.now = Date.parse('2026-10-26T00:10:00-04:00')
  set.happens('go')
  set.now = Date.parse('2026-11-01T23:50:00-05:00')
  for (const one of set.workflows) one.paused = one.id === 'b'
  set.happens('go')
  expect(set.texts()).toEqual(['b', 'a'])
})

it('gives the place of a message that failed to the next one', () => {
  const set = three()
  set.settings = settings({ caps: [{ limit: 1, per: '30d', policy: 'drop' }] })
  set.happens('go')
  expect(set.texts()).toEqual(['a'])
  set.result({ id: 'c1-00001:m:0', attempts: 8, kind: 'failed', code: 'rejected', message: 'no' })
  set.happens('go')
  expect(set.texts()).toEqual(['a', 'a'])
})

it('takes a workflow’s own cap beside the community’s', () => {
  const set = three((id) =>
    id === 'b'
      ? open('promotional', { cap: { limit: 1, per: '1h', count: 'all', policy: 'drop' } })
      : open('promotional'),
  )
  set.happens('go')
  expect(set.texts()).toEqual(['a', 'c'])
})

it('holds two caps over three workflows at whatever times they write', () => {
  const caps = [
    { limit: 2, per: '24h', count: 'all' },
    { limit: 3, per: 'week', count: 'category', category: 'promotional' },
  ]
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(3 * 24 * 60)), { minLength: 3, maxLength: 15 }),
      (written) => {
        const set = stage(
          ...['a', 'b', 'c'].map((id) => ({
            id,
            triggers: [{ on: `custom.${id}` }],
            entry: { mode: 'parallel' },
            actions: [say(id)],
            ...open(id === 'c' ? 'lifecycle' : 'promotional'),
          })),
        )
        set.settings = settings({ caps })
        for (const [id, minutes] of written) {
          set.happens(`custom.${id}`)
          set.passes(minutes * MINUTE)
        }
        set.passes(60 * DAY)
        const went = set.turns.flatMap(({ deliveries, world }) =>
          deliveries.map(({ category }) => ({ at: world.now, category })),
        )
        for (const { at } of went)
          expect(went.filter((other) => other.at > at - DAY && other.at <= at).length).toBeLessThanOrEqual(2)
        const weeks = went
          .filter(({ category }) => category === 'promotional')
          .map(({ at }) => Math.floor((at / DAY + 3) / 7))
        for (const week of weeks) expect(weeks.filter((other) => other === week).length).toBeLessThanOrEqual(3)
        const turned = set.turns.flatMap((turn) => turn.unsent).filter(({ status }) => status !== 'deferred')
        expect(went.length + turned.length).toBe(written.length)
      },
    ),
    { numRuns: 60 },
  )
})
