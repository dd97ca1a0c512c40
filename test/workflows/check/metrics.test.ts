import { expect, it } from 'vitest'
import { checkDefinition } from '../../../workflows/check/check.ts'

const checked = (trigger: object) =>
  checkDefinition({
    id: 'w',
    name: 'w',
    triggers: [trigger],
    actions: [{ do: 'metric.add', with: { metric: 'alerts' } }],
  })

it('takes a metric trigger that compares value and baseline', () => {
  expect(checked({ metric: 'sales', window: '24h', if: 'value > baseline * 1.5 && value > 10' })).toMatchObject({
    kind: 'ok',
    warnings: [],
  })
})

it.each([
  ['a window of seconds', { metric: 'm', window: '90s', if: 'value > 1' }, 'triggers[0].window'],
  ['a window of months', { metric: 'm', window: '60d', if: 'value > 1' }, 'triggers[0].window'],
  ['another variable', { metric: 'm', window: '1h', if: 'contact.points > 1' }, 'triggers[0].if'],
  ['what is neither true nor false', { metric: 'm', window: '1h', if: 'value + baseline' }, 'triggers[0].if'],
  ['a name with a space', { metric: 'my metric', window: '1h', if: 'value > 1' }, 'triggers[0].metric'],
])('refuses %s, and says where', (_name, trigger, path) => {
  const found = checked(trigger)
  expect(found.kind === 'problems' && found.problems.map((problem) => problem.path)).toEqual([path])
})
