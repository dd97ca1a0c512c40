import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Definition } from '../../../schema/definition.ts'
import { VERBS } from '../../../schema/step.ts'
import { checkText } from '../../../workflows/check/check-text.ts'
import { readJson } from '../../../workflows/check/read-json.ts'
import { misshapen } from '../../../workflows/check/shape.ts'

test('reads JSON exactly as the platform does', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(readJson(text)).toMatchObject({ kind: 'json', problems: [] })
      const read = readJson(text)
      expect(read.kind === 'json' && JSON.stringify(read.value)).toBe(JSON.stringify(JSON.parse(text)))
    }),
  )
})

test('refuses whatever the platform refuses, and says where', () => {
  const cut = fc
    .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 }))
    .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1))
  fc.assert(
    fc.property(cut, (text) => {
      const read = readJson(text)
      if (parses(text)) expect(read.kind).toBe('json')
      else
        expect(read).toMatchObject({
          kind: 'problem',
          problem: { line: expect.any(Number), column: expect.any(Number) },
        })
    }),
    { numRuns: 500 },
  )
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const name = fc.constantFrom(
  ...Object.keys(VERBS),
  'id',
  'with',
  'then',
  'else',
  'on',
  'if',
  'any',
  'timeout',
  'steps',
  'max',
  'while',
  'expr',
  'text',
  'name',
  'weight',
)
const word = fc.constantFrom(
  '3d',
  'message.send',
  'tag.add',
  'order.paid',
  'steps.a.b',
  '{{steps.a}}',
  '{{#each contact.tags}}{{x}}{{/each}}',
  'contact.points > 1',
  'a',
  '',
  '09:00',
)
const { tree: anything } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    word,
    fc.integer({ min: -1, max: 5 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 4 }),
  ),
}))

test('whatever stands in a definition, the check answers, and each problem has its place', () => {
  const definition = fc.record(
    {
      triggers: anything,
      actions: fc.array(anything, { maxLength: 3 }),
      entry: anything,
      settings: anything,
      texts: anything,
    },
    { requiredKeys: ['actions'] },
  )
  fc.assert(
    fc.property(definition, (written) => {
      const whole = { id: 'a', name: 'A', triggers: [{ on: 'order.paid' }], ...written }
      const checked = checkText(JSON.stringify(whole, null, 2))
      const told = checked.kind === 'problems' ? checked.problems : checked.warnings
      for (const problem of told)
        expect(problem).toMatchObject({
          message: expect.stringMatching(/\S/),
          line: expect.any(Number),
          column: expect.any(Number),
        })
      expect(checked.kind === 'ok' || told.length > 0).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('the walk over the shapes finds a problem wherever the shapes themselves do', () => {
  fc.assert(
    fc.property(anything, anything, (triggers, step) => {
      const written = { id: 'a', name: 'A', triggers, actions: [step] }
      if (!v.is(Definition, written)) expect(misshapen(Definition, written).length).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})
