import { Definition, type DefinitionShape } from '../../schema/definition.ts'
import { isObject } from '../../schema/json.ts'
import { Step, VERBS, verbOf } from '../../schema/step.ts'
import { Cel } from '../../schema/text.ts'
import { expressionUses } from './expression-uses.ts'
import type { Path } from './problem.ts'
import { meant, type ShapeNode, shapeNode, unwrapped } from './shape-node.ts'
import type { StepAt } from './steps.ts'
import { type TemplateUses, templateUses } from './template-uses.ts'

/** A variable that an expression or a template reads, and where in its text. */
export type Use = {
  names: readonly string[]
  line?: number
  column?: number
  /** Written so that its absence is expected: `has(steps.gift)`, `{{#if steps.gift}}`. */
  guarded: boolean
}

export type Reading = { path: Path; source: string; uses: readonly Use[]; at?: StepAt } & (
  | { kind: 'expression' }
  | { kind: 'template'; faults: TemplateUses['faults']; says: TemplateUses['says'] }
)

/**
 * Everything in a definition that reads variables. What is an expression is told by the shapes themselves, so a new
 * verb or trigger is covered as soon as it has a shape.
 */
export function readingsOf(definition: DefinitionShape, steps: readonly StepAt[]): Reading[] {
  const found: Reading[] = []
  const outside = { found }
  for (const key of ['triggers', 'conditions', 'entry', 'exit', 'goal', 'settings'] as const)
    collect(shapeNode(Definition.entries[key]), definition[key], [key], outside)
  for (const [name, text] of Object.entries(definition.texts)) collectValue(text, ['texts', name], outside)
  for (const at of steps) {
    const verb = verbOf(at.step)
    if (verb) collect(VERBS[verb] as unknown as ShapeNode, at.step, at.path, { found, at })
  }
  return found
}

type Collecting = { found: Reading[]; at?: StepAt }

function collect(node: ShapeNode, value: unknown, path: Path, into: Collecting): void {
  if (value === undefined || isStepList(node, value)) return
  if (isCel(node)) {
    if (typeof value === 'string') addExpression(value, path, into)
    return
  }
  const shape = unwrapped(node, value)
  if (shape !== node) collect(shape, value, path, into)
  else if (shape.type === 'union') {
    const chosen = meant(shape, value)
    if (chosen) collect(chosen, value, path, into)
  } else if (shape.entries && isObject(value)) {
    for (const [key, entry] of Object.entries(shape.entries))
      if (!NAMES.has(key)) collect(entry, value[key], [...path, key], into)
  } else if (shape.item && Array.isArray(value)) {
    const { item } = shape
    value.forEach((one, i) => {
      collect(item, one, [...path, i], into)
    })
  } else if (shape.value && isObject(value)) {
    for (const [key, one] of Object.entries(value)) collect(shape.value, one, [...path, key], into)
  } else if (shape.type === 'unknown' || (shape.type === 'string' && into.at)) collectValue(value, path, into)
}

/** Steps inside are looked at on their own. */
function isStepList(node: ShapeNode, value: unknown): boolean {
  const shape = unwrapped(node, value)
  return node === Step || (shape.item !== undefined && shape.item === Step)
}

const NAMES: ReadonlySet<string> = new Set(['id', 'name', 'do'])

function isCel(node: ShapeNode): boolean {
  return (node as unknown) === Cel || (node.pipe?.[0] as unknown) === Cel
}

/** A value as `with` takes it: texts with `{{` are templates, `{ "expr" }` is CEL. */
function collectValue(value: unknown, path: Path, into: Collecting): void {
  if (typeof value === 'string') {
    if (value.includes('{{')) addTemplate(value, path, into)
  } else if (Array.isArray(value)) {
    value.forEach((one, i) => {
      collectValue(one, [...path, i], into)
    })
  } else if (isObject(value)) {
    const [only, ...others] = Object.entries(value)
    if (only?.[0] === 'expr' && others.length === 0 && typeof only[1] === 'string')
      addExpression(only[1], [...path, 'expr'], into)
    else for (const [key, one] of Object.entries(value)) collectValue(one, [...path, key], into)
  }
}

function addExpression(source: string, path: Path, { found, at }: Collecting): void {
  found.push({ kind: 'expression', path, source, uses: expressionUses(source), ...(at && { at }) })
}

function addTemplate(source: string, path: Path, { found, at }: Collecting): void {
  const { uses, faults, says } = templateUses(source)
  found.push({ kind: 'template', path, source, uses, faults, says, ...(at && { at }) })
}
