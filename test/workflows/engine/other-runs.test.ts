import { expect, it } from 'vitest'
import { HOUR, say, stage } from './stage.ts'

const starts = (more: object = {}, then: unknown[] = []) => ({
  id: 'first',
  actions: [{ id: 'other', do: 'workflow.start', with: { workflow: 'second', ...more } }, ...then],
})
const second = {
  id: 'second',
  triggers: [{ manual: true }],
  inputs: { points: { type: 'integer', default: 3 } },
  actions: [say('second {{inputs.points}}'), { wait: '1h' }, say('later')],
}

it('workflow.start starts another workflow for this contact, with inputs, and goes on', () => {
  const at = stage(starts({ inputs: { points: 7 } }, [say('run {{steps.other.run_id}}')]), second)
  const { settled } = at.happens('go')
  expect(at.texts()).toEqual(['second 7', 'run c1-00002'])
  expect(at.runs().map(({ workflowId, status }) => [workflowId, status])).toEqual([
    ['first', 'completed'],
    ['second', 'waiting'],
  ])
  expect(settled[0]?.outcomes).toContainEqual(
    expect.objectContaining({
      event: expect.objectContaining({ type: 'workflow.start', causes: ['first'] }),
      started: ['c1-00002'],
    }),
  )
  at.passes(HOUR)
  expect(at.texts().at(-1)).toBe('later')
})

it('asks conditions and entry rules, and says why nothing started', () => {
  const at = stage(starts({}, [say('again: {{steps.other.reason}}')]), second)
  at.happens('go')
  at.happens('go')
  expect(at.texts()).toEqual(['second ', 'again: ', 'again: already running'])
}) // biome-ignore format: one guarantee

it.each([
  ['no such workflow', { workflow: 'none' }, 'unknown_workflow'],
  ['inputs of another type', { workflow: 'second', inputs: { points: 'many' } }, 'invalid_input'],
])('%s fails the step with a code', (_what, given, code) => {
  const at = stage(starts(given), second)
  at.happens('go')
  expect(at.runs()[0]).toMatchObject({ status: 'failed', reason: code })
})

it('of another contact it travels to their inbox', () => {
  const at = stage(starts({ contact_id: 'c2', inputs: { points: 1 } }), second)
  at.happens('go')
  const [emitted] = at.turns[0]?.emitted ?? []
  expect(emitted).toMatchObject({
    subjectId: 'c2',
    type: 'workflow.start',
    data: { workflow_id: 'second', by: 'c1-00001', inputs: { points: 1 } },
    causes: ['first'],
  })
  const there = stage(second)
  const asked = { id: 'x', channel: null, causes: emitted?.causes ?? [] }
  const { settled } = there.happens('workflow.start', emitted?.data, asked)
  expect(there.texts()).toEqual(['second 1'])
  expect(settled[0]?.outcomes[0]?.started).toEqual(['c1-00001'])
})

it('nobody outside can ask for it', () => {
  const at = stage(second)
  at.happens('workflow.start', { workflow_id: 'second' })
  expect(at.runs()).toEqual([])
})

it('starts that go round in circles are caught', () => {
  const at = stage({ id: 'a', actions: [{ do: 'workflow.start', with: { workflow: 'b' } }] }, { id: 'b', triggers: [{ manual: true }], actions: [{ do: 'workflow.start', with: { workflow: 'a' } }] })
  at.happens('go')
  expect(at.runs().length).toBeLessThanOrEqual(5)
}) // biome-ignore format: one guarantee

it('a run that starts its own workflow anew ends there when the entry mode says so', () => {
  const at = stage({
    id: 'a',
    entry: { mode: 'restart' },
    actions: [
      { when: "event.type == 'go'", do: 'workflow.start', with: { workflow: 'a' } },
      { wait: '1h' },
      say('end'),
    ],
  })
  at.happens('go')
  expect(at.runs().map(({ status, reason }) => [status, reason])).toEqual([
    ['cancelled', 'restarted'],
    ['waiting', null],
  ])
  at.passes(HOUR)
  expect(at.texts()).toEqual(['end'])
})

it('workflow.cancel cancels the open runs of this contact, and says how many', () => {
  const cancels = {
    id: 'stopper',
    triggers: [{ on: 'stop' }],
    actions: [{ id: 'c', do: 'workflow.cancel', with: { workflow: 'long', reason: 'enough' } }, say('{{steps.c.cancelled}}')],
  } // biome-ignore format: one workflow
  const at = stage(cancels, { id: 'long', entry: { mode: 'parallel' }, actions: [{ wait: '1d' }, say('never')] })
  at.happens('go')
  at.happens('go')
  at.happens('stop')
  expect(at.texts()).toEqual(['2'])
  expect(at.runs().filter(({ status, reason }) => status === 'cancelled' && reason === 'enough')).toHaveLength(2)
  at.passes(48 * HOUR)
  expect(at.texts()).toEqual(['2'])
})

it('note.add keeps a note with the commit that wrote it', () => {
  const at = stage({ id: 'w', actions: [{ id: 'n', do: 'note.add', with: { text: ' likes {{event.data.what}} ' } }] })
  at.happens('go', { what: 'tea' })
  expect(at.turns[0]?.kept).toEqual([
    { table: 'contactNotes', row: { id: 'c1-00001:n:0', subjectId: 'c1', version: 2, runId: 'c1-00001', text: 'likes tea', at: at.now } },
  ]) // biome-ignore format: one row
  expect(at.runs()[0]?.memory.steps.n).toEqual({ changed: true })
})
