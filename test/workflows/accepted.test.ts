import { expect, test } from 'vitest'
import { Definition, TRIGGERS } from '../../schema/definition.ts'
import { VERBS, type Verb } from '../../schema/step.ts'
import { type ShapeNode, shapeNode } from '../../workflows/check/shape-node.ts'
import { accepts, compiled, definitionOf, isRight, QUIET, samples, type Written, walk } from './accepted.ts'

/**
 * Whatever the shapes accept is carried out: every verb, every trigger, every form of a wait, every setting, made from
 * the shapes themselves, so that what is new is walked as soon as it can be written.
 */

const KEEPS_NOTHING: ReadonlySet<string> = new Set(['name', 'id', '$schema', 'description'])

/** Names of optional fields without which the program is the same, in every sample that has them. */
function ignoredFields(definitions: readonly Written[], part: (definition: Written) => unknown): string[] {
  const counts = new Map<string, boolean>()
  const look = (holder: unknown, whole: Written): void => {
    if (Array.isArray(holder)) for (const one of holder) look(one, whole)
    else if (typeof holder === 'object' && holder !== null)
      for (const key of Object.keys(holder)) {
        const fields = holder as Written
        look(fields[key], whole)
        const [value, before] = [fields[key], compiled(whole)]
        delete fields[key]
        const without = accepts(whole) ? compiled(whole) : before
        const is = !accepts(whole) || without !== before
        fields[key] = value
        if (!KEEPS_NOTHING.has(key)) counts.set(key, (counts.get(key) ?? false) || is)
      }
  }
  for (const definition of definitions) {
    const copy = structuredClone(definition)
    look(part(copy), copy)
  }
  return [...counts].filter(([, is]) => !is).map(([key]) => key)
}

test.each(Object.keys(VERBS) as Verb[])('carries out `%s` in every form that it is accepted in', (verb) => {
  const steps = samples(VERBS[verb] as unknown as ShapeNode, `step ${verb}`)
  const definitions = steps
    .map((step) => definitionOf({ actions: verb === 'stop' ? [step] : [step, ...QUIET] }))
    .filter(isRight)
  expect(definitions.length).toBeGreaterThan(1)
  const written = new Set(definitions.flatMap(({ actions }) => Object.keys((actions as object[])[0] ?? {})))
  expect([...written]).toEqual(expect.arrayContaining(Object.keys(shapeNode(VERBS[verb]).entries ?? {})))
  for (const definition of definitions) walk(definition)
  expect(ignoredFields(definitions, ({ actions }) => (actions as unknown[])[0])).toEqual([])
})

test.each(Object.entries(TRIGGERS))('starts by `%s` in every form that it is accepted in', (kind, shape) => {
  const triggers = samples(shape as unknown as ShapeNode).map((one) =>
    kind === 'metric' ? { ...(one as object), if: 'value > 1' } : one,
  )
  const definitions = triggers.map((trigger) => definitionOf({ triggers: [trigger] })).filter(isRight)
  expect(definitions.length).toBeGreaterThan(0)
  for (const definition of definitions) walk(definition)
  expect(ignoredFields(definitions, ({ triggers: written }) => (written as unknown[])[0])).toEqual([])
})

test.each(['entry', 'exit', 'goal', 'settings', 'conditions'] as const)('keeps to `%s` in every form', (part) => {
  const values = samples(Definition.entries[part] as unknown as ShapeNode, part === 'conditions' ? '' : part)
  const given = part === 'conditions' ? [['contact.points >= 0']] : values
  const definitions = given.map((value) => definitionOf({ [part]: value })).filter(isRight)
  expect(definitions.length).toBeGreaterThan(0)
  for (const definition of definitions) walk(definition)
  expect(ignoredFields(definitions, (definition) => definition[part])).toEqual([])
})
