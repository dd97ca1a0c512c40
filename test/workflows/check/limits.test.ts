import { describe, expect, it } from 'vitest'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { say, stage } from '../engine/stage.ts'

/** LANGUAGE.md: 200 steps, nesting 10, 64 KiB of definition, 366 d for one wait, 10 000 steps executed by one run. */

const SET = { set: { a: 1 } }
const steps = (count: number) => Array.from({ length: count }, () => SET)
const workflow = (more: object) => ({ id: 'w', name: 'w', triggers: [{ on: 'go' }], actions: [say('x')], ...more })
const empty = new TextEncoder().encode(JSON.stringify(workflow({ description: '' }))).length

/** Steps inside each other, so many levels of lists. */
const nested = (levels: number): object => (levels === 1 ? SET : { repeat: { times: 1 }, steps: [nested(levels - 1)] })
/** So many bytes: what is not English has more of them than letters. */
const weighing = (bytes: number) => {
  const room = bytes - empty
  return '会'.repeat(Math.floor(room / 3)) + 'x'.repeat(room % 3)
}

const digest = (window: unknown) => ({ actions: [{ do: 'message.digest', with: { digest: 'd', text: 'x', window } }] })

/** What may be written, and what is one too many, with its place. */
it.each<[string, object, object, string]>([
  ['200 steps', { actions: steps(200) }, { actions: steps(201) }, 'actions'],
  ['200 steps, wherever they are', { actions: [{ if: 'true', then: steps(99), else: steps(100) }] }, { actions: [{ if: 'true', then: steps(100), else: steps(100) }] }, 'actions'],
  ['200 steps, those for errors too', { actions: [{ do: 'tag.add', with: { tag: 'a' }, on_error: steps(199) }] }, { actions: [{ do: 'tag.add', with: { tag: 'a' }, on_error: steps(200) }] }, 'actions'],
  ['10 levels', { actions: [nested(10)] }, { actions: [nested(11)] }, `actions[0]${'.steps[0]'.repeat(9)}.steps`],
  ['64 KiB', { description: weighing(65_536) }, { description: weighing(65_537) }, ''],
  ['366 days of waiting', { actions: [{ wait: '366d' }] }, { actions: [{ wait: '366d1s' }] }, 'actions[0].wait'],
  ['366 days in words', { actions: [{ wait: { for: 'P366D' } }] }, { actions: [{ wait: { for: 'P366DT1S' } }] }, 'actions[0].wait.for'],
  ['366 calendar days', { actions: [{ wait: { days: 366 } }] }, { actions: [{ wait: { days: 367 } }] }, 'actions[0].wait.days'],
  ['366 days for an event', { actions: [{ wait_for: { on: 'x', timeout: '366d' } }] }, { actions: [{ wait_for: { on: 'x', timeout: '366d1s' } }] }, 'actions[0].wait_for.timeout'],
  ['366 days for a person', { actions: [{ approve: { title: 'x', timeout: '366d' } }] }, { actions: [{ approve: { title: 'x', timeout: '366d1s' } }] }, 'actions[0].approve.timeout'],
  ['366 days for the end of a burst', { triggers: [{ on: 'x', debounce: { for: '366d' } }] }, { triggers: [{ on: 'x', debounce: { for: '366d1s' } }] }, 'triggers[0].debounce.for'],
  ['366 days from the beginning of a burst', { triggers: [{ on: 'x', debounce: { for: '1d', max: '366d' } }] }, { triggers: [{ on: 'x', debounce: { for: '1d', max: '366d1s' } }] }, 'triggers[0].debounce.max'],
  ['366 days of a digest', digest('366d'), digest('366d1s'), 'actions[0].with.window'],
  ['a digest of a second', digest('1s'), digest('0s'), 'actions[0].with.window'],
  ['a throttle of 366 days', { actions: [{ throttle: { limit: 1, per: '366d' } }] }, { actions: [{ throttle: { limit: 1, per: '366d1s' } }] }, 'actions[0].throttle.per'],
  ['a throttle of one', { actions: [{ throttle: { limit: 1, per: '1s' } }] }, { actions: [{ throttle: { limit: 0, per: '1s' } }] }, 'actions[0].throttle.limit'],
  ['a cap of one', { settings: { cap: { limit: 1, per: 'day' } } }, { settings: { cap: { limit: 0, per: 'day' } } }, 'settings.cap.limit'],
  ['a cap for a second', { settings: { cap: { limit: 1, per: '1s' } } }, { settings: { cap: { limit: 1, per: '0s' } } }, 'settings.cap.per'],
  ['1 000 turns', { actions: [{ repeat: { times: 1, max: 1000 }, steps: [SET] }] }, { actions: [{ repeat: { times: 1, max: 1001 }, steps: [SET] }] }, 'actions[0].repeat.max'],
  ['an id of 64', { id: 'a'.repeat(64) }, { id: 'a'.repeat(65) }, 'id'],
])('takes %s, and refuses one more with its place', (_what, most, more, path) => {
  expect(checkDefinition(workflow(most))).toMatchObject({ kind: expect.not.stringMatching('problems') })
  const refused = checkDefinition(workflow(more))
  expect(refused.kind === 'problems' && refused.problems.map((problem) => problem.path)).toEqual([path])
}) // biome-ignore format: one limit a line

describe('a run', () => {
  const counted = (more: number) => {
    // 99 turns of 99 steps count 100 each, and so does the loop itself once.
    const at = stage({
      id: 'w',
      actions: [...steps(more), { repeat: { times: 99 }, steps: steps(99) }, { do: 'tag.add', with: { tag: 'end' } }],
    })
    at.happens('go')
    return [at.runs()[0]?.memory.executed, at.runs()[0]?.status, at.runs()[0]?.reason, at.actor.contact.tags]
  }

  it('carries out 10 000 steps, and not one more', () => {
    expect(counted(98)).toEqual([10_000, 'completed', null, ['end']])
    expect(counted(99)).toEqual([10_000, 'failed', 'more than 10000 steps', []])
  })

  it('goes on behind a loop that has turned as often as it may, with a warning when it wanted more', () => {
    const turned = (repeat: object) => {
      const at = stage({ id: 'w', actions: [{ id: 'l', repeat, steps: [SET] }, say('after')] })
      at.happens('go')
      const [warning] = at.turns.flatMap((turn) => turn.entries).flatMap((entry) => entry.warning ?? [])
      return [at.runs()[0]?.memory.steps.l, warning, at.texts()]
    }
    expect(turned({ times: 100 })).toEqual([{ turns: 100 }, undefined, ['after']])
    expect(turned({ times: 101 })).toEqual([{ turns: 100 }, 'stopped after 100 turns', ['after']])
    expect(turned({ while: 'true' })).toEqual([{ turns: 100 }, 'stopped after 100 turns', ['after']])
    expect(turned({ until: 'loop.index >= 3', max: 3 })).toEqual([{ turns: 3 }, undefined, ['after']])
    expect(turned({ until: 'false', max: 3 })).toEqual([{ turns: 3 }, 'stopped after 3 turns', ['after']])
    expect(turned({ times: 0 })).toEqual([{ turns: 0 }, undefined, ['after']])
  })
})
