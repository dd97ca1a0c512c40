import { expect, it } from 'vitest'
import { HOUR, type Stage, say, stage } from './stage.ts'

/** Fails, because the event has no such key; and what the journal says of it. */
const FAILS = 'event.data.missing > 1'
const WARNING = /missing/

const told = (at: Stage) =>
  at.turns.flatMap((turn) => turn.entries).filter(({ warning }) => WARNING.test(warning ?? ''))
const lost = { then: [say('held')], else: [say('did not hold')] }

/** Each place that may hold an expression, and what is sent when it counts as false. */
it.each<[string, object, string[]]>([
  ['when', { actions: [say('left out', { when: FAILS }), say('after')] }, ['after']],
  ['if', { actions: [{ if: FAILS, ...lost }] }, ['did not hold']],
  ['choose', { actions: [{ choose: [{ if: FAILS, then: [say('held')] }], else: [say('did not hold')] }] }, ['did not hold']],
  ['repeat while', { actions: [{ repeat: { while: FAILS }, steps: [say('turn')] }, say('after')] }, ['after']],
  ['repeat until', { actions: [{ repeat: { until: FAILS, max: 2 }, steps: [say('turn')] }] }, ['turn', 'turn']],
  ['wait_for if', { actions: [{ wait_for: { on: 'x', if: FAILS, timeout: '2h' }, ...lost }] }, ['did not hold']],
  ['wait_for any', { actions: [{ wait_for: { any: [{ name: 'a', on: 'x', if: FAILS }], timeout: '2h' }, ...lost }] }, ['did not hold']],
  ['wait_for already', { actions: [{ wait_for: { on: 'y', already: FAILS, timeout: '2h' }, ...lost }] }, ['did not hold']],
  ['wait_for since', { actions: [{ wait: '90m' }, { wait_for: { on: 'x', if: FAILS, since: 'run_start', timeout: '2h' }, ...lost }] }, ['did not hold']],
  ['exit', { exit: [{ on: 'x', if: FAILS }], actions: [{ wait: '2h' }, say('stayed')] }, ['stayed']],
  ['goal', { goal: { on: 'x', if: FAILS }, actions: [{ wait: '2h' }, say('stayed')] }, ['stayed']],
  ['goal value', { goal: { on: 'x', value: 'event.data.missing', continue: true }, actions: [{ wait: '2h' }, say('stayed')] }, ['stayed']],
  ['entry key', { entry: { key: 'event.data.missing' }, actions: [say('started')] }, ['started']],
  ['throttle key', { actions: [{ throttle: { limit: 1, per: '1h', key: 'event.data.missing' }, ...lost }, say('asked')] }, []],
  ['a value', { actions: [{ set: { n: { expr: 'event.data.missing' } } }, say('[{{vars.n}}]')] }, ['[]']],
  ['a parameter', { actions: [{ do: 'tag.add', with: { tag: { expr: 'event.data.missing' } }, on_error: 'continue' }, say('after')] }, ['after']],
])('an expression that fails counts as false, stops no run, and is a warning in its journal: %s', (_place, more, texts) => {
  const at = stage({ id: 'w', actions: [], ...more })
  at.happens('go')
  at.now += HOUR
  at.happens('x')
  at.passes(5 * HOUR)
  expect(at.texts()).toEqual(texts)
  expect(told(at).length).toBeGreaterThan(0)
  expect(at.runs().map(({ status }) => status)).not.toContain('failed')
}) // biome-ignore format: one place a line

it('tells with a refusal that the key of the entry failed', () => {
  const at = stage({ id: 'w', entry: { key: 'event.data.missing' }, actions: [{ wait: '1d' }] })
  at.happens('go')
  expect(at.happens('go').settled[0]?.outcomes[0]?.refused).toMatchObject([
    { reason: 'already running', warning: expect.stringMatching(WARNING) },
  ])
})
