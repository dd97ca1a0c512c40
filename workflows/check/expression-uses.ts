import { USUAL_VARIABLES } from '../language/expressions/variables.ts'
import { parseExpression } from '../language/expressions.ts'
import { placeOf } from './place.ts'
import type { Use } from './readings.ts'

/** What an expression reads. One that does not parse reads nothing: compiling it says why. */
export function expressionUses(source: string): Use[] {
  const parsed = parseExpression(source, { allows: [...USUAL_VARIABLES, 'value', 'baseline'] })
  if (parsed.kind === 'problem') return []
  return parsed.expression.uses.map((path) => {
    const names = path.split('.')
    return { names, ...placeOfNames(source, names), guarded: isGuarded(source, names) }
  })
}

function placeOfNames(source: string, names: readonly string[]): { line?: number; column?: number } {
  for (let length = names.length; length > 0; length--) {
    const written = names.slice(0, length).map(escaped).join('\\s*(?:\\.\\s*\\??|\\[\\s*\\??["\'])')
    const at = source.search(new RegExp(`(?<![\\w.])${written}(?!\\w)`))
    if (at >= 0) return placeOf(source, at)
  }
  return {}
}

/** Does the expression itself ask whether `steps.gift` is there? */
function isGuarded(source: string, [root = '', name = '']: readonly string[]): boolean {
  const asked = [
    `has\\(\\s*${escaped(root)}\\.${escaped(name)}\\b`,
    `${escaped(root)}\\s*(?:\\.\\?|\\[\\?)`,
    `["']${escaped(name)}["']\\s+in\\s+${escaped(root)}\\b`,
  ]
  return asked.some((pattern) => new RegExp(pattern).test(source))
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
