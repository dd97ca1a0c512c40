import type { Problem } from '../../workflows/check/problem.ts'
import { parseExpression } from '../../workflows/language/expressions.ts'

export type Segment = { kind: 'segment'; source: string } | { kind: 'problem'; problem: Omit<Problem, 'path'> }

/** Whom a request means by `segment`: an expression over the contact. Names of segments that are kept are resolved here. */
export function segmentOf(written: string): Segment {
  const parsed = parseExpression(written, { allows: ['contact', 'now'], returns: 'bool' })
  return parsed.kind === 'expression' ? { kind: 'segment', source: written } : parsed
}
