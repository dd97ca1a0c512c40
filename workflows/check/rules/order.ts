import { suggest } from '../../language/expressions/suggest.ts'
import { at, error, type Finding, type Subject, warning } from '../finding.ts'
import type { Reading, Use } from '../readings.ts'
import { branchesOf, type StepAt } from '../steps.ts'
import { branchesEnd, endsAlways } from './ends.ts'

/** What is read of a step must be of one that has run by then. */
export function order({ readings, steps }: Subject): Finding[] {
  const byId = new Map(steps.flatMap((step) => (step.step.id === undefined ? [] : [[step.step.id, step] as const])))
  return readings.flatMap((reading) =>
    reading.uses.flatMap((use) => {
      const [root, id] = use.names
      if (root !== 'steps' || id === undefined) return []
      const step = byId.get(id)
      const found = step ? outOfOrder(reading, use, step) : noStep(reading, id, [...byId.keys()])
      return found ? [at(use, found)] : []
    }),
  )
}

function noStep({ path }: Reading, id: string, ids: readonly string[]): Finding {
  const dashed = ids.find((known) => known.startsWith(`${id}-`))
  if (dashed) return error(path, `there is no step \`${id}\``, `write \`steps["${dashed}"]\`: the dash reads as minus`)
  const near = suggest(id, ids)
  const hint = near ? `did you mean \`steps.${near}\`?` : ids.length > 0 ? `the steps are ${ids.join(', ')}` : undefined
  return error(path, `there is no step \`${id}\``, hint)
}

const BEFORE_RUN: ReadonlySet<string> = new Set(['triggers', 'conditions', 'entry', 'settings'])

function outOfOrder({ path, at: from }: Reading, { guarded }: Use, target: StepAt): Finding | undefined {
  const id = target.step.id ?? ''
  if (!from) {
    if (!BEFORE_RUN.has(String(path[0]))) return undefined
    return error(path, `no step has run here yet, so \`steps.${id}\` is never there`)
  }
  const relation = relationOf(target, from)
  if (relation === 'never') return error(path, `the step \`${id}\` cannot have run before this one`)
  if (relation === 'ran' || guarded) return undefined
  return warning(path, `the step \`${id}\` may not have run here`, `ask for it first: has(steps.${id})`)
}

/** Has `target` run when `from` is carried out? */
function relationOf(target: StepAt, from: StepAt): 'ran' | 'maybe' | 'never' {
  const there = [...target.within, target]
  const here = [...from.within, from]
  const parting = here.findIndex((step, i) => there[i]?.step !== step.step)
  const again = here.slice(0, parting < 0 ? here.length : parting).some(({ step }) => 'repeat' in step)
  const otherwise = again ? 'maybe' : 'never'
  if (parting < 0) return otherwise // itself, or a step inside
  const a = there[parting]
  const b = here[parting]
  if (!a) return 'ran' // around this one
  if (!b || a.list !== b.list || a.index > b.index) return otherwise
  return isCertain(there.slice(parting)) ? 'ran' : 'maybe'
}

/** Nothing goes on behind the first of these without having passed the last. */
function isCertain(chain: readonly StepAt[]): boolean {
  return chain.every((outer, i) => {
    const inner = chain[i + 1]
    if (!inner) return true
    if ('repeat' in outer.step) return outer.step.repeat.while === undefined && outer.step.repeat.times !== 0
    const others = branchesOf(outer.step, outer.path).filter(({ steps }) => steps !== inner.list)
    return branchesEnd(outer.step) && others.length > 0 && others.every(({ steps }) => endsAlways(steps))
  })
}
