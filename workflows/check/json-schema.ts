import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { Definition, TRIGGERS } from '../../schema/definition.ts'
import { isObject } from '../../schema/json.ts'
import { Step, VERBS } from '../../schema/step.ts'
import { Cel, Duration, EventPattern, LocalText, TimeOfDay, Zone } from '../../schema/text.ts'
import { actions } from '../actions/actions.ts'
import { LEFT_ALONE } from '../engine/bind.ts'
import { FIELD_NOTES, TRIGGER_NOTES, VERB_NOTES } from './schema-notes.ts'
import { type ShapeNode, shapeNode } from './shape-node.ts'
import { Trigger } from './verbs.ts'

type Schema = Record<string, unknown>
type Defs = Record<string, Schema>

export const SCHEMA_PATH = '/schema/workflow.v1.json'

/** A shape that is checked by code needs its pattern said here. */
const DURATION =
  '^(?=\\d)(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?$|^P(?=[\\dT])(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?$'

let made: Schema | undefined

/** The JSON Schema (draft 2020-12) of definitions, from the very shapes that check them. Built once. */
export function definitionSchema(): Schema {
  made ??= build()
  return made
}

function build(): Schema {
  const { $defs, ...root } = convert(Definition, { ...NAMED, ...verbShapes(), ...triggerShapes() })
  const defs = { ...($defs as Defs), ...actionDefs() }
  defs.step = alternatives(
    'One step: an optional id, name and `when`, and exactly one verb',
    Object.keys(VERBS),
    'step_',
  )
  defs.steps = { type: 'array', items: { $ref: '#/$defs/step' } }
  defs.trigger = alternatives('What starts the workflow', Object.keys(TRIGGERS), 'trigger_')
  defs.expression = { ...defs.expression, title: 'CEL', description: FIELD_NOTES.expression }
  defs.duration = { ...defs.duration, pattern: DURATION, description: FIELD_NOTES.duration }
  const bound = bindable({ ...root, $defs: defs }) as Schema & { $defs: Defs }
  Object.assign(root, bound)
  Object.assign(defs, bound.$defs, { bound: BOUND })
  describe(defs, VERB_NOTES, 'step_')
  describe(defs, TRIGGER_NOTES, 'trigger_')
  const schema = { ...root, $id: SCHEMA_PATH, title: 'Workflow', $defs: defs } as Schema
  describeFields(schema)
  chooseAction(defs)
  return prune(schema)
}

const steps = shapeNode(VERBS.if as unknown as v.GenericSchema).entries?.then?.wrapped

/** Shapes that are used in several places, or inside themselves, by their names in `$defs`. */
const NAMED: Readonly<Record<string, ShapeNode | v.GenericSchema>> = {
  expression: Cel,
  duration: Duration,
  event: EventPattern,
  text: LocalText,
  time: TimeOfDay,
  timezone: Zone,
  step: Step,
  trigger: Trigger,
  ...(steps && { steps }),
}

function verbShapes(): Record<string, v.GenericSchema> {
  const shapes = Object.entries(VERBS) as unknown as [string, v.GenericSchema][]
  return Object.fromEntries(shapes.map(([verb, shape]) => [`step_${verb}`, shape]))
}

function triggerShapes(): Record<string, v.GenericSchema> {
  return Object.fromEntries(Object.entries(TRIGGERS).map(([kind, shape]) => [`trigger_${kind}`, shape]))
}

function convert(shape: v.GenericSchema, definitions: Record<string, v.GenericSchema>): Schema & { $defs?: unknown } {
  const config = { target: 'draft-2020-12', typeMode: 'input', errorMode: 'ignore', definitions } as const
  return toJsonSchema(shape, config) as unknown as Schema
}

function alternatives(description: string, names: readonly string[], prefix: string): Schema {
  return { type: 'object', description, oneOf: names.map((name) => ({ $ref: `#/$defs/${prefix}${name}` })) }
}

/** For each action what its `with` takes. */
function actionDefs(): Defs {
  const defs: Defs = { value: COMPUTED }
  for (const action of Object.values(actions)) {
    const { $schema: _, $defs: __, ...converted } = convert(action.params, NAMED as Record<string, v.GenericSchema>)
    defs[`with_${action.name}`] = computable(converted)
  }
  return defs
}

