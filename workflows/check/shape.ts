import type * as v from 'valibot'
import { suggest } from '../language/expressions/suggest.ts'
import { type Problem, pathText } from './problem.ts'

/** What a shape says of a document, in our words: unknown fields get the nearest known name. */
export function shapeProblems(issues: readonly v.BaseIssue<unknown>[]): Problem[] {
  return issues.map(problemOf)
}

function problemOf(issue: v.BaseIssue<unknown>): Problem {
  const path = pathText(issue.path?.map((item) => item.key as string | number) ?? [])
  if (issue.type === 'strict_object' && issue.expected === 'never') return unknownField(issue, path)
  if (issue.type === 'union' && issue.issues) return { path, message: unionMessage(issue.issues) }
  if (issue.received === 'undefined') return { path, message: 'is missing' }
  return {
    path,
    message: issue.kind === 'schema' ? `expected ${issue.expected}, found ${issue.received}` : issue.message,
  }
}

function unknownField(issue: v.BaseIssue<unknown>, path: string): Problem {
  const name = path.split(/[.[]/).at(-1)?.replace(']', '') ?? ''
  const known = knownNames(issue)
  const near = suggest(name, known)
  const hint = near ? `did you mean \`${near}\`?` : known.length > 0 ? `known: ${known.join(', ')}` : undefined
  return { path, message: `there is no field \`${name}\` here`, ...(hint !== undefined && { hint }) }
}

/** The fields of the shape that refused, from the input that it got beside them. */
function knownNames(issue: v.BaseIssue<unknown>): string[] {
  const requirement = (issue as { requirement?: unknown }).requirement
  return Array.isArray(requirement) ? requirement.filter((name) => typeof name === 'string') : []
}

/** Of the alternatives, the one that came furthest is the one that was meant. */
function unionMessage(issues: readonly v.BaseIssue<unknown>[]): string {
  const deepest = [...issues].sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0]
  const messages = [
    ...new Set(
      issues
        .filter((issue) => (issue.path?.length ?? 0) === (deepest?.path?.length ?? 0))
        .map((issue) => (issue.kind === 'schema' ? `expected ${issue.expected}` : issue.message)),
    ),
  ]
  return messages.slice(0, 4).join(', or ')
}
