import type { JsonObject } from '../../schema/json.ts'
import { type Checked, checkDefinition, type Known } from './check.ts'
import { locate } from './locate.ts'
import { readJson } from './read-json.ts'

const TEXT_CHARS_MAX = 1024 * 1024

export type CheckTextOptions = {
  /** What the workflow is installed with. */
  inputs?: JsonObject
  known?: Known
  /** Remarks and trailing commas are fine, as in a file that a person keeps. */
  comments?: boolean
}

/** As `checkDefinition`, from the text: every problem has its line and column in it. */
export function checkText(text: string, { inputs = {}, known, comments = false }: CheckTextOptions = {}): Checked {
  if (text.length > TEXT_CHARS_MAX) return refused({ path: '', message: 'the text is longer than 1 MiB' })
  const read = readJson(text, { comments })
  if (read.kind === 'problem') return refused(read.problem)
  const checked = checkDefinition(read.value, inputs, known)
  const written = { text, value: read.value, places: read.places }
  if (checked.kind === 'problems' || read.problems.length > 0) {
    const problems = checked.kind === 'problems' ? checked.problems : []
    const located = [...read.problems, ...locate(problems, written)]
    return { kind: 'problems', problems: located.sort(byPlace) }
  }
  return { ...checked, warnings: locate(checked.warnings, written).sort(byPlace) }
}

type Placed = { line?: number; column?: number }

function byPlace(a: Placed, b: Placed): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
}

function refused(problem: Extract<Checked, { kind: 'problems' }>['problems'][number]): Checked {
  return { kind: 'problems', problems: [{ line: 1, column: 1, ...problem }] }
}
