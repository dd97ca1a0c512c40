import { isObject } from '../../../schema/json.ts'
import type { Action } from '../../actions/action.ts'
import { actions } from '../../actions/actions.ts'
import { error, type Finding, type Subject } from '../finding.ts'
import { misshapenAt } from '../shape.ts'
import { shapeNode } from '../shape-node.ts'

/** Parameters of actions as far as they are known before they run: literals against their shape. */
export function parameters({ steps }: Subject): Finding[] {
  return steps.flatMap(({ step, path }) => {
    if (!('do' in step)) return []
    const action: Action | undefined = Object.hasOwn(actions, step.do)
      ? actions[step.do as keyof typeof actions]
      : undefined
    const entries = action && shapeNode(action.params).entries
    return Object.entries(step.with).flatMap(([name, value]) => {
      const shape = entries?.[name]
      if (!shape || !isLiteral(value)) return []
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