/** The same shape, with every value inside also written as a template or an expression. */
function computable(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema
  const inside = (one: unknown): unknown => {
    if (!isObject(one) || Object.keys(one).length === 0) return one
    return { anyOf: [computable(one), { $ref: '#/$defs/value' }] }
  }
  return {
    ...schema,
    ...(isObject(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inside(one)])),
    }),
    ...(items !== undefined && { items: inside(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: inside(additionalProperties) }),
  }
}

/** The same shape, with every literal that inputs can set also written as `{ "expr" }`. */
function bindable(schema: Schema): Schema {
  const { $defs, properties, items, anyOf } = schema
  const inside = (one: unknown): unknown => {
    if (!isObject(one)) return one
    const deeper = bindable(one)
    return isLiteral(one) ? { anyOf: [deeper, { $ref: '#/$defs/bound' }] } : deeper
  }
  const fields = (all: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(all).map(([name, one]) => [name, LEFT_ALONE.has(name) ? one : inside(one)]))
  const shapes = Object.entries(($defs ?? {}) as Defs).map(([name, one]) => {
    return [name, /^(step|trigger)_/.test(name) ? bindable(one) : one] as const
  })
  return {
    ...schema,
    ...($defs !== undefined && { $defs: Object.fromEntries(shapes) }),
    ...(isObject(properties) && { properties: fields(properties) }),
    ...(items !== undefined && { items: inside(items) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map((one) => (isObject(one) ? bindable(one) : one)) }),
  }
}

const LITERALS = new Set(['string', 'number', 'integer', 'boolean'])
const LITERAL_SHAPES = /^#\/\$defs\/(duration|time|timezone|event)$/

/** A text, a number, one of several words, or a choice of which one is that. */
function isLiteral({ type, $ref, enum: words, const: word, anyOf }: Schema): boolean {
  if (Array.isArray(anyOf)) return anyOf.some((one) => isObject(one) && isLiteral(one))
  if (typeof $ref === 'string') return LITERAL_SHAPES.test($ref)
  return words !== undefined || word !== undefined || LITERALS.has(String(type))
}

const BOUND: Schema = {
  description: 'Set by an input when the workflow is published: CEL that sees `inputs` alone',
  type: 'object',
  properties: { expr: { $ref: '#/$defs/expression' } },
  required: ['expr'],
  additionalProperties: false,
}

const COMPUTED: Schema = {
  description: 'Computed when the step runs: a text with {{ }} (Handlebars), or { "expr": CEL }',
  anyOf: [
    { type: 'string', pattern: '\\{\\{' },
    {
      type: 'object',
      properties: { expr: { $ref: '#/$defs/expression' } },
      required: ['expr'],
      additionalProperties: false,
    },
  ],
}

/** `do` is one of the actions, and chooses the shape of `with`. */
function chooseAction(defs: Defs): void {
  const step = defs.step_do
  if (!step) return
  const names = Object.keys(actions)
  const properties = step.properties as Defs
  properties.do = { type: 'string', enum: names, description: FIELD_NOTES.do }
  step.allOf = names.map((name) => {
    const shape = { $ref: `#/$defs/with_${name}` }
    const needed = ((defs[`with_${name}`]?.required ?? []) as string[]).length > 0
    return {
      if: { properties: { do: { const: name } }, required: ['do'] },
      then: { properties: { with: shape }, ...(needed && { required: ['with'] }) },
    }
  })
}

function describe(defs: Defs, notes: Readonly<Record<string, string>>, prefix: string): void {
  for (const [name, note] of Object.entries(notes)) {
    const found = defs[prefix + name]
    if (found) Object.assign(found, { title: name, description: note })
  }
}

/** What a field means, wherever it stands, unless its shape says it itself. */
function describeFields(schema: unknown): void {
  if (Array.isArray(schema)) for (const one of schema) describeFields(one)
  if (!isObject(schema)) return
  if (isObject(schema.properties))
    for (const [name, field] of Object.entries(schema.properties))
      if (isObject(field) && field.description === undefined && FIELD_NOTES[name] !== undefined)
        field.description = FIELD_NOTES[name]
  for (const inside of Object.values(schema)) describeFields(inside)
}

/** Without the definitions that nothing refers to. */
function prune(schema: Schema): Schema {
  const defs = schema.$defs as Defs
  const used = new Set<string>()
  const look = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      look(JSON.stringify(defs[name] ?? {}))
    }
  }
  look(JSON.stringify({ ...schema, $defs: {} }))
  return { ...schema, $defs: Object.fromEntries(Object.entries(defs).filter(([name]) => used.has(name))) }
}
