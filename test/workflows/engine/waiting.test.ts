import { expect, it } from 'vitest'
import { DAY, HOUR, START, say, stage } from './stage.ts'

const asks = (extra: object = {}) => ({
  id: 'ask',
  actions: [
    {
      id: 'answer',
      wait_for: {
        on: 'message.received',
        if: "event.data.text == 'yes'",
        timeout: '2d',
        ...extra,
      },
      then: [say('thanks for {{steps.answer.event.data.text}}')],
      else: [say('too late')],
    },
    say('end'),
  ],
})

it('goes on with the event it waited for, with its data', () => {
  const at = stage(asks())
  at.happens('go')
  expect(at.runs()[0]).toMatchObject({
    status: 'waiting',
    waiting: { for: 'event', events: ['message.received'] },
    wakeAt: START + 2 * DAY,
  })
  at.happens('message.received', { text: 'no' })
  expect(at.texts()).toEqual([])
  at.happens('message.received', { text: 'yes' })
  expect(at.texts()).toEqual(['thanks for yes', 'end'])
})

it('takes the other branch when nothing came', () => {
  const at = stage(asks())
  at.happens('go')
  at.passes(2 * DAY)
  expect(at.texts()).toEqual(['too late', 'end'])
  at.happens('message.received', { text: 'yes' })
  expect(at.texts()).toEqual(['too late', 'end'])
})

it('waits for the first of several and says which', () => {
  const any = [
    { name: 'bought', on: 'order.paid' },
    { name: 'left', on: 'member.left' },
  ]
  const at = stage({
    id: 'w',
    actions: [{ id: 'first', wait_for: { any, timeout: '1d' }, then: [say('{{steps.first.matched}}')] }],
  })
  at.happens('go')
  at.happens('order.paid', { amount: 3 })
  expect(at.texts()).toEqual(['bought'])
})

it('passes at once when it already holds', () => {
  const at = stage({
    id: 'w',
    actions: [
      {
        wait_for: { on: 'x', already: "'vip' in contact.tags", timeout: '1d' },
        then: [say('passed')],
        else: [say('out')],
      },
    ],
  })
  at.actor.contact.tags = ['vip']
  at.happens('go')
  expect(at.texts()).toEqual(['passed'])
})

it('carries out what was due before what has just happened', () => {
  const at = stage(asks())
  at.happens('go')
  at.now = START + 2 * DAY
  at.happens('message.received', { text: 'yes' })
  expect(at.texts()).toEqual(['too late', 'end'])
})

it('exits at once, also in the middle of a wait, before any step that the same event would resume', () => {
  const at = stage({ ...asks(), exit: [{ on: 'message.received', if: "event.data.text == 'yes'" }] })
  at.happens('go')
  at.happens('message.received', { text: 'yes' })
  expect(at.texts()).toEqual([])
  expect(at.runs()[0]).toMatchObject({ status: 'exited', reason: 'exit: message.received', wakeAt: null })
})

it('counts a goal first, and the goal names the end', () => {
  const at = stage({
    ...asks(),
    exit: [{ on: 'order.paid' }],
    goal: { on: 'order.paid', within: '14d', value: 'event.data.amount' },
  })
  at.happens('go')
  at.happens('order.paid', { amount: 99.5 })
  expect(at.runs()[0]).toMatchObject({ status: 'completed', reason: 'goal', memory: { goal: { value: 99.5 } } })
})

it('counts a goal once, within its window, also after the end of the run', () => {
  const at = stage({
    id: 'w',
    actions: [say('hi')],
    entry: { reentry: 'never' },
    goal: { on: 'order.paid', within: '14d' },
  })
  at.happens('go')
  expect(at.runs()[0]).toMatchObject({ status: 'completed', memory: { goal: null } })
  at.now += 3 * DAY
  at.happens('order.paid', {})
  expect(at.runs()[0]?.memory.goal).toEqual({ countedAt: START + 3 * DAY })
  at.now += DAY
  at.happens('order.paid', {})
  expect(at.runs()[0]?.memory.goal).toEqual({ countedAt: START + 3 * DAY })
})

it('counts the goal of a run that goes on after it once, and lets it go on', () => {
  const goal = { on: 'order.paid', within: '14d', continue: true }
  const at = stage({ id: 'w', actions: [{ wait: '5d' }, say('hi')], goal })
  at.happens('go')
  for (let day = 1; day <= 2; day++) {
    at.passes(DAY)
    at.happens('order.paid', {})
    expect(at.runs()[0]).toMatchObject({ status: 'waiting', memory: { goal: { countedAt: START + DAY } } })
  }
  at.passes(3 * DAY)
  expect(at.texts()).toEqual(['hi'])
})

it('does not count a goal after its window', () => {
  const at = stage({ id: 'w', actions: [say('hi')], goal: { on: 'order.paid', within: '1d' } })
  at.happens('go')
  at.now += DAY
  at.happens('order.paid', {})
  expect(at.runs()[0]?.memory.goal).toBeNull()
})

it('ends work that is found later than max_late as expired', () => {
  const at = stage({ id: 'w', settings: { max_late: '1h' }, actions: [{ wait: '1d' }, say('late')] })
  at.happens('go')
  at.now = START + DAY + HOUR + 1
  at.happens('something.else')
  expect(at.runs()[0]).toMatchObject({ status: 'exited', reason: 'expired' })
})

it('stands still while its workflow is paused, and keeps the event that came meanwhile', () => {
  const at = stage(asks())
  at.happens('go')
  const [workflow] = at.turns[0]?.world.workflows ?? []
  Object.assign(workflow ?? {}, { paused: true })
  at.happens('message.received', { text: 'yes' })
  expect(at.texts()).toEqual([])
  const refused = at.happens('go').settled[0]?.outcomes[0]
  expect(refused).toMatchObject({ started: [], reason: 'paused' })
  Object.assign(workflow ?? {}, { paused: false })
  at.passes(HOUR)
  expect(at.texts()).toEqual(['thanks for yes', 'end'])
})

it('accepts an event that came earlier in the run when it may', () => {
  const at = stage({
    id: 'w',
    actions: [
      { wait: '1d' },
      {
        id: 'got',
        wait_for: { on: 'order.paid', if: 'event.data.amount > 5', since: 'run_start', timeout: '1d' },
        then: [say('paid {{steps.got.event.data.amount}}')],
        else: [say('never')],
      },
    ],
  })
  at.happens('go')
  at.happens('order.paid', { amount: 3 })
  at.happens('order.paid', { amount: 9 })
  at.passes(DAY)
  expect(at.texts()).toEqual(['paid 9'])
})
