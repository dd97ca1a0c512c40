import { expect, test } from 'vitest'
import type { JsonObject } from '../../../schema/json.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { definitionSchema } from '../../../workflows/check/json-schema.ts'
import { differences } from '../../../workflows/simulate/expect.ts'
import { prepare } from '../../../workflows/simulate/prepare.ts'
import { simulate } from '../../../workflows/simulate/simulate.ts'
import { fits } from '../check/json-schema-validator.ts'

const input = (name: string) => ({ expr: `inputs.${name}` })

/** A workflow whose literals are all inputs. */
const definition = {
  id: 'bound',
  name: 'Bound',
  inputs: {
    day: { type: 'enum', options: ['mon', 'tue'], default: 'mon' },
    at: { type: 'time', default: '09:00' },
    patience: { type: 'duration', default: '1d' },
    turns: { type: 'integer', default: 2 },
    most: { type: 'integer', default: 5 },
    share: { type: 'number', default: 50 },
    line: { type: 'integer', default: 50 },
    pause: { type: 'duration' },
    later: { type: 'duration', required: true },
  },
  triggers: [
    {
      schedule: { expr: "inputs.at.substring(3, 5) + ' ' + inputs.at.substring(0, 2) + ' * * ' + inputs.day" },
      for_each: 'true',
    },
    { metric: 'complaints', window: input('patience'), if: 'value > inputs.line' },
  ],
  entry: { reentry: input('patience') },
  settings: { max_late: input('pause') },
  actions: [
    { id: 'wait', wait: { days: 1, at: input('at') } },
    {
      id: 'answer',
      wait_for: { on: 'message.received', timeout: input('patience') },
      else: [{ id: 'silent', do: 'tag.add', with: { tag: 'silent' } }],
    },
    { id: 'often', repeat: { times: input('turns') }, steps: [{ id: 'again', wait: input('later') }] },
    {
      id: 'few',
      throttle: { limit: input('most'), per: '1d' },
      then: [
        {
          id: 'half',
          split: [
            { name: 'a', weight: input('share') },
            { name: 'b', weight: 50 },
          ],
        },
      ],
    },
  ],
}

function played(inputs: JsonObject) {
  const checked = checkDefinition(definition, inputs)
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  const prepared = prepare(checked, inputs)
  if (prepared.kind === 'problems') throw new Error(JSON.stringify(prepared.problems))
  return simulate({
    ...{ workflows: [prepared.workflow], contact: {}, events: [], starts: [], replies: {} },
    ...{ from: '2026-01-05T00:00:00Z', until: '2026-01-11T00:00:00Z' },
  })
}

test('inputs set times, time-outs, limits and schedules, each with the default or with what was given', () => {
  const usual = played({ later: '1h' })
  expect(usual.runs.map(({ started_at }) => started_at)).toEqual(['2026-01-05T09:00:00.000Z'])
  expect(usual.coverage).toMatchObject({ again: 2, silent: 1, half: 1 })
  const steps = usual.timeline.filter(({ kind }) => kind === 'step')
  const silent = steps.find((entry) => entry.kind === 'step' && entry.step === 'silent')
  expect(silent?.at).toBe('2026-01-07T09:00:00.000Z')
  const other = played({ later: '2h', day: 'tue', at: '18:30', patience: '6h', turns: 3 })
  expect(other.runs.map(({ started_at }) => started_at)).toEqual(['2026-01-06T18:30:00.000Z'])
  expect(other.coverage).toMatchObject({ again: 3 })
  expect(other.timeline.find((entry) => entry.kind === 'step' && entry.step === 'silent')?.at).toBe(
    '2026-01-08T00:30:00.000Z',
  )
})

test.each([
  ['a time-out that is none', { patience: 'soon' }, 'inputs.patience'],
  ['a limit below the least', { most: 0 }, 'inputs.most'],
  ['more turns than a loop may have', { turns: 5000 }, 'inputs.turns'],
  ['a schedule that never comes', { at: '9:99' }, 'inputs.at'],
  ['a window that is too long', { patience: '400d' }, 'inputs.patience'],
])('%s is refused as what was given for its input', (_what, wrong, path) => {
  const checked = checkDefinition(definition, { later: '1h', ...wrong })
  expect(checked.kind === 'problems' && checked.problems.map((problem) => problem.path)).toContain(path)
})

test('a draft checks before it is known what will be given; an input that only a literal reads is used', () => {
  const checked = checkDefinition(definition)
  expect(checked).toMatchObject({ kind: 'ok', warnings: [] })
})

