import { expect, test } from 'vitest'
import { checkText } from '../../../workflows/check/check-text.ts'
import { send, written } from './written.ts'

type Case = [
  what: string,
  definition: Parameters<typeof written>[0],
  expected: { path: string; line: number; column?: number; message?: RegExp; hint?: RegExp },
]

const gift = '{ "id": "gift", "do": "points.award", "with": { "points": 5, "reason": "x" } }'

const shapes: Case[] = [
  [
    'fields that do not go together',
    { actions: ['{ "wait": { "until": "now", "days": 3 } }'] },
    { path: 'actions[0].wait.until', line: 7, message: /`until` does not go with `days`/ },
  ],
  [
    'a wait without its kind',
    { actions: ['{ "wait": {} }'] },
    { path: 'actions[0].wait', line: 7, message: /needs one of `for`, `days`/ },
  ],
  ['an unknown field', { extra: '"triger": []' }, { path: 'triger', line: 5, column: 3, hint: /`triggers`/ }],
  [
    'an unknown field of a step',
    { actions: ['{ "wait": "3d", "ide": "x" }'] },
    { path: 'actions[0].ide', line: 7, column: 21, hint: /`id`/ },
  ],
  [
    'an unknown field of the entry',
    { extra: '"entry": { "mod": "single" }' },
    { path: 'entry.mod', line: 5, hint: /`mode`/ },
  ],
  [
    'an unknown field of a wait',
    { actions: ['{ "wait": { "day": 3 } }'] },
    { path: 'actions[0].wait.day', line: 7, hint: /`days`/ },
  ],
  [
    'an unknown field of a nested step',
    { actions: ['{ "if": "true", "then": [', '{ "wait": "1d", "wen": "true" } ] }'].join('\n').split('\u0000') },
    { path: 'actions[0].then[0].wen', line: 8, hint: /`when`/ },
  ],
  [
    'a misspelt verb',
    { actions: ['{ "wait_fr": { "on": "order.paid", "timeout": "1d" } }'] },
    { path: 'actions[0].wait_fr', line: 7, column: 7, hint: /`wait_for`/ },
  ],
  [
    'two verbs',
    { actions: ['{ "wait": "3d" }', '{ "wait": "3d", "do": "tag.add" }'] },
    { path: 'actions[1]', line: 8, column: 5, message: /`do` and `wait`/ },
  ],
  [
    'a condition as a second verb',
    { actions: ['{ "do": "tag.add", "with": { "tag": "a" }, "if": "true" }'] },
    { path: 'actions[0]', line: 7, hint: /`when`/ },
  ],
  ['no verb', { actions: ['{ "id": "a" }'] }, { path: 'actions[0]', line: 7, message: /exactly one verb.*none/ }],
  ['a step that is a text', { actions: ['"wait"'] }, { path: 'actions[0]', line: 7, message: /a step is an object/ }],
  [
    'a misspelt trigger',
    { triggers: '[{ "no": "member.joined" }]' },
    { path: 'triggers[0].no', line: 4, hint: /`on`/ },
  ],
  [
    'two kinds of trigger',
    { triggers: '[{ "on": "member.joined", "manual": true }]' },
    { path: 'triggers[0]', line: 4, message: /`on` and `manual`/ },
  ],
  ['no trigger', { triggers: '[]' }, { path: 'triggers', line: 4, message: /at least one trigger/ }],
  ['an unknown mode', { extra: '"entry": { "mode": "singel" }' }, { path: 'entry.mode', line: 5, hint: /`single`/ }],
  [
    'an unknown category',
    { extra: '"settings": { "category": "promotion" }' },
    { path: 'settings.category', line: 5, hint: /`promotional`/ },
  ],
  [
    'a number where a text belongs',
    { extra: '"description": 7' },
    { path: 'description', line: 5, message: /found the number 7/ },
  ],
  [
    'a text where a number belongs',
    { extra: '"settings": { "holdout": "10" }' },
    { path: 'settings.holdout', line: 5, message: /expected a number, found the text "10"/ },
  ],
  [
    'a number out of bounds',
    { extra: '"settings": { "holdout": 101 }' },
    { path: 'settings.holdout', line: 5, message: /at most 100/ },
  ],
  [
    'a cap of nothing',
    { extra: '"settings": { "cap": { "limit": 0, "per": "day" } }' },
    { path: 'settings.cap.limit', line: 5, message: /at least 1/ },
  ],
  [
    'a missing field',
    { extra: '"goal": { "within": "3d" }' },
    { path: 'goal.on', line: 5, message: /`on` is missing/ },
  ],
  [
    'a duration that is none',
    { actions: ['{ "wait": "3 days" }'] },
    { path: 'actions[0].wait', line: 7, message: /1w2d3h4m5s/ },
  ],
  [
    'a time that is none',
    { actions: ['{ "wait": { "until_local": "9:30" } }'] },
    { path: 'actions[0].wait.until_local', line: 7, message: /HH:MM/ },
  ],
  [
    'a time zone that is none',
    { extra: '"settings": { "timezone": "Mars/Olympus" }' },
    { path: 'settings.timezone', line: 5, message: /time zone/ },
  ],
  [
    'an input type that is none',
    { extra: '"inputs": { "a": { "type": "integr" } }' },
    { path: 'inputs.a.type', line: 5, hint: /`integer`/ },
  ],
  [
    'an end that is none',
    { actions: ['{ "stop": "complete" }'] },
    { path: 'actions[0].stop', line: 7, hint: /`completed`/ },
  ],
]

