import type { StepShape } from '../../../schema/step.ts'
import { verbOf } from '../../../schema/step.ts'
import { pathText } from '../problem.ts'
import { type StepAt, stepsOf } from '../steps.ts'
import type { Change, Telling } from './difference.ts'
import { changedFields, ownFields } from './fields.ts'
import { branchName, inSamePlace, type Pairs, pair } from './pair.ts'
import { fieldName, spokenField, spokenStep, spokenWait } from './spoken.ts'

/** What has become of the steps: each that was added, removed, moved, or says something else now. */
export function stepChanges(telling: Telling, before: readonly StepShape[], after: readonly StepShape[]): Change[] {
  const [olds, news] = [stepsOf(before), stepsOf(after)]
  const pairs = pair(olds, news)
  const still = unmoved(pairs, news)
  const gone = olds.filter((old) => !pairs.newer.has(old))
  return [
    ...news.flatMap((one) => {
      const old = pairs.older.get(one)
      if (!old) return [added(telling, one)]
      return [...(still.has(one) ? [] : [moved(telling, old, one)]), ...changed(telling, old, one)]
    }),
    ...gone.map((old) => removed(telling, old)),
  ]
}

/** Steps that are where they were: in the same list, and in the same order as most of the others. */
function unmoved(pairs: Pairs, news: readonly StepAt[]): ReadonlySet<StepAt> {
  const lists = new Map<readonly StepShape[], StepAt[]>()
  for (const one of news) {
    const old = pairs.older.get(one)
    if (old && inSamePlace(pairs, old, one)) lists.set(one.list, [...(lists.get(one.list) ?? []), one])
  }
  const indexOf = (one: StepAt): number => pairs.older.get(one)?.index ?? 0
  return new Set([...lists.values()].flatMap((list) => longestRising(list, indexOf)))
}

function longestRising<T>(items: readonly T[], rank: (item: T) => number): T[] {
  const best: T[][] = []
  for (const item of items) {
    const before = best.filter((run) => rank(run.at(-1) as T) < rank(item)).sort((a, b) => b.length - a.length)[0]
    best.push([...(before ?? []), item])
  }
  return best.sort((a, b) => b.length - a.length)[0] ?? []
}

function added({ words, locale }: Telling, one: StepAt): Change {
  const text = words.added(spokenStep(words, one.step, locale), placeOf({ words, locale }, one))
  return { kind: 'added', ...about(one), text, after: one.step as Change['after'] }
}

function removed({ words, locale }: Telling, old: StepAt): Change {
  const text = words.removed(spokenStep(words, old.step, locale), placeOf({ words, locale }, old))
  return { kind: 'removed', ...about(old), text, before: old.step as Change['before'] }
}

function moved({ words, locale }: Telling, old: StepAt, one: StepAt): Change {
  const text = words.moved(spokenStep(words, one.step, locale), placeOf({ words, locale }, one))
  return { kind: 'moved', ...about(one), text, before: pathText(old.path), after: pathText(one.path) }
}

function changed({ words, locale }: Telling, old: StepAt, one: StepAt): Change[] {
  const what = spokenStep(words, one.step, locale)
  const verb = verbOf(one.step)
  if (verbOf(old.step) !== verb) {
    const text = words.became(what, spokenStep(words, old.step, locale), spokenStep(words, one.step, locale))
    return [
      {
        kind: 'changed',
        ...about(one),
        text,
        before: old.step as Change['before'],
        after: one.step as Change['after'],
      },
    ]
  }
  return changedFields(ownFields(old.step), ownFields(one.step)).map(({ keys, before, after }) => {
    const [field, was, is] = spokenFields({ words, locale }, keys, before, after)
    const named = what.includes(is) && keys[0] === verb ? spokenName({ words, locale }, one) : what
    const text = field === '' ? words.became(named, was, is) : words.changed(named, field, was, is)
    return { kind: 'changed', ...about(one, keys), text, ...values(before, after) }
  })
}

/** A step without what it does, where a sentence says that itself. */
function spokenName({ words, locale }: Telling, at: StepAt): string {
  const { step } = at
  const name = typeof step.name === 'string' ? step.name : (step.name?.[locale] ?? step.id)
  return name === undefined ? words.step(undefined, placeOf({ words, locale }, at)) : words.quote(name)
}

function spokenFields(
  { words }: Telling,
  keys: readonly string[],
  before: unknown,
  after: unknown,
): [string, string, string] {
  const said = keys.filter(
    (key) => key !== 'with' && !/^(wait_for|approve|throttle|call|repeat|set|split|choose)$/.test(key),
  )
  const last = keys.at(-1) ?? ''
  if (keys.length === 1 && last === 'wait')
    return [
      fieldName(words, 'wait'),
      ...both((one) => (one === undefined ? words.nothing : spokenWait(words, one)), before, after),
    ]
  const field = said.map((key) => fieldName(words, key)).join(' ')
  return [field, ...both((one) => spokenField(words, last, one), before, after)]
}

function both(speak: (value: unknown) => string, before: unknown, after: unknown): [string, string] {
  return [speak(before), speak(after)]
}

function values(before: unknown, after: unknown): Pick<Change, 'before' | 'after'> {
  return {
    ...(before !== undefined && { before: before as Change['before'] }),
    ...(after !== undefined && { after: after as Change['after'] }),
  }
}

function about({ path, step }: StepAt, keys: readonly string[] = []): Pick<Change, 'part' | 'path' | 'step'> {
  return { part: 'actions', path: pathText([...path, ...keys]), ...(step.id !== undefined && { step: step.id }) }
}

/** Where a step stands: behind which one, and inside which. */
function placeOf({ words, locale }: Telling, one: StepAt): string {
  const previous = one.list[one.index - 1]
  const place = previous ? words.place.after(spokenStep(words, previous, locale)) : words.place.first
  const around = one.within.at(-1)
  if (!around) return place
  const name = branchName(one)
  const branch = words.place.branch[name] ?? words.place.named(words.quote(name))
  return words.place.inside(spokenStep(words, around.step, locale), branch, place)
}
