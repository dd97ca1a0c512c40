import { expect, test } from 'vitest'
import { checkText } from '../../../workflows/check/check-text.ts'
import { send, written } from './written.ts'

const lifecycle = '"settings": { "category": "lifecycle" }'
const gift = '{ "id": "gift", "do": "points.award", "with": { "points": 5, "reason": "x" } }'

type Case = [what: string, definition: Parameters<typeof written>[0], path: string, line: number, message: RegExp]

const cases: Case[] = [
  [
    'a workflow that calls itself',
    { actions: ['{ "call": { "workflow": "broken" } }'] },
    'actions[0].call.workflow',
    7,
    /calls itself/,
  ],
  [
    'an event nobody sends',
    { triggers: '[{ "on": "member.joind" }]' },
    'triggers[0].on',
    4,
    /no event of this product/,
  ],
  [
    'a wait without an end',
    { actions: ['{ "wait_for": { "on": "order.paid" } }'] },
    'actions[0].wait_for',
    7,
    /for ever/,
  ],
  [
    'an approval without an end',
    { actions: ['{ "approve": { "title": "Sure?" } }'] },
    'actions[0].approve',
    7,
    /for ever/,
  ],
  ['a variable that nothing sets', { actions: [send('{{vars.count}}')] }, 'actions[0].with.text', 7, /no step sets/],
  [
    'a step that may not have run',
    { actions: [`{ "if": "contact.points > 1", "then": [${gift}] }`, send('{{steps.gift.balance}}')] },
    'actions[1].with.text',
    8,
    /may not have run/,
  ],
  ['an input nobody reads', { extra: '"inputs": { "a": { "type": "string" } }' }, 'inputs.a', 5, /never used/],
  [
    'a text that is not here',
    { actions: ['{ "do": "message.send", "with": { "template": "hi" } }'] },
    'actions[0].with.template',
    7,
    /none of this workflow's texts/,
  ],
  [
    'a workflow that starts itself',
    { triggers: '[{ "on": "contact.tagged" }]', actions: ['{ "do": "tag.add", "with": { "tag": "a" } }'] },
    'actions[0].do',
    7,
    /starts this workflow again/,
  ],
  [
    'an event that starts its own workflow',
    { triggers: '[{ "on": "custom.again" }]', actions: ['{ "do": "event.emit", "with": { "type": "custom.again" } }'] },
    'actions[0].do',
    7,
    /custom\.again/,
  ],
  [
    'a wait into quiet hours',
    { extra: lifecycle, actions: ['{ "wait": { "until_local": "23:30" } }', send('a')] },
    'actions[0].wait.until_local',
    7,
    /quiet hours/,
  ],
  [
    'a day at a quiet hour',
    { extra: lifecycle, actions: ['{ "wait": { "days": 1, "at": "07:59" } }', send('a')] },
    'actions[0].wait.at',
    7,
    /quiet hours/,
  ],
  [
    'a schedule in quiet hours',
    { extra: lifecycle, triggers: '[{ "schedule": "30 22 * * *" }]' },
    'triggers[0].schedule',
    4,
    /quiet hours/,
  ],
  ['a promotion without consent', { extra: '"description": "x"' }, 'actions[0]', 7, /consent/],
  ['a promotion without a goal', { extra: '"description": "x"' }, 'goal', 1, /goal/],
  [
    'a loop that nothing changes',
    {
      actions: ['{ "repeat": { "while": "inputs.a == 1" }, "steps": [{ "set": { "b": 1 } }] }'],
      extra: '"inputs": { "a": { "type": "integer" } }',
    },
    'actions[0].repeat.while',
    7,
    /nothing inside this loop/,
  ],
]

test.each(cases)('warns of %s, with its place', (_what, definition, path, line, message) => {
  const checked = checkText(written(definition))
  expect(checked.kind === 'problems' ? checked.problems : []).toEqual([])
  const warnings = checked.kind === 'ok' ? checked.warnings : []
  const found = warnings.find((one) => one.path === path && message.test(one.message))
  expect(found, JSON.stringify(warnings)).toMatchObject({ line })
})

const fine: [what: string, definition: Parameters<typeof written>[0]][] = [
  ['a step that has run', { actions: [gift, send('{{steps.gift.balance}}')] }],
  [
    'a step that is asked for first',
    {
      actions: [
        `{ "if": "contact.points > 1", "then": [${gift}] }`,
        '{ "if": "has(steps.gift) && steps.gift.balance > 3" }',
        send('{{#if steps.gift}}{{steps.gift.balance}}{{/if}}'),
      ],
    },
  ],
  [
    'a step where the other branch ends',
    {
      actions: [
        `{ "if": "contact.points > 1", "then": [${gift}], "else": [{ "stop": "exited" }] }`,
        send('{{steps.gift.balance}}'),
      ],
    },
  ],
  [
    'an earlier turn of a loop',
    { actions: [`{ "repeat": { "times": 3 }, "steps": [{ "if": "has(steps.gift)", "then": [] }, ${gift}] }`] },
  ],
  [
    'what came of a wait',
    {
      actions: [
        `{ "id": "answer", "wait_for": { "on": "message.received", "timeout": "1d" }, "then": [${send('{{steps.answer.event.data.text}}')}] }`,
      ],
    },
  ],
  [
    'an error in what it leads to',
    {
      actions: [
        '{ "id": "pay", "do": "points.redeem", "with": { "points": 5, "reason": "x" }, "on_error": [{ "if": "steps.pay.error.code == \'insufficient_points\'" }] }',
      ],
    },
  ],
  ['what a loop counts', { actions: ['{ "repeat": { "until": "loop.index > 3" }, "steps": [{ "wait": "1h" }] }'] }],
  [
    'items, block parameters and the root',
    {
      actions: [
        send(
          '{{#each contact.tags as |tag i|}}{{tag}} {{i}} {{@index}} {{this}} {{@root.contact.name}} {{../contact.name}}{{/each}}',
        ),
      ],
    },
  ],
  ['inline partials', { actions: [send('{{#*inline "foot"}}{{contact.name}}{{/inline}}{{> foot}}')] }],
  [
    'a text of its own',
    {
      extra: '"settings": { "category": "transactional" }, "texts": { "hi": "Hi {{contact.name}}" }',
      actions: ['{ "do": "message.send", "with": { "template": "hi" } }'],
    },
  ],
  [
    'a promotion that asks and aims',
    { extra: '"conditions": ["contact.consents.promotional == true"], "goal": { "on": "order.paid" }' },
  ],
  ['a quiet hour for a service message', { actions: ['{ "wait": { "until_local": "23:30" } }', send('a')] }],
]

test.each(fine)('has nothing against %s', (_what, definition) => {
  const checked = checkText(written(definition))
  expect(checked.kind === 'problems' ? checked.problems : checked.warnings).toEqual([])
})

test('refuses names that are not among the known ones, and near ones are hinted at', () => {
  const text = written({
    triggers: '[{ "on": "member.joined", "channel": "wecon" }]',
    actions: [
      '{ "do": "message.send", "with": { "template": "helo", "channel": "wecom" } }',
      '{ "call": { "workflow": "othr" } }',
    ],
  })
  const checked = checkText(text, { known: { texts: ['hello'], channels: ['wecom'], workflows: ['other'] } })
  expect(checked).toMatchObject({
    problems: [
      { path: 'triggers[0].channel', line: 4, hint: 'did you mean `wecom`?' },
      { path: 'actions[0].with.template', line: 7, hint: 'did you mean `hello`?' },
      { path: 'actions[1].call.workflow', line: 8, hint: 'did you mean `other`?' },
    ],
  })
})
