import { expect, it } from 'vitest'
import { DAY, HOUR, START, say, stage } from './stage.ts'

const ask = (more: object = {}) => ({
  id: 'ok',
  approve: { title: 'Refund {{contact.name}}?', assignee: '{{contact.owner}}', timeout: '2d', ...more },
  then: [say('approved {{steps.ok.by}} {{steps.ok.note}}')],
  else: [say('not: {{steps.ok.status}}')],
})

function asking(definition: object = {}) {
  const at = stage({ id: 'w', actions: [ask(), say('after')], ...definition })
  at.actor.contact.name = 'Ann'
  at.happens('go')
  return at
}

type Stage = ReturnType<typeof asking>
const opened = (at: Stage) => at.turns.flatMap((turn) => turn.tasks)
const closed = (at: Stage) => at.turns.flatMap((turn) => turn.closedTasks)
const OWN = { channel: null }
const TASK = 'c1-00001:ok:0'

it('stops for a person, with a task that says what is asked', () => {
  const at = asking()
  expect(opened(at)).toEqual([
    {
      ...{ id: TASK, subjectId: 'c1', runId: 'c1-00001', workflowId: 'w', kind: 'approval' },
      ...{ title: 'Refund Ann?', detail: null, assignee: null, dueAt: START + 2 * DAY, createdAt: START },
    },
  ])
  expect(at.runs()[0]).toMatchObject({
    status: 'waiting',
    step: 'ok',
    wakeAt: START + 2 * DAY,
    waiting: { for: 'event', events: ['task.approved', 'task.rejected'], task: TASK },
  })
  expect(at.texts()).toEqual([])
})

it.each([
  ['then', 'task.approved', 'approved', ['approved lee fine', 'after']],
  ['else', 'task.rejected', 'rejected', ['not: rejected', 'after']],
])('goes on with `%s` after %s, once', (_branch, type, status, texts) => {
  const at = asking()
  at.happens(type, { task_id: TASK, by: 'lee', note: 'fine' }, OWN)
  at.happens('task.approved', { task_id: TASK, by: 'too late' }, OWN)
  expect(at.texts()).toEqual(texts)
  expect(at.runs()[0]).toMatchObject({
    status: 'completed',
    memory: { steps: { ok: { task_id: TASK, status, by: 'lee', note: 'fine' } } },
  })
  expect(closed(at)).toEqual([{ id: TASK, status, at: START, by: 'lee', note: 'fine' }])
})

it('does not take a decision from outside', () => {
  const at = asking()
  at.happens('task.approved', { task_id: TASK, by: 'a stranger' })
  expect(at.runs()[0]?.status).toBe('waiting')
})

it('does not take the decision of another task for its own', () => {
  const at = asking()
  at.happens('task.approved', { task_id: 'c1-00001:ok:1' }, OWN)
  at.happens('task.done', { task_id: TASK }, OWN)
  at.happens('task.approved', {}, OWN)
  expect(at.runs()[0]?.status).toBe('waiting')
  expect(closed(at)).toEqual([])
})

it('goes on with `else` when nobody decides in time, and the task expires', () => {
  const at = asking()
  at.passes(2 * DAY)
  expect(at.texts()).toEqual(['not: timed_out', 'after'])
  expect(at.runs()[0]).toMatchObject({ memory: { steps: { ok: { task_id: TASK, status: 'timed_out' } } } })
  expect(closed(at)).toEqual([{ id: TASK, status: 'expired', at: START + 2 * DAY, by: null, note: null }])
})

it.each([
  ['a decision made in time counts, though it is heard late', START + 2 * DAY - 1, null, 'approved'],
  ['a decision made late does not', START + 2 * DAY, null, 'timed_out'],
  ['what others say of their time does not count', START + 2 * DAY - 1, 'chat', 'timed_out'],
])('%s', (_name, madeAt, channel, status) => {
  const at = asking()
  at.now = START + 2 * DAY + 1
  at.happens('task.approved', { task_id: TASK }, { at: madeAt, channel })
  expect(at.runs()[0]).toMatchObject({ status: 'completed', memory: { steps: { ok: { status } } } })
  expect(closed(at)).toMatchObject([{ status: status === 'timed_out' ? 'expired' : status }])
})

