import type { Settings } from '../../schema/settings.ts'
import { type Expression, holds, parseExpression, type Scope } from '../language/expressions.ts'

type Rules = readonly { role: string; rule: Expression }[]

const compiled = new WeakMap<Settings['roles'], Rules>()

/** The rules as the settings have them. One that cannot be read holds for nobody; the settings refuse it. */
function rulesOf(roles: Settings['roles']): Rules {
  const known = compiled.get(roles)
  if (known) return known
  const rules = Object.entries(roles).flatMap(([role, source]) => {
    const parsed = readRole(source)
    return parsed.kind === 'expression' ? [{ role, rule: parsed.expression }] : []
  })
  compiled.set(roles, rules)
  return rules
}

function readRole(source: string): ReturnType<typeof parseExpression> {
  return parseExpression(source, { allows: ['contact', 'now'], returns: 'bool' })
}

/** The roles whose rules hold, in the order of the settings. */
export function rolesBy(roles: Settings['roles'], scope: Scope): string[] {
  return rulesOf(roles).flatMap(({ role, rule }) => (holds(rule, scope).holds ? [role] : []))
}

/** What is wrong with the rules of roles. Roles are not made of roles, nor of segments, which may ask for roles. */
export function roleProblems(roles: Settings['roles']): { path: string; message: string }[] {
  return Object.entries(roles).flatMap(([role, source]) => {
    const path = `roles.${role}`
    const parsed = readRole(source)
    if (parsed.kind === 'problem') return [{ path, message: parsed.problem.message }]
    if (parsed.expression.uses.some((use) => use === 'contact' || use.startsWith('contact.roles')))
      return [{ path, message: 'a rule of a role cannot ask for roles' }]
    if (/\bsegment\s*\(/.test(source)) return [{ path, message: 'a rule of a role cannot ask for segments' }]
    return []
  })
}
