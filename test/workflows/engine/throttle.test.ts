import { expect, it } from 'vitest'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { HOUR, MINUTE, say, stage } from './stage.ts'

const throttled = (throttle: object) => ({
  id: 'w',
  entry: { mode: 'parallel', max: 100 },
  actions: [{ id: 't', throttle, then: [say('in {{steps.t.remaining}}')], else: [say('over')] }],
})

it('lets a contact pass so often within a rolling window, and again when the window has moved on', () => {
  const at = stage(throttled({ limit: 2, per: '1h' }))
  for (let i = 0; i < 3; i++) {
    at.happens('go')
    at.passes(20 * MINUTE)
  }
  expect(at.texts()).toEqual(['in 1', 'in 0', 'over'])
  at.happens('go') // the first pass is exactly an hour ago
  at.happens('go')
  expect(at.texts().slice(3)).toEqual(['in 0', 'over'])
  at.passes(2 * HOUR)
  at.happens('go')
  expect(at.actor.contact.throttles).toEqual({ 'w.t': [at.now] })
})

it('asks for a place in a shared window, and stands still until it is known whether it got one', () => {
  const at = stage(throttled({ limit: 1, per: '1h', key: 'event.data.room' }))
  at.happens('go', { room: 'a' })
  at.happens('go', { room: 'b' })
  const asks = at.turns.flatMap((turn) => turn.asks)
  expect(asks.map((ask) => [ask.id, ask.resource, ask.kind === 'place' && ask.limit])).toEqual([
    ['c1-00001:t:0', 'w.t a', 1],
    ['c1-00002:t:0', 'w.t b', 1],
  ])
  expect(at.runs()[0]).toMatchObject({ step: 't', wakeAt: at.now, waiting: { for: 'grant', grant: 'c1-00001:t:0' } })
  at.passes(0)
  expect(at.texts()).toEqual([])
  at.actor.granted = new Map([['c1-00001:t:0', {}]])
  at.passes(0)
  expect(at.texts()).toEqual(['in ', 'over'])
  expect(at.runs().map((run) => [run.status, run.memory.steps.t])).toEqual([
    ['completed', { passed: true }],
    ['completed', { passed: false }],
  ])
})

it('counts everybody together when the key fails, with a warning', () => {
  const at = stage(throttled({ limit: 1, per: '1h', key: 'event.data.nowhere' }))
  at.happens('go')
  expect(at.turns.flatMap((turn) => turn.asks)).toMatchObject([{ resource: 'w.t ' }])
  expect(at.turns.flatMap((turn) => turn.entries).find(({ verb }) => verb === 'throttle')?.warning).toBeTruthy()
})

it.each([
  ['a limit of nothing', { limit: 0, per: '1h' }, 'actions[0].throttle.limit'],
  ['an empty window', { limit: 1, per: '0s' }, 'actions[0].throttle.per'],
  ['a window of years', { limit: 1, per: '500d' }, 'actions[0].throttle.per'],
  ['more than a contact can remember', { limit: 5000, per: '1h' }, 'actions[0].throttle'],
  ['a key that is no CEL', { limit: 1, per: '1h', key: 'contact.' }, 'actions[0].throttle.key'],
])('refuses %s, and says where', (_name, throttle, path) => {
  const checked = checkDefinition({ name: 'w', triggers: [{ on: 'go' }], ...throttled(throttle) })
  expect(checked.kind === 'problems' && checked.problems.map((problem) => problem.path)).toEqual([path])
})
