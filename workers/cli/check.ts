import { checkText } from '../../workflows/check/check-text.ts'
import type { Problem } from '../../workflows/check/problem.ts'
import { counted, problemText, readText } from './print.ts'
import type { Arguments } from './read-arguments.ts'

type Answer = { file: string; valid: boolean; errors: Problem[]; warnings: Problem[] }

/** `qunflow check`: every problem of every file, with its place. */
export function check({ files, inputs, json, strict, quiet }: Arguments): number {
  const answers = files.map((file) => checkFile(file, inputs))
  const errors = answers.reduce((sum, answer) => sum + answer.errors.length, 0)
  const warnings = answers.reduce((sum, answer) => sum + answer.warnings.length, 0)
  if (json) console.log(JSON.stringify({ files: answers }, null, 2))
  else {
    for (const answer of answers) tell(answer)
    if (!quiet)
      console.log(`${counted(files.length, 'file')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`)
  }
  return errors > 0 || (strict && warnings > 0) ? 1 : 0
}

function checkFile(file: string, inputs: Arguments['inputs']): Answer {
  const read = readText(file)
  if (read.kind === 'problem') return { file, valid: false, errors: [read.problem], warnings: [] }
  const checked = checkText(read.text, { inputs, comments: true })
  if (checked.kind === 'problems') return { file, valid: false, errors: checked.problems, warnings: [] }
  return { file, valid: true, errors: [], warnings: checked.warnings }
}

function tell({ file, errors, warnings }: Answer): void {
  for (const one of errors) console.log(problemText(file, 'error', one))
  for (const one of warnings) console.log(problemText(file, 'warning', one))
}
