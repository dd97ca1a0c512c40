import type { JsonObject } from '../../schema/json.ts'
import type { SecretPlaces } from '../../schema/secret.ts'
import type { Scope } from '../language/expressions.ts'
import { MASK, placeholders, placesOf } from '../language/secrets.ts'
import { evaluateValue } from '../language/values.ts'
import type { Instruction } from './program.ts'
import type { Moving } from './turn.ts'

type Do = Extract<Instruction, { kind: 'do' }>

/** The values of a step as they are now, and the scope in which an action renders more. */
export type Rendering = {
  values: JsonObject
  warning: string
  scope: Scope
  secrets?: SecretPlaces
  /** Addresses that were written as tracked links, also by what is still rendered in this scope. */
  links: string[]
}

/** `later` names parameters that are not rendered now. */
export function render(
  moved: Moving,
  { secrets: names, with: all }: Do,
  later: readonly string[] | undefined,
): Rendering {
  const warnings: string[] = []
  const written = later ? Object.fromEntries(Object.entries(all).filter(([name]) => !later.includes(name))) : all
  const { links, note } = linkNotes()
  const { scope, secrets } = withSecrets({ ...moved.scope(), link: note }, names, written)
  const values = evaluateAll(written, scope, warnings)
  return { values, warning: warnings.join('; '), scope, links, ...(secrets && { secrets }) }
}

const LINKS_MAX = 50

/** Gathers the addresses that are written as tracked links. */
export function linkNotes(): { links: string[]; note: (url: string) => void } {
  const links: string[] = []
  const note = (url: string) => {
    if (links.length < LINKS_MAX && !links.includes(url)) links.push(url)
  }
  return { links, note }
}

/** Secrets are never among the values: placeholders stand for them, which nothing in the data can imitate. */
function withSecrets(
  scope: Scope,
  names: readonly string[],
  written: Do['with'],
): { scope: Scope; secrets?: SecretPlaces } {
  if (names.length === 0) return { scope }
  const without = { ...scope, secrets: Object.fromEntries(names.map((name) => [name, MASK])) }
  const secrets = placesOf(names, evaluateAll(written, without, []))
  return { scope: { ...scope, secrets: placeholders(secrets) }, secrets }
}

function evaluateAll(values: Do['with'], scope: Scope, warnings: string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, evaluateValue(value, scope, warnings)]),
  )
}
