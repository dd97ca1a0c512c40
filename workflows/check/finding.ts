import type { DefinitionShape } from '../../schema/definition.ts'
import type { Known } from './check.ts'
import type { Path, Problem } from './problem.ts'
import type { Reading, Use } from './readings.ts'
import type { StepAt } from './steps.ts'

/** What a rule found. An error refuses the definition; a warning goes along with it. */
export type Finding = Omit<Problem, 'path'> & { severity: 'error' | 'warning'; path: Path }

/** What rules look at: the definition, taken apart once. */
export type Subject = {
  definition: DefinitionShape
  known: Known
  steps: readonly StepAt[]
  readings: readonly Reading[]
}

export type Rule = (subject: Subject) => Finding[]

export const error = (path: Path, message: string, hint?: string): Finding => finding('error', path, message, hint)

export const warning = (path: Path, message: string, hint?: string): Finding => finding('warning', path, message, hint)

function finding(severity: Finding['severity'], path: Path, message: string, hint: string | undefined): Finding {
  return { severity, path, message, ...(hint !== undefined && { hint }) }
}

/** The finding, at the place inside its text where the name is read. */
export function at(use: Pick<Use, 'line' | 'column'>, found: Finding): Finding {
  return {
    ...found,
    ...(use.line !== undefined && { line: use.line }),
    ...(use.column !== undefined && { column: use.column }),
  }
}
