import { expect, test } from 'vitest'
import { INPUT_TYPES, InputSpec } from '../../schema/input.ts'
import type { JsonObject } from '../../schema/json.ts'
import { actions } from '../../workflows/actions/actions.ts'
import { checkDefinition } from '../../workflows/check/check.ts'
import { type ShapeNode, shapeNode } from '../../workflows/check/shape-node.ts'
import { prepare } from '../../workflows/simulate/prepare.ts'
import { definitionOf, isRight, QUIET, samples, type Written, walk } from './accepted.ts'

/** Parameters that say the same as `text`, and are refused beside it. */
const INSTEAD: ReadonlySet<string> = new Set(['template'])

test.each(Object.keys(actions) as (keyof typeof actions)[])(
  'carries out `%s` with every parameter that it takes',
  (name) => {
    const shape = shapeNode(actions[name].params)
    const all = samples(shape, `with ${name}`) as Written[]
    const step = (given: Written) => ({ do: name, with: given })
    const definitions = all.map((given) => definitionOf({ actions: [step(given), ...QUIET] })).filter(isRight)
    expect(definitions.length).toBeGreaterThan(0)
    const written = new Set(
      definitions.flatMap(({ actions: steps }) => Object.keys((steps as { with?: object }[])[0]?.with ?? {})),
    )
    const parameters = Object.keys(shape.entries ?? {}).filter((key) => !INSTEAD.has(key))
    expect(parameters.filter((key) => !written.has(key))).toEqual([])
    for (const definition of definitions) walk(definition)
  },
)

const GIVEN: Readonly<Record<(typeof INPUT_TYPES)[number], { good: unknown; bad: unknown }>> = {
  string: { good: 'a', bad: 1 },
  text: { good: 'a', bad: 1 },
  integer: { good: 3, bad: 1.5 },
  number: { good: 1.5, bad: 'a' },
  boolean: { good: true, bad: 'true' },
  duration: { good: '2d', bad: 'soon' },
  time: { good: '09:00', bad: '25:00' },
  timezone: { good: 'Asia/Shanghai', bad: 'Moon/Crater' },
  enum: { good: 'a', bad: 'z' },
  list: { good: ['a'], bad: 'a' },
  channel: { good: 'x', bad: 1 },
  template: { good: 'x', bad: 1 },
  segment: { good: 'x', bad: 1 },
  coupon: { good: 'x', bad: 1 },
  tag: { good: 'x', bad: 1 },
  workflow: { good: 'x', bad: 1 },
  contact: { good: 'x', bad: 1 },
  survey: { good: 'x', bad: 1 },
  rota: { good: 'x', bad: 1 },
  item: { good: 'x', bad: 1 },
  gathering: { good: 'x', bad: 1 },
}

test.each(INPUT_TYPES)('asks for an input of the type `%s` in every form, and refuses what is none', (type) => {
  const { good, bad } = GIVEN[type]
  const options = type === 'enum' ? { options: ['a', 'b'] } : {}
  const specs = samples(InputSpec as unknown as ShapeNode).map((one) => ({ ...(one as object), type, ...options }))
  const reading = { actions: [{ do: 'contact.set', with: { traits: { x: { expr: 'inputs.x' } } } }] }
  const definitions = specs.map((x) => definitionOf({ ...reading, inputs: { x } })).filter(isRight)
  expect(definitions.length).toBeGreaterThan(0)
  const plain = checkDefinition(definitionOf({ ...reading, inputs: { x: { type, ...options } } }))
  if (plain.kind === 'problems') throw new Error(JSON.stringify(plain.problems))
  expect(prepare(plain, { x: good } as JsonObject).kind).toBe('workflow')
  expect(prepare(plain, { x: bad } as JsonObject).kind).toBe('problems')
})
