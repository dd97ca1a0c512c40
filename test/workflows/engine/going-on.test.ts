import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, type Stage, say, stage } from './stage.ts'

const ASK = { id: 's', do: 'message.send', with: { text: 'hi', await: true } }
const CALL = { id: 's', do: 'http.request', with: { url: 'https://example.test/' } }
const answered = (result: object) => (at: Stage) =>
  at.result({ id: 'c1-00001:s:0', attempts: 1, ...result } as Parameters<Stage['result']>[0])

/** Each way in which something that a run waits for can end. */
const OUTCOMES: [string, object, (at: Stage) => unknown][] = [
  ['a message that was sent', ASK, answered({ kind: 'sent', output: { status: 'sent' } })],
  ['a message that failed', ASK, answered({ kind: 'failed', code: 'rejected', message: 'no' })],
  ['a message that was skipped after all', ASK, answered({ kind: 'skipped', reason: 'consent: all' })],
  ['a request that was answered', CALL, answered({ kind: 'sent', output: { status: 200, headers: {}, body: null } })],
  ['a request that failed', CALL, answered({ kind: 'failed', code: 'http_500', message: 'HTTP 500' })],
  ['an event that came', { id: 's', wait_for: { on: 'x', timeout: '1d' } }, (at) => at.happens('x')],
  ['an event that did not', { id: 's', wait_for: { on: 'x', timeout: '1d' } }, (at) => at.passes(DAY)],
  ['a time', { id: 's', wait: '1d' }, (at) => at.passes(DAY)],
  ['a decision', { id: 's', approve: { title: 'x', timeout: '1d' } }, (at) => at.happens('task.approved', { task_id: 'c1-00001:s:0' }, { channel: null })],
  ['a decision that nobody took', { id: 's', approve: { title: 'x', timeout: '1d' } }, (at) => at.passes(DAY)],
  ['a called run that ended', { id: 's', call: { workflow: 'called' } }, (at) => at.passes(DAY)],
  ['a message that the night held back', { id: 's', do: 'message.send', with: { text: 'hi', category: 'promotional' } }, (at) => at.passes(DAY)],
  ['a step that failed and is tried again', { id: 's', do: 'points.redeem', with: { points: 1, reason: 'x' }, on_error: 'fail' }, (at) => {
    const [run] = at.runs()
    at.actor.contact.points = 1
    if (run) at.command({ kind: 'retry', run, seen: at.actor.contact.version })
  }],
] // biome-ignore format: one outcome a line

const called = { id: 'called', triggers: [{ manual: true }], actions: [{ wait: '1h' }] }

/** Stands at the step, in the night, with one trigger behind it in the queue. */
function standing(step: object, { paused = false, end = 'completed' } = {}): Stage {
  const steps = [{ on_error: 'continue', ...step }, say('went on')]
  if (!('do' in step)) delete (steps[0] as { on_error?: string }).on_error
  const first = { when: 'event.data.n == 1' }
  const actions = [...steps.map((one) => ({ ...one, ...first })), say('turn {{event.data.n}}'), { stop: end }]
  const at = stage({ id: 'w', entry: { mode: 'queued' }, actions }, called)
  at.now += 14 * HOUR
  at.happens('go', { n: 1 })
  if (at.runs()[0]?.status === 'waiting') at.happens('go', { n: 2 })
  const [workflow] = at.workflows
  if (workflow) workflow.paused = paused
  return at
}

describe.each(OUTCOMES)('%s', (_what, step, ends) => {
  // A run that is completed says so, and whatever is said starts what is queued; one that has exited says nothing.
  it.each(['completed', 'exited'])('lets its run go on to its end, and starts what was queued behind it: %s', (end) => {
    const at = standing(step, { end })
    const isQueued = at.actor.runs.some(({ memory }) => memory.queue.length > 0)
    expect(at.texts()).not.toContain('went on')
    ends(at)
    expect(at.texts()).toContain('went on')
    const own = at.runs().filter(({ workflowId }) => workflowId === 'w')
    expect(own.map(({ status }) => status)).toEqual(isQueued ? [end, end] : [end])
    const turns = at.texts().filter((text) => text.startsWith('turn'))
    expect(turns).toEqual(isQueued ? ['turn 1', 'turn 2'] : ['turn 1'])
  })
})

describe.each(OUTCOMES.slice(0, -1))('%s while the workflow is paused', (_what, step, ends) => {
  it('carries out nothing, and the run goes on when it is resumed', () => {
    const at = standing(step, { paused: true })
    ends(at)
    expect(at.texts()).not.toContain('went on')
    const [workflow] = at.workflows
    if (workflow) workflow.paused = false
    at.passes(10 * HOUR + MINUTE)
    expect(at.texts()).toContain('went on')
    expect(at.runs().every(({ status }) => status === 'completed')).toBe(true)
  })
})

it('counts what follows a message from when it has really gone, not from when it was held back', () => {
  const held = { id: 'm', do: 'message.send', with: { text: 'hi', category: 'promotional' } }
  const reply = { id: 'a', wait_for: { on: 'reply', timeout: '1h' }, then: [say('answered')], else: [say('no answer')] }
  const at = stage({ id: 'w', actions: [held, reply] })
  at.now += 14 * HOUR
  at.happens('go')
  at.passes(9 * HOUR - 1)
  expect(at.runs()).toMatchObject([{ status: 'waiting', step: 'm' }])
  at.passes(11 * MINUTE)
  const [sent] = at.turns.filter(({ deliveries }) => deliveries.length > 0).map(({ world }) => world.now)
  expect(at.runs()).toMatchObject([{ step: 'a', wakeAt: (sent ?? 0) + HOUR }])
  at.passes(HOUR)
  expect(at.texts()).toEqual(['hi', 'no answer'])
})

it('counts a time-out from when the answer to the step before has come', () => {
  const reply = { wait_for: { on: 'reply', timeout: '1h' } }
  const at = stage({ id: 'w', actions: [CALL, reply] })
  at.happens('go')
  at.passes(5 * HOUR)
  const { now } = at
  answered({ kind: 'sent', output: { status: 200, headers: {}, body: null } })(at)
  expect(at.runs()).toMatchObject([{ wakeAt: now + HOUR }])
})

it('takes one of both branches, once, whatever comes at the very end of the time', () => {
  const step = { id: 'a', wait_for: { on: 'x', timeout: '1h' }, then: [say('yes')], else: [say('no')] }
  const shown = [HOUR - 1, HOUR, HOUR + 1].map((ms) => {
    const at = stage({ id: 'w', actions: [step] })
    at.happens('go')
    at.now += ms
    at.happens('x')
    at.happens('x')
    at.passes(DAY)
    return at.texts()
  })
  expect(shown).toEqual([['yes'], ['no'], ['no']])
})
