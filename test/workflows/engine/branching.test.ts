import { expect, it } from 'vitest'
import { DAY, say, stage } from './stage.ts'

it.each([
  [3, 'low'],
  [30, 'middle'],
  [300, 'high'],
])('chooses the first that holds: %i', (points, text) => {
  const at = stage({
    id: 'w',
    actions: [
      {
        choose: [
          { if: 'contact.points < 10', then: [say('low')] },
          { if: 'contact.points < 100', then: [say('middle')] },
        ],
        else: [say('high')],
      },
      say('end'),
    ],
  })
  at.actor.contact.points = points
  at.happens('go')
  expect(at.texts()).toEqual([text, 'end'])
})

const split = (a: number, b: number) => ({
  id: 'w',
  actions: [
    {
      id: 'test',
      split: [
        { name: 'a', weight: a, then: [say('A')] },
        { name: 'b', weight: b, then: [say('B')] },
        { name: 'holdout', weight: 0 },
      ],
    },
  ],
})

it('splits by the weights, and keeps a contact’s branch when they change and on re-entry', () => {
  const branches = Array.from({ length: 2000 }, (_, i) => {
    const at = stage(split(30, 70))
    at.actor.contact.id = `contact-${i}`
    at.happens('go')
    return at.texts()[0]
  })
  const share = branches.filter((text) => text === 'A').length / branches.length
  expect(share).toBeGreaterThan(0.26)
  expect(share).toBeLessThan(0.34)
  const before = stage(split(100, 0))
  before.happens('go')
  const after = stage(split(0, 100))
  after.actor.contact = { ...before.actor.contact }
  after.happens('go')
  expect(after.texts()).toEqual(['A'])
  expect(before.turns.flatMap((turn) => turn.exposures)).toMatchObject([{ experiment: 'w.test', branch: 'a' }])
  expect(after.turns.flatMap((turn) => turn.exposures)).toEqual([])
})

it.each([
  ['times', { times: 3 }, ['0', '1', '2', 'end']],
  ['no times', { times: 0 }, ['end']],
  ['while', { while: 'loop.index < 2' }, ['0', '1', 'end']],
  ['until, asked after each turn', { until: 'loop.index >= 1' }, ['0', 'end']],
  ['at most max', { while: 'true', max: 4 }, ['0', '1', '2', '3', 'end']],
])('repeats %s', (_name, repeat, texts) => {
  const at = stage({ id: 'w', actions: [{ id: 'l', repeat, steps: [say('{{loop.index}}')] }, say('end')] })
  at.happens('go')
  expect(at.texts()).toEqual(texts)
})

it('keeps its place in loops inside loops across waits, with a key of its own for each turn', () => {
  const at = stage({
    id: 'w',
    actions: [
      {
        id: 'outer',
        repeat: { times: 2 },
        steps: [
          { id: 'inner', repeat: { times: 2 }, steps: [say('{{loop.index}}', { id: 'm' }), { wait: '1d' }] },
          say('outer {{loop.index}}'),
        ],
      },
    ],
  })
  at.happens('go')
  at.passes(10 * DAY)
  expect(at.texts()).toEqual(['0', '1', 'outer 0', '0', '1', 'outer 1'])
  expect(at.deliveries().flatMap(({ id }) => (id.includes(':m:') ? [id] : []))).toEqual(
    [0, 1, 2, 3].map((n) => `c1-00001:m:${n}`),
  )
  expect(at.runs()[0]?.status).toBe('completed')
})

it.each([
  ['ten thousand steps', 0, { status: 'completed', memory: { executed: 10_000 } }],
  ['not one more', 1, { status: 'failed', reason: 'more than 10000 steps' }],
])('carries out %s, the turns of loops among them', (_what, more, expected) => {
  const step = { set: { x: '{{loop.index}}' } }
  const loop = (times: number, steps: unknown[]) => ({ repeat: { times, max: 1_000 }, steps })
  const actions = [loop(9, [loop(550, [step])]), loop(40, [step]), ...Array.from({ length: more }, () => say('hi'))]
  const at = stage({ id: 'w', actions })
  at.happens('go')
  expect(at.runs()[0]).toMatchObject(expected)
})

it('ends a loop that only turns', () => {
  const at = stage({
    id: 'w',
    actions: [{ repeat: { while: 'true', max: 1000 }, steps: [{ repeat: { while: 'true', max: 1000 }, steps: [] }] }],
  })
  at.happens('go')
  expect(at.runs()[0]).toMatchObject({ status: 'failed', reason: expect.stringContaining('10000') })
})

it('calls another workflow and goes on when it has ended', () => {
  const at = stage(
    {
      id: 'caller',
      actions: [
        { id: 'sub', call: { workflow: 'called', inputs: { who: '{{contact.id}}' } } },
        say('back: {{steps.sub.status}}'),
      ],
    },
    {
      id: 'called',
      triggers: [{ manual: true }],
      inputs: { who: { type: 'string' } },
      actions: [say('for {{inputs.who}}'), { wait: '1d' }],
    },
  )
  at.happens('go')
  expect(at.texts()).toEqual(['for c1'])
  expect(at.runs().find((run) => run.workflowId === 'caller')?.waiting).toMatchObject({ for: 'run' })
  at.passes(DAY)
  expect(at.texts()).toEqual(['for c1', 'back: completed'])
})

it.each([
  ['a value of another type', { n: 'bad' }, 'inputs.n: must be a number'],
  ['nothing where something is required', {}, 'inputs.n: is missing'],
  ['an input that there is not', { n: 1, m: 1 }, 'inputs.m: there is no input `m`'],
])('does not call with %s', (_name, inputs, message) => {
  const at = stage(
    { id: 'caller', actions: [{ id: 'sub', call: { workflow: 'called', inputs } }] },
    { id: 'called', inputs: { n: { type: 'integer', required: true } }, triggers: [{ manual: true }], actions: [say('{{inputs.n}}')] },
  ) // biome-ignore format: two workflows
  at.happens('go')
  expect(at.runs()).toMatchObject([{ workflowId: 'caller', status: 'failed', reason: 'invalid_input' }])
  const notes = at.turns.flatMap((turn) => turn.entries)
  expect(notes).toContainEqual(expect.objectContaining({ step: 'sub', error: { code: 'invalid_input', message } }))
})

it('ends the called run when its caller ends early', () => {
  const at = stage(
    { id: 'caller', exit: [{ on: 'stop' }], actions: [{ call: { workflow: 'called' } }] },
    { id: 'called', triggers: [{ manual: true }], actions: [{ wait: '1d' }, say('never')] },
  )
  at.happens('go')
  at.happens('stop')
  at.passes(2 * DAY)
  expect(
    at
      .runs()
      .map(({ workflowId, status }) => [workflowId, status])
      .sort(),
  ).toEqual([
    ['called', 'cancelled'],
    ['caller', 'exited'],
  ])
  expect(at.texts()).toEqual([])
})
