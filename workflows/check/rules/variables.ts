import * as v from 'valibot'
import { SECRET_ACTIONS, SecretName } from '../../../schema/secret.ts'
import { suggest } from '../../language/expressions/suggest.ts'
import { isVariable, USUAL_VARIABLES, variableType } from '../../language/expressions/variables.ts'
import type { Known } from '../check.ts'
import { at, error, type Finding, type Subject, warning } from '../finding.ts'
import type { Reading, Use } from '../readings.ts'

/** Names that cannot exist: in templates, whose paths nothing else checks, and variables that nothing ever sets. */
export function variables({ readings, steps, known }: Pick<Subject, 'readings' | 'steps' | 'known'>): Finding[] {
  const set = new Set(steps.flatMap(({ step }) => ('set' in step ? Object.keys(step.set) : [])))
  return readings.flatMap((reading) => [
    ...faults(reading),
    ...reading.uses.flatMap((use) => {
      if (handedOver(reading, use, readings)) return []
      const found =
        unknownName(reading, use, known) ??
        unset(reading, use, set) ??
        outsideLoop(reading, use) ??
        outsideDigest(reading, use)
      return found ? [at(use, found)] : []
    }),
  ])
}

/** In a text of the workflow's own, a variable that `{{t}}` hands to it. */
function handedOver(
  { path: [root, text] }: Reading,
  { names: [name = ''] }: Use,
  readings: readonly Reading[],
): boolean {
  if (root !== 'texts') return false
  return readings.some(
    (reading) =>
      reading.kind === 'template' && reading.says.some((said) => said.name === text && said.given.includes(name)),
  )
}

function faults(reading: Reading): Finding[] {
  if (reading.kind !== 'template') return []
  return reading.faults.map((fault) => at(fault, error(reading.path, fault.message, fault.hint)))
}

function unknownName(reading: Reading, { names }: Use, known: Known): Finding | undefined {
  const [root = '', field] = names
  if (reading.kind !== 'template') return undefined
  if (root === 'secrets') return secret(reading, field, known.secrets)
  if (!isVariable(root) || !USUAL_VARIABLES.includes(root))
    return error(reading.path, `there is no variable \`${root}\``, meantVariable(root))
  const type = variableType(root)
  if (type.kind !== 'object' || field === undefined || Object.hasOwn(type.fields, field)) return undefined
  const near = suggest(field, Object.keys(type.fields))
  const hint = near ? `did you mean \`${root}.${near}\`?` : `it has ${Object.keys(type.fields).join(', ')}`
  return error(reading.path, `\`${root}.${field}\` does not exist`, hint)
}

function secret(
  { path, at: where }: Reading,
  name: string | undefined,
  known: Iterable<string> | undefined,
): Finding | undefined {
  if (!where || !('do' in where.step) || !SECRET_ACTIONS.has(where.step.do))
    return error(path, `secrets are to be had only in ${[...SECRET_ACTIONS].join(', ')}`)
  if (name === undefined || !v.is(SecretName, name)) return error(path, 'a secret is named like `{{secrets.API_KEY}}`')
  const names = known && [...known]
  if (!names || names.includes(name)) return undefined
  const near = suggest(name, names)
  const hint = near ? `did you mean \`secrets.${near}\`?` : 'an admin sets it with `PUT /api/v1/secrets/NAME`'
  return error(path, `there is no secret \`${name}\``, hint)
}

function meantVariable(root: string): string | undefined {
  const contact = variableType('contact')
  if (contact.kind === 'object' && Object.hasOwn(contact.fields, root)) return `did you mean \`contact.${root}\`?`
  const near = suggest(root, USUAL_VARIABLES)
  if (near) return `did you mean \`${near}\`?`
  const field = contact.kind === 'object' ? suggest(root, Object.keys(contact.fields)) : undefined
  return field ? `did you mean \`contact.${field}\`?` : `the variables are ${USUAL_VARIABLES.join(', ')}`
}

function unset(
  { path }: Reading,
  { names: [root, name], guarded }: Use,
  set: ReadonlySet<string>,
): Finding | undefined {
  if (root !== 'vars' || name === undefined || set.has(name) || guarded) return undefined
  const near = suggest(name, set)
  return warning(path, `no step sets \`vars.${name}\``, near ? `did you mean \`vars.${near}\`?` : undefined)
}

function outsideLoop({ path, at: where }: Reading, { names: [root] }: Use): Finding | undefined {
  if (root !== 'loop') return undefined
  const around = where ? [...where.within, where] : []
  if (path[0] === 'texts' || around.some(({ step }) => 'repeat' in step)) return undefined
  return error(path, '`loop` exists only inside a `repeat`')
}

function outsideDigest({ path, at: where }: Reading, { names: [root] }: Use): Finding | undefined {
  if (root !== 'digest' || path[0] === 'texts' || path[0] === 'text') return undefined
  if (where && 'do' in where.step && where.step.do === 'message.digest') return undefined
  return error(path, '`digest` exists only in what a `message.digest` writes')
}
