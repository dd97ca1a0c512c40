import type * as v from 'valibot'
import { Definition, TRIGGERS } from '../../schema/definition.ts'
import { isObject } from '../../schema/json.ts'
import { VERBS, type Verb } from '../../schema/step.ts'
import { suggest } from '../language/expressions/suggest.ts'
import type { Path, Problem } from './problem.ts'
import { type ShapeNode, shapeNode } from './shape-node.ts'
import { spokenValue } from './shape-words.ts'

type Special = { path: Path; found: Omit<Problem, 'path'> }

const VERB_NAMES = Object.keys(VERBS) as Verb[]

/** Every field of a step that is no verb: of any verb's shape. */
const STEP_FIELDS = new Set(
  VERB_NAMES.flatMap((verb) => Object.keys(shapeNode(VERBS[verb] as unknown as v.GenericSchema).entries ?? {})),
)

/** A step without its one verb. What a step with one verb holds is up to that verb's shape. */
export function stepProblem(step: unknown): Special | undefined {
  if (!isObject(step)) return { path: [], found: { message: `a step is an object, found ${spokenValue(step)}` } }
  const verbs = VERB_NAMES.filter((verb) => Object.hasOwn(step, verb))
  if (verbs.length === 1) return undefined
  if (verbs.length > 1) {
    const named = verbs.map((verb) => `\`${verb}\``).join(' and ')
    const hint = verbs.includes('if') ? 'to skip a step under a condition write `when`' : 'make them two steps'
    return { path: [], found: { message: `a step has exactly one verb; this one has ${named}`, hint } }
  }
  return (
    nearVerb(step) ?? {
      path: [],
      found: {
        message: 'a step has exactly one verb; this one has none',
        hint: `the verbs are ${VERB_NAMES.join(', ')}`,
      },
    }
  )
}

/** The field that was meant to be the verb. */
function nearVerb(step: Record<string, unknown>): Special | undefined {
  for (const key of Object.keys(step)) {
    if (STEP_FIELDS.has(key)) continue
    const near = suggest(key, VERB_NAMES)
    if (near)
      return { path: [key], found: { message: `there is no verb \`${key}\``, hint: `did you mean \`${near}\`?` } }
  }
  return undefined
}

/** The shape of one trigger, as the definition has it. */
export const Trigger: ShapeNode = shapeNode(Definition.entries.triggers).item ?? shapeNode(Definition)

const TRIGGER_NAMES = Object.keys(TRIGGERS)

export function triggerProblem(trigger: unknown): Special | undefined {
  if (!isObject(trigger))
    return { path: [], found: { message: `a trigger is an object, found ${spokenValue(trigger)}` } }
  const kinds = TRIGGER_NAMES.filter((kind) => Object.hasOwn(trigger, kind))
  if (kinds.length === 1) return undefined
  const named = kinds.map((kind) => `\`${kind}\``).join(' and ')
  if (kinds.length > 1)
    return {
      path: [],
      found: { message: `a trigger has exactly one kind; this one has ${named}`, hint: 'make them two triggers' },
    }
  for (const key of Object.keys(trigger)) {
    const near = suggest(key, TRIGGER_NAMES)
    if (near)
      return { path: [key], found: { message: `there is no trigger \`${key}\``, hint: `did you mean \`${near}\`?` } }
  }
  return { path: [], found: { message: 'a trigger needs its kind', hint: `one of ${TRIGGER_NAMES.join(', ')}` } }
}
