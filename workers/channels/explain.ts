import * as v from 'valibot'

const ISSUES_SHOWN_MAX = 3
const WHY_LENGTH_MAX = 300

/** The first problems of a refused value, each with its path, as one line for whoever sent it. */
export function explain(issues: readonly v.BaseIssue<unknown>[]): string {
  const lines = issues.slice(0, ISSUES_SHOWN_MAX).map((issue) => {
    const path = v.getDotPath(issue)
    return path ? `${path}: ${issue.message}` : issue.message
  })
  return lines.join('; ').slice(0, WHY_LENGTH_MAX)
}
