import * as v from 'valibot'
import {
  DEFINITION_BYTES_MAX,
  Definition,
  type DefinitionShape,
  NESTING_MAX,
  STEPS_MAX,
} from '../../schema/definition.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { StepShape } from '../../schema/step.ts'
import { compile } from '../engine/compile.ts'
import type { Program } from '../engine/program.ts'
import { type Path, type Problem, pathText } from './problem.ts'
import { shapeProblems } from './shape.ts'

export type Checked =
  | { kind: 'ok'; definition: DefinitionShape; program: Program }
  | { kind: 'problems'; problems: Problem[] }

/** Everything that can be known of a definition before it runs. What passes here runs. */
export function checkDefinition(written: unknown, inputs: JsonObject = {}): Checked {
  if (JSON.stringify(written)?.length > DEFINITION_BYTES_MAX)
    return {
      kind: 'problems',
      problems: [{ path: '', message: `a definition has at most ${DEFINITION_BYTES_MAX} bytes` }],
    }
  const parsed = v.safeParse(Definition, written)
  if (!parsed.success) return { kind: 'problems', problems: shapeProblems(parsed.issues) }
  const problems = [...sizeProblems(parsed.output.actions)]
  const compiled = compile(parsed.output, 0, inputs)
  if (compiled.kind === 'problems') problems.push(...compiled.problems)
  if (problems.length > 0 || compiled.kind === 'problems') return { kind: 'problems', problems }
  return { kind: 'ok', definition: parsed.output, program: compiled.program }
}

function sizeProblems(steps: readonly StepShape[]): Problem[] {
  let count = 0
  const problems: Problem[] = []
  const visit = (list: readonly StepShape[], path: Path, depth: number): void => {
    if (depth > NESTING_MAX)
      problems.push({ path: pathText(path), message: `steps are nested at most ${NESTING_MAX} deep` })
    else
      for (const [i, step] of list.entries()) {
        count += 1
        for (const key of ['then', 'else', 'on_error', 'steps'] as const) {
          const inner = (step as Record<string, unknown>)[key]
          if (Array.isArray(inner)) visit(inner as StepShape[], [...path, i, key], depth + 1)
        }
      }
  }
  visit(steps, ['actions'], 1)
  if (count > STEPS_MAX) problems.push({ path: 'actions', message: `a workflow has at most ${STEPS_MAX} steps` })
  return problems
}