test.each([
  ['event', { timeout: { expr: 'event.data.patience' } }],
  ['an input that is not there', { timeout: { expr: 'inputs.patient' } }],
])('an expression in the place of a literal that reads %s is refused where it stands', (_what, wait) => {
  const actions = [{ id: 'a', wait_for: { on: 'order.paid', ...wait } }]
  const checked = checkDefinition({ ...definition, actions })
  expect(checked.kind === 'problems' && checked.problems[0]?.path).toMatch(/^actions\[0\]\.wait_for\.timeout/)
})

test('the JSON Schema takes an expression where the check does, and nowhere else', () => {
  const schema = definitionSchema()
  expect(fits(definition, schema, schema)).toBe(true)
  const wrong = { ...definition, actions: [{ if: { expr: 'inputs.x' } }] }
  expect(checkDefinition(wrong).kind).toBe('problems')
  expect(fits(wrong, schema, schema)).toBe(false)
})

test('scenarios see tasks, alerts, goals and buttons, and say readably in what they differ', () => {
  const checked = checkDefinition({
    id: 'seen',
    name: 'Seen',
    triggers: [{ on: 'order.paid' }],
    goal: { on: 'coupon.used' },
    actions: [
      { do: 'task.create', with: { title: 'Call', assignee: 'li', due_in: '2d' } },
      { do: 'alert.raise', with: { name: 'sales', level: 2, title: 'Sales fall' } },
      {
        do: 'message.send',
        with: { text: 'Thanks', category: 'transactional', buttons: [{ text: 'Use', value: 'use' }] },
      },
      { wait: '2d' },
    ],
  })
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  const prepared = prepare(checked, {})
  if (prepared.kind === 'problems') throw new Error('not prepared')
  const simulated = simulate({
    ...{ workflows: [prepared.workflow], contact: {}, starts: [], replies: {} },
    events: [
      { at: '2026-01-05T09:00:00Z', type: 'order.paid', data: {} },
      { at: '2026-01-06T09:00:00Z', type: 'coupon.used', data: {} },
    ],
    ...{ from: '2026-01-05T00:00:00Z', until: '2026-01-11T00:00:00Z' },
  })
  const expected = {
    messages: [{ text: 'Thanks', buttons: ['Use'] }],
    tasks: [{ title: 'Call', assignee: 'li', due_at: '2026-01-07T09:00:00Z' }],
    alerts: [{ name: 'sales', level: 2, title_matches: '^Sales', created: true }],
    runs: [{ status: 'completed', reason: 'goal', goal: true }],
  }
  expect(differences(simulated, expected)).toEqual([])
  expect(differences(simulated, { messages: [{ text: 'Thanks', buttons: ['No'] }] })[0]).toContain(
    'another one (buttons)',
  )
  expect(differences(simulated, { tasks: [] })[0]).toMatch(/^task 1 was not expected/)
  expect(differences(simulated, { tasks: [{ assignee: 'wang' }] })[0]).toContain('another one (assignee)')
  expect(differences(simulated, { alerts: [{ level: 3 }] })[0]).toContain('another one (level)')
  expect(differences(simulated, { runs: [{ goal: false }] })[0]).toContain('run 1 is another one')
})

test('a wait for an event until a local time ends at that time, also on the day the clocks change', () => {
  const checked = checkDefinition({
    id: 'until',
    name: 'Until',
    triggers: [{ on: 'member.joined' }],
    actions: [
      { id: 'midnight', wait: { days: 1, at: '00:00' } },
      {
        id: 'answer',
        wait_for: { on: 'message.received', until_local: '09:30' },
        else: [{ id: 'silent', do: 'tag.add', with: { tag: 'silent' } }],
      },
    ],
  })
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  expect(checked.warnings).toEqual([])
  const prepared = prepare(checked, {})
  if (prepared.kind === 'problems') throw new Error('not prepared')
  const { timeline } = simulate({
    ...{ workflows: [prepared.workflow], contact: { timezone: 'Europe/London' }, starts: [], replies: {} },
    events: [{ at: '2026-03-28T12:00:00Z', type: 'member.joined', data: {} }],
    ...{ from: '2026-03-28T00:00:00Z', until: '2026-04-02T00:00:00Z' },
  })
  const silent = timeline.find((entry) => entry.kind === 'step' && entry.step === 'silent')
  expect(silent?.at).toBe('2026-03-29T08:30:00.000Z')
  const both = { wait_for: { on: 'order.paid', timeout: '1d', until_local: '09:30' } }
  expect(checkDefinition({ ...definition, actions: [both] }).kind).toBe('problems')
})
