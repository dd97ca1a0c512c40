import { expect, test } from 'vitest'
import { TRIGGERS } from '../../../schema/definition.ts'
import { VERBS } from '../../../schema/step.ts'
import { actions } from '../../../workflows/actions/actions.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { definitionSchema } from '../../../workflows/check/json-schema.ts'
import { fits } from './json-schema-validator.ts'

const schema = definitionSchema()
const valid = (definition: unknown) => fits(definition, schema, schema)

/** The example of the language, with the actions that every build has. */
const example = {
  $schema: '/schema/workflow.v1.json',
  id: 'recall-dormant',
  name: { en: 'Recall dormant members', 'zh-CN': '沉睡会员召回' },
  description: 'Brings them back',
  inputs: {
    gift: { type: 'integer', title: { en: 'Points to give' }, required: true },
    silent_days: { type: 'integer', default: 7, min: 3, max: 30 },
  },
  triggers: [{ on: 'contact.stage_changed', if: "event.data.to == 'dormant'" }],
  conditions: ["!('staff' in contact.tags)"],
  entry: { mode: 'single', reentry: '30d' },
  exit: [{ on: 'message.received' }, { on: 'member.left' }],
  goal: { on: 'order.paid', within: '14d', value: 'event.data.amount' },
  settings: { category: 'lifecycle', quiet_hours: 'defer' },
  actions: [
    { id: 'hello', do: 'message.send', with: { template: 'recall-1' } },
    { wait: '3d' },
    {
      id: 'offer',
      if: 'contact.risk >= 60',
      then: [
        { id: 'gift', do: 'points.award', with: { points: { expr: 'inputs.gift' }, reason: 'recall' } },
        { do: 'message.send', with: { text: '{{contact.name}}, you have {{steps.gift.balance}} points.' } },
      ],
      else: [{ do: 'message.send', with: { template: 'recall-2' } }],
    },
    {
      id: 'answer',
      wait_for: { on: 'coupon.used', if: "event.data.code == 'x'", timeout: '7d' },
      then: [{ do: 'tag.add', with: { tag: 'won-back' } }],
      else: [
        {
          do: 'http.request',
          with: { method: 'POST', url: 'https://crm.example/{{contact.id}}', headers: { a: { expr: 'contact.name' } } },
        },
      ],
    },
  ],
}

test('takes the example of the language, as the check does', () => {
  expect(checkDefinition(example)).toMatchObject({ kind: 'ok' })
  expect(valid(example)).toBe(true)
})

const step = (one: unknown) => ({ ...example, actions: [one] })

test.each([
  ['an unknown field', { ...example, triger: [] }],
  ['a missing field', { ...example, id: undefined }],
  ['an id that is none', { ...example, id: 'Recall Dormant' }],
  ['no trigger', { ...example, triggers: [] }],
  ['an unknown trigger', { ...example, triggers: [{ onn: 'order.paid' }] }],
  ['an unknown verb', step({ wiat: '3d' })],
  ['two verbs', step({ wait: '3d', stop: 'completed' })],
  ['a nested step without a verb', step({ if: 'true', then: [{ id: 'a' }] })],
  ['a duration that is none', step({ wait: '3 days' })],
  ['an approval that asks nothing', step({ approve: { timeout: '1d' } })],
  ['an approval with a title that is none', step({ approve: { title: 5 } })],
  ['an unknown action', step({ do: 'message.sent', with: {} })],
  ['an unknown parameter', step({ do: 'tag.add', with: { tag: 'a', tga: 'b' } })],
  ['a missing parameter', step({ do: 'tag.add', with: {} })],
  ['a missing `with`', step({ do: 'tag.add' })],
  ['a parameter of another type', step({ do: 'points.award', with: { points: 'five', reason: 'x' } })],
  ['an unknown mode', { ...example, entry: { mode: 'once' } }],
])('refuses %s, as the check does', (_what, definition) => {
  const written = JSON.parse(JSON.stringify(definition))
  expect(checkDefinition(written)).toMatchObject({ kind: 'problems' })
  expect(valid(written)).toBe(false)
})

test('takes every value of an action as a template or an expression too', () => {
  const given = [5, '{{vars.n}}', { expr: 'vars.n' }]
  for (const points of given) expect(valid(step({ do: 'points.award', with: { points, reason: 'x' } }))).toBe(true)
  expect(valid(step({ do: 'points.award', with: { points: { exp: 'vars.n' }, reason: 'x' } }))).toBe(false)
})

test('takes what an approval asks as a template or an expression', () => {
  for (const title of ['Sure, {{contact.name}}?', { expr: 'contact.name' }]) {
    const definition = step({ approve: { title, assignee: title, timeout: '1d' }, then: [], else: [{ wait: '1d' }] })
    expect(valid(definition)).toBe(true)
    expect(checkDefinition(definition)).toMatchObject({ kind: 'ok' })
  }
})

test('knows every verb, every kind of trigger and every action, each with a title for completion', () => {
  const defs = schema.$defs as Record<string, { title?: string; description?: string }>
  for (const verb of Object.keys(VERBS))
    expect(defs[`step_${verb}`]).toMatchObject({ title: verb, description: expect.any(String) })
  for (const kind of Object.keys(TRIGGERS))
    expect(defs[`trigger_${kind}`]).toMatchObject({ title: kind, description: expect.any(String) })
  for (const action of Object.keys(actions)) expect(defs[`with_${action}`]).toBeDefined()
  const text = JSON.stringify(schema)
  for (const [, name = ''] of text.matchAll(/"#\/\$defs\/([^"]+)"/g)) expect(Object.keys(defs)).toContain(name)
})