const meanings: Case[] = [
  [
    'a parameter of another type',
    { actions: ['{ "do": "points.award", "with": { "points": "5", "reason": "x" } }'] },
    { path: 'actions[0].with.points', line: 7, message: /expected a number, found the text "5"/ },
  ],
  [
    'a parameter that is no choice',
    { actions: ['{ "do": "message.send", "with": { "text": "a", "category": "promo" } }'] },
    { path: 'actions[0].with.category', line: 7, message: /must be "transactional"/ },
  ],
  [
    'quiet hours with equal ends',
    { extra: '"settings": { "quiet_hours": { "from": "22:00", "to": "22:00" } }' },
    { path: 'settings.quiet_hours.to', line: 5, message: /equal ends/ },
  ],
  [
    'an unknown action',
    { actions: ['{ "do": "message.sent" }'] },
    { path: 'actions[0].do', line: 7, hint: /message\.send/ },
  ],
  [
    'an unknown parameter',
    { actions: ['{ "do": "tag.add", "with": { "tag": "a", "tga": 1 } }'] },
    { path: 'actions[0].with.tga', line: 7, hint: /`tag`/ },
  ],
  [
    'a missing parameter',
    { actions: ['{ "do": "tag.add" }'] },
    { path: 'actions[0].with', line: 7, message: /needs `tag`/ },
  ],
  [
    'a message without words',
    { actions: ['{ "do": "message.send", "with": {} }'] },
    { path: 'actions[0].with', line: 7, message: /`text` or `template`/ },
  ],
  [
    'a message with two wordings',
    { actions: ['{ "do": "message.send", "with": { "text": "a", "template": "b" } }'] },
    { path: 'actions[0].with', line: 7, message: /not both/ },
  ],
  [
    'an expression that is no CEL',
    { extra: '"conditions": ["contact.points >"]' },
    { path: 'conditions[0]', line: 5, message: /ends too early/ },
  ],
  [
    'an unknown field of the contact',
    { extra: '"conditions": ["contact.point > 3"]' },
    { path: 'conditions[0]', line: 5, column: 27, hint: /`?contact\.points`?/ },
  ],
  [
    'a place behind escapes',
    { actions: ['{ "if": "\\"a\\" == contact.nmae" }'] },
    { path: 'actions[0].if', line: 7, column: 31, hint: /name/ },
  ],
  [
    'a condition that is no condition',
    { actions: ['{ "if": "contact.points + 1" }'] },
    { path: 'actions[0].if', line: 7, message: /true or false/ },
  ],
  [
    'an unknown variable',
    { actions: ['{ "if": "contct.points > 1" }'] },
    { path: 'actions[0].if', line: 7, column: 14, hint: /contact/ },
  ],
  [
    'an unknown step',
    { actions: [gift, '{ "if": "steps.gitf.balance > 1" }'] },
    { path: 'actions[1].if', line: 8, column: 14, hint: /`steps\.gift`/ },
  ],
  [
    'a step that comes later',
    { actions: [send('{{steps.gift.balance}}'), gift] },
    { path: 'actions[0].with.text', line: 7, message: /cannot have run/ },
  ],
  [
    'a step of the other branch',
    {
      actions: [`{ "if": "contact.points > 3", "then": [${gift}],`, `"else": [${send('{{steps.gift.balance}}')}] }`]
        .join('\n')
        .split('\u0000'),
    },
    { path: 'actions[0].else[0].with.text', line: 8, message: /cannot have run/ },
  ],
  [
    'a step in a trigger',
    { triggers: '[{ "on": "member.joined", "if": "steps.gift.balance > 1" }]', actions: [gift] },
    { path: 'triggers[0].if', line: 4, message: /no step has run/ },
  ],
  [
    'an undeclared input',
    { extra: '"inputs": { "coupon": { "type": "coupon" } }', actions: [send('{{inputs.cupon}}')] },
    { path: 'actions[0].with.text', line: 7, hint: /`inputs\.coupon`/ },
  ],
  [
    'a default of another type',
    { extra: '"inputs": { "days": { "type": "integer", "default": "7" } }' },
    { path: 'inputs.days.default', line: 5, message: /must be a number/ },
  ],
  [
    'a default out of bounds',
    { extra: '"inputs": { "days": { "type": "integer", "default": 2, "min": 3 } }' },
    { path: 'inputs.days.default', line: 5, message: /at least 3/ },
  ],
  [
    'an enum without options',
    { extra: '"inputs": { "size": { "type": "enum" } }' },
    { path: 'inputs.size', line: 5, message: /`options`/ },
  ],
  [
    'limits that contradict',
    { extra: '"inputs": { "days": { "type": "integer", "min": 9, "max": 3 } }' },
    { path: 'inputs.days.min', line: 5 },
  ],
  [
    'a field in a text that cannot exist',
    { actions: [send('Hi {{contact.nmae}}')] },
    { path: 'actions[0].with.text', line: 7, column: 53, hint: /`contact\.name`/ },
  ],
  [
    'a variable in a text that cannot exist',
    { actions: [send('Hi {{name}}')] },
    { path: 'actions[0].with.text', line: 7, hint: /`contact\.name`/ },
  ],
  [
    'a helper that does not exist',
    { actions: [send('{{uper contact.name}}')] },
    { path: 'actions[0].with.text', line: 7, hint: /`upper`/ },
  ],
  [
    'a partial that does not exist',
    { actions: [send('{{> footer}}')] },
    { path: 'actions[0].with.text', line: 7, message: /partial `footer`/ },
  ],
  [
    'a variable in a block over items',
    { actions: [send('{{#each contact.tags}}{{contact.name}}{{/each}}')] },
    { path: 'actions[0].with.text', line: 7, hint: /`\.\.\/contact\.name`/ },
  ],
  [
    'a secret in a message',
    { actions: [send('{{secrets.KEY}}')] },
    { path: 'actions[0].with.text', line: 7, message: /secrets/ },
  ],
  [
    'a text that is no template',
    { actions: [send('Hi {{#if contact.name}}')] },
    { path: 'actions[0].with.text', line: 7, message: /Handlebars/ },
  ],
  [
    'a text of its own that is no template',
    { extra: '"texts": { "a": { "en": "{{" } }' },
    { path: 'texts.a.en', line: 5 },
  ],
  [
    'a step after the end',
    { actions: ['{ "stop": "completed" }', '{ "wait": "1d" }'] },
    { path: 'actions[1]', line: 8, message: /never reached/ },
  ],
  [
    'a step after branches that all end',
    {
      actions: [
        '{ "if": "contact.points > 3", "then": [{ "stop": "completed" }], "else": [{ "stop": "exited" }] }',
        '{ "wait": "1d" }',
      ],
    },
    { path: 'actions[1]', line: 8, message: /never reached/ },
  ],
  [
    'one id twice',
    { actions: ['{ "id": "a", "wait": "1d" }', '{ "id": "a", "wait": "1d" }'] },
    { path: 'actions[1].id', line: 8, message: /twice/ },
  ],
  [
    'the loop outside of one',
    { actions: ['{ "if": "loop.index > 2" }'] },
    { path: 'actions[0].if', line: 7, message: /`repeat`/ },
  ],
  [
    'a wait beyond the limit',
    { actions: ['{ "wait": "400d" }'] },
    { path: 'actions[0].wait', line: 7, message: /366 days/ },
  ],
]

