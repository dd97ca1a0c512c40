import { type StepShape, verbOf } from '../../../schema/step.ts'
import type { StepAt } from '../steps.ts'
import { isSame, ordered, ownFields } from './fields.ts'

/** Which step of the older version each step of the newer one is. */
export type Pairs = { older: ReadonlyMap<StepAt, StepAt>; newer: ReadonlyMap<StepAt, StepAt> }

type Pairing = {
  olds: readonly StepAt[]
  news: readonly StepAt[]
  older: Map<StepAt, StepAt>
  newer: Map<StepAt, StepAt>
  parts: Map<StepShape, { all: string; fields: Map<string, unknown> }>
}

/**
 * Steps are the same that have the same id; of the others, those that say the same, in the same place first, and then
 * those that do the same kind of thing in the same place, the likest first. A bare wait is like any other, so it is not
 * looked for elsewhere before its place has been filled.
 */
export function pair(olds: readonly StepAt[], news: readonly StepAt[]): Pairs {
  const pairing: Pairing = { olds, news, older: new Map(), newer: new Map(), parts: new Map() }
  const ids = new Map(olds.flatMap((old) => (old.step.id === undefined ? [] : [[old.step.id, old] as const])))
  for (const one of news) {
    const old = one.step.id === undefined ? undefined : ids.get(one.step.id)
    if (old) join(pairing, old, one)
  }
  const isSpecial = ({ step }: StepAt): boolean => !('wait' in step) && !('stop' in step)
  const says = (old: StepAt, one: StepAt): boolean => partsOf(pairing, old.step).all === partsOf(pairing, one.step).all
  fill(pairing, (old, one) => inSamePlace(pairing, old, one) && says(old, one))
  fill(pairing, (old, one) => isSpecial(one) && says(old, one))
  fill(pairing, (old, one) => inSamePlace(pairing, old, one) && isOfKind(old.step, one.step))
  fill(pairing, says)
  return pairing
}

function join({ older, newer }: Pairing, old: StepAt, one: StepAt): void {
  older.set(one, old)
  newer.set(old, one)
}

/** Two steps with ids of their own are two steps. */
function fill(pairing: Pairing, fits: (old: StepAt, one: StepAt) => boolean): void {
  for (const one of pairing.news) {
    if (pairing.older.has(one)) continue
    const free = pairing.olds.filter(
      (old) => !pairing.newer.has(old) && !(old.step.id && one.step.id) && fits(old, one),
    )
    const best = free.sort((a, b) => likeness(pairing, b, one) - likeness(pairing, a, one))[0]
    if (best) join(pairing, best, one)
  }
}

function likeness(pairing: Pairing, old: StepAt, one: StepAt): number {
  const [a, b] = [partsOf(pairing, old.step).fields, partsOf(pairing, one.step).fields]
  return [...b].filter(([path, value]) => isSame(a.get(path), value)).length
}

function partsOf({ parts }: Pairing, step: StepShape): { all: string; fields: Map<string, unknown> } {
  const known = parts.get(step)
  if (known) return known
  const fields = new Map([...ownFields(step)].map(([path, { value }]) => [path, value] as const))
  const made = { all: ordered(Object.fromEntries(fields)), fields }
  parts.set(step, made)
  return made
}

function isOfKind(old: StepShape, one: StepShape): boolean {
  if (verbOf(old) !== verbOf(one)) return false
  return !('do' in old && 'do' in one) || old.do === one.do
}

/** In the same list of the same step around them, or both outside of any. */
export function inSamePlace(
  { older }: Pick<Pairs, 'older'>,
  old: Pick<StepAt, 'within' | 'path'>,
  one: Pick<StepAt, 'within' | 'path'>,
): boolean {
  const [around, aroundNow] = [old.within.at(-1), one.within.at(-1)]
  if (!around || !aroundNow) return around === aroundNow
  return older.get(aroundNow) === around && branchName(old) === branchName(one)
}

/** The list of the step around it that a step is in: `then`, a branch of a split by its name, a case by its number. */
export function branchName({ within, path }: Pick<StepAt, 'within' | 'path'>): string {
  const around = within.at(-1)
  if (!around) return ''
  const [list = '', index] = path.slice(around.path.length, -1)
  if (typeof index !== 'number') return String(list)
  return 'split' in around.step ? (around.step.split[index]?.name ?? '') : String(index + 1)
}
