import { expect, test } from 'vitest'
import { file, qunflow } from './run.ts'

const workflow = file('welcome.json', {
  id: 'welcome',
  name: 'Welcome',
  inputs: { gift: { type: 'integer', required: true } },
  triggers: [{ on: 'member.joined' }],
  settings: { category: 'transactional' },
  actions: [
    { id: 'gift', do: 'points.award', with: { points: { expr: 'inputs.gift' }, reason: 'welcome' } },
    { id: 'hello', do: 'message.send', with: { text: 'Hello {{contact.name}}, {{steps.gift.balance}} points' } },
    { wait: '3d' },
    { id: 'later', do: 'message.send', with: { text: 'How is it going?' } },
  ],
})

const scenario = {
  name: 'greets and asks',
  contact: { name: 'Ann' },
  inputs: { gift: 5 },
  events: [{ at: '2026-01-05T09:00:00Z', type: 'member.joined' }],
  from: '2026-01-05T00:00:00Z',
  until: '2026-02-01T00:00:00Z',
}

const expectation = {
  messages: [
    { at: '2026-01-05T09:00:00Z', text: 'Hello Ann, 5 points' },
    { at: '2026-01-08T09:00:00Z', text_matches: 'going' },
  ],
  contact: { points: 5 },
  runs: [{ status: 'completed' }],
  steps: { hello: 1, later: 1 },
}

test('passes a scenario whose expectations are met', () => {
  const { status, out } = qunflow(
    'simulate',
    workflow,
    '--scenario',
    file('met.json', { ...scenario, expect: expectation }),
  )
  expect(out).toContain('2026-01-08 09:00:00  message  sent on sandbox: "How is it going?"')
  expect(out).toContain('passed  greets and asks')
  expect(status).toBe(0)
})

test('fails one whose expectations are not met, with the difference', () => {
  const wrong = file('unmet.json', {
    ...scenario,
    expect: { ...expectation, contact: { points: 6 }, messages: expectation.messages.slice(1) },
  })
  const { status, out } = qunflow(
    'simulate',
    workflow,
    '--quiet',
    '--scenario',
    wrong,
    '--scenario',
    file('met.json', { ...scenario, expect: expectation }),
  )
  expect(out).toContain('FAILED  greets and asks: 3 differences')
  expect(out).toContain('- contact.points: expected 6, found 5')
  expect(status).toBe(1)
})

test('tells machines everything', () => {
  const { status, out } = qunflow('simulate', '--json', workflow, '--scenario', file('told.json', scenario))
  expect(JSON.parse(out)).toMatchObject({
    scenarios: [
      {
        name: 'greets and asks',
        passed: true,
        differences: [],
        coverage: { gift: 1, hello: 1, later: 1 },
        contact: { points: 5 },
        truncated: false,
      },
    ],
  })
  expect(status).toBe(0)
})

test.each([
  ['an unknown field', { ...scenario, form: 'x' }, /form.*\n?.*`from`/],
  [
    'an event without a time',
    { ...scenario, events: [{ type: 'member.joined' }] },
    /`at` is missing \[events\[0\]\.at\]/,
  ],
  ['an end before its beginning', { ...scenario, until: '2026-01-01T00:00:00Z' }, /`until` is before `from`/],
  ['an input of another type', { ...scenario, inputs: { gift: 'five' } }, /must be a number \[inputs\.gift\]/],
  ['a missing input', { ...scenario, inputs: {} }, /is missing \[inputs\.gift\]/],
])('refuses a scenario with %s, with its place', (_what, written, message) => {
  const path = file('refused.json', written)
  const { status, out } = qunflow('simulate', workflow, '--scenario', path)
  expect(out).toContain(`${path}:1:`)
  expect(out).toMatch(message)
  expect(status).toBe(1)
})