test.each([...shapes, ...meanings])('refuses %s, with its place', (_what, definition, expected) => {
  const text = written(definition)
  const checked = checkText(text)
  const problems = checked.kind === 'problems' ? checked.problems : []
  const found = problems.find(({ path }) => path === expected.path)
  expect(problems.map(({ path }) => path)).toContain(expected.path)
  expect(found?.line).toBe(expected.line)
  if (expected.column !== undefined) expect(found?.column).toBe(expected.column)
  if (expected.message) expect(found?.message).toMatch(expected.message)
  if (expected.hint) expect(found?.hint).toMatch(expected.hint)
})

test.each([
  ['a missing comma', '{\n  "id": "a"\n  "name": "b"\n}', 3, 3, /expected `,` or `}`/],
  ['a comma too many', '{\n  "id": "a",\n}', 2, 12, /nothing after/],
  ['single quotes', "{\n  'id': 'a'\n}", 2, 3, /double quotes/],
  ['an open text', '{\n  "id": "a\n}', 2, 11, /never closed/],
  ['an open object', '{\n  "id": "a"', 2, 12, /line 1, column 1 is still open/],
  ['a remark', '{ // why\n}', 1, 3, /remark/],
  ['a word', '{ "a": yes }', 1, 8, /found `yes`/],
  ['an escape', '{ "a": "\\x" }', 1, 9, /means nothing/],
  ['something behind', '{} {}', 1, 4, /nothing may follow/],
  ['nothing at all', '', 1, 1, /ends where a value is needed/],
])('says where %s breaks the JSON', (_what, text, line, column, message) => {
  const checked = checkText(text)
  const [problem] = checked.kind === 'problems' ? checked.problems : []
  expect(problem).toMatchObject({ path: '', line, column })
  expect(problem?.message).toMatch(message)
})

test('reports a key that is given twice, at the second one', () => {
  const text = '{ "id": "a", "name": "A", "triggers": [{ "manual": true }],\n "actions": [],\n "id": "b" }'
  expect(checkText(text)).toMatchObject({
    problems: [{ path: 'id', line: 3, column: 2, hint: 'the first one is in line 1' }],
  })
})

test('refuses what is nested too deeply or too large before looking at it', () => {
  expect(checkText('['.repeat(100))).toMatchObject({ problems: [{ message: 'nested deeper than 64' }] })
  expect(checkText(`{ "id": "${'a'.repeat(70_000)}" }`)).toMatchObject({ problems: [{ path: '', line: 1 }] })
  const deep = (depth: number): string => (depth === 0 ? '' : `{ "if": "true", "then": [${deep(depth - 1)}] }`)
  expect(checkText(written({ actions: [deep(11)] }))).toMatchObject({
    problems: [{ message: 'steps are nested at most 10 deep' }],
  })
})
