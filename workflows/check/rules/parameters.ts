import * as v from 'valibot'
import { isObject } from '../../../schema/json.ts'
import type { Action } from '../../actions/action.ts'
import { actions } from '../../actions/actions.ts'
import { spoken } from '../../language/expressions/static-type.ts'
import { parseExpression } from '../../language/expressions.ts'
import { error, type Finding, type Subject } from '../finding.ts'
import type { Path } from '../problem.ts'
import { misshapenAt } from '../shape.ts'
import { shapeNode } from '../shape-node.ts'

/** Parameters of actions as far as they are known before they run: literals against their shape, expressions by what they give. */
export function parameters({ steps }: Subject): Finding[] {
  return steps.flatMap(({ step, path }) => {
    if (!('do' in step)) return []
    const action: Action | undefined = Object.hasOwn(actions, step.do)
      ? actions[step.do as keyof typeof actions]
      : undefined
    const entries = action && shapeNode(action.params).entries
    return Object.entries(step.with).flatMap(([name, value]) => {
      const shape = entries && Object.hasOwn(entries, name) ? entries[name] : undefined
      if (!shape) return []
      if (!isLiteral(value)) return unfit(shape, value, [...path, 'with', name])
      return misshapenAt(shape, value).map((found) =>
        error([...path, 'with', name, ...found.path], found.message, found.hint),
      )
    })
  })
}

function isLiteral(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('{{')
  if (Array.isArray(value)) return value.every(isLiteral)
  if (!isObject(value)) return true
  const names = Object.keys(value)
  return !(names.length === 1 && names[0] === 'expr') && Object.values(value).every(isLiteral)
}

/** Of each kind of value one that has nothing else against it; kinds that become something else on their way are left out. */
const SAMPLES = { bool: true, number: 1, string: 'a', list: [], map: {} } as const
const PLAIN: ReadonlySet<string> = new Set([
  'number',
  'string',
  'boolean',
  'array',
  'object',
  'strict_object',
  'record',
])

/** An expression whose value can never be what the parameter takes. */
function unfit(shape: v.GenericSchema, value: unknown, path: Path): Finding[] {
  if (!isObject(value) || typeof value.expr !== 'string') return []
  const parsed = parseExpression(value.expr)
  if (parsed.kind === 'problem') return []
  const { returns } = parsed.expression
  if (!(returns in SAMPLES)) return []
  const tried = v.safeParse(shape, SAMPLES[returns as keyof typeof SAMPLES])
  const [first] = tried.issues ?? []
  if (first?.kind !== 'schema' || first.path !== undefined || !PLAIN.has(first.type)) return []
  return [error([...path, 'expr'], `this is ${spoken(returns)}, and a ${first.expected} is needed`)]
}