it('waits without an end when there is no timeout', () => {
  const at = stage({ id: 'w', actions: [{ approve: { title: 'Sure?' } }] })
  at.happens('go')
  expect(at.runs()[0]).toMatchObject({ status: 'waiting', wakeAt: null })
  expect(opened(at)).toMatchObject([{ id: 'c1-00001:actions.0:0', dueAt: null }])
})

it.each([
  ['an exit', (at: Stage) => at.happens('leaves'), { status: 'exited' }, 'exit: leaves'],
  ['a goal', (at: Stage) => at.happens('buys'), { status: 'completed', reason: 'goal' }, 'goal'],
  [
    'an operator',
    (at: Stage) => at.command({ kind: 'cancel', runId: 'c1-00001', reason: 'enough' }),
    { status: 'cancelled' },
    'enough',
  ],
])('%s that ends the run takes its task with it', (_name, end, run, note) => {
  const at = asking({ exit: [{ on: 'leaves' }], goal: { on: 'buys' } })
  at.now += HOUR
  end(at)
  expect(at.runs()[0]).toMatchObject(run)
  expect(closed(at)).toEqual([{ id: TASK, status: 'cancelled', at: START + HOUR, by: null, note }])
  expect(at.texts()).toEqual([])
})

it('asks anew in each turn of a loop, each task with a key of its own', () => {
  const at = asking({
    actions: [{ id: 'l', repeat: { times: 2 }, steps: [{ id: 'ok', approve: { title: 'Turn {{loop.index}}' } }] }],
  })
  at.happens('task.approved', { task_id: TASK }, OWN)
  expect(opened(at).map(({ id, title }) => [id, title])).toEqual([
    [TASK, 'Turn 0'],
    ['c1-00001:ok:1', 'Turn 1'],
  ])
  at.happens('task.approved', { task_id: TASK }, OWN)
  expect(at.runs()[0]?.status).toBe('waiting')
  at.happens('task.rejected', { task_id: 'c1-00001:ok:1' }, OWN)
  expect(at.runs()[0]).toMatchObject({ status: 'completed', memory: { steps: { ok: { status: 'rejected' } } } })
})

it('a paused workflow keeps the decision, and follows it when it is resumed', () => {
  const workflow = { id: 'w', actions: [ask(), say('after')] }
  const at = stage(workflow)
  at.happens('go')
  const still = stage({ ...workflow, paused: true })
  still.actor = at.actor
  still.happens('task.rejected', { task_id: TASK }, { id: 'later', channel: null })
  expect(still.runs()[0]).toMatchObject({ status: 'waiting', waiting: { for: 'time' } })
  expect(still.texts()).toEqual([])
  const resumed = stage(workflow)
  resumed.actor = still.actor
  resumed.passes(HOUR)
  expect(resumed.texts()).toEqual(['not: rejected', 'after'])
  expect(closed(resumed)).toEqual([])
})

it('fails when there is nothing to ask', () => {
  const at = asking({ actions: [ask({ title: '{{event.data.nothing}}' })] })
  expect(at.runs()[0]).toMatchObject({ status: 'failed', reason: 'invalid_input' })
  expect(opened(at)).toEqual([])
})

it('creates tasks and flags for moderators, and goes on', () => {
  const at = stage({
    id: 'w',
    actions: [
      { id: 't', do: 'task.create', with: { title: 'Call', detail: 'soon', assignee: 'lee', due_in: '1d' } },
      { id: 'f', do: 'moderation.flag', with: { reason: 'rude', severity: 'high' } },
      say('{{steps.t.task_id}} {{steps.f.task_id}}'),
    ],
  })
  at.happens('go', { text: 'you fool' })
  expect(opened(at)).toMatchObject([
    { id: 'c1-00001:t:0', kind: 'task', title: 'Call', detail: 'soon', assignee: 'lee', dueAt: START + DAY },
    { id: 'c1-00001:f:0', kind: 'moderation', title: 'rude', detail: 'severity: high\nyou fool', dueAt: null },
  ])
  expect(at.texts()).toEqual(['c1-00001:t:0 c1-00001:f:0'])
  expect(closed(at)).toEqual([])
})
