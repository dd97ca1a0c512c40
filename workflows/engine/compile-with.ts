import type { StepShape } from '../../schema/step.ts'
import { actions } from '../actions/actions.ts'
import type { Path, Problem } from '../check/problem.ts'
import { templateUses } from '../check/template-uses.ts'
import { suggest } from '../language/expressions/suggest.ts'
import { compileValue, templatesIn, type Value } from '../language/values.ts'
import type { Compiler } from './compile.ts'

/** The parameters of an action, checked against what it takes. */
export function compileWith(
  compiler: Compiler,
  step: Extract<StepShape, { do: string }>,
  path: Path,
): Record<string, Value> {
  const values = compileValues(compiler, step.with, [...path, 'with'])
  const action = Object.hasOwn(actions, step.do) ? actions[step.do as keyof typeof actions] : undefined
  if (!action) {
    compiler.problem([...path, 'do'], unknownAction(step.do))
    return values
  }
  for (const { path: inside, ...problem } of action.check(values))
    compiler.problem([...path, 'with', ...inside], problem)
  return values
}

export function compileValues(compiler: Compiler, written: Record<string, unknown>, path: Path): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(written).map(([key, value]) => [key, compileValue(value, [...path, key], compiler.problems)]),
  )
}

/** The secrets that values ask for, by name. */
export function secretsIn(values: Record<string, Value>): string[] {
  const names = templatesIn({ kind: 'object', fields: Object.entries(values) }).flatMap(({ source }) =>
    source.includes('secrets')
      ? templateUses(source).uses.flatMap(({ names: [root, name] }) =>
          root === 'secrets' && name !== undefined ? [name] : [],
        )
      : [],
  )
  return [...new Set(names)]
}

function unknownAction(name: string): Omit<Problem, 'path'> {
  const known = Object.keys(actions)
  const near = suggest(name, known)
  const sameArea = known.filter((other) => other.split('.')[0] === name.split('.')[0])
  return {
    message: `there is no action \`${name}\``,
    hint: near ? `did you mean \`${near}\`?` : `known: ${(sameArea.length > 0 ? sameArea : known).join(', ')}`,
  }
}
