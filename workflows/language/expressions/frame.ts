import type { Scope } from './variables.ts'

/** Roughly nodes evaluated plus characters looked at: some tens of milliseconds at the very worst. */
export const STEPS_MAX = 500_000
export const LIST_ITEMS_MAX = 10_000
export const TEXT_LENGTH_MAX = 100_000

/** One evaluation: what it sees, the items its comprehensions stand at, and how much work it may still do. */
export type Frame = { readonly scope: Scope; readonly locals: unknown[]; stepsLeft: number }
export type Run = (frame: Frame) => unknown

const FAILURE = Symbol('failure')
/** `final`: the work is used up, so that no `||` may go on with its other side. */
export type Failure = { readonly [FAILURE]: true; readonly why: string; readonly final: boolean }

/**
 * Ends the evaluation of a part. CEL lets `||`, `&&`, `exists` and `all` absorb a failure, so it unwinds to the nearest of
 * them; `evaluate` turns what is left into a value. Not an Error: nobody needs its stack, and data can fail 10 000 times.
 */
export function fail(why: string): never {
  throw { [FAILURE]: true, why, final: false } satisfies Failure
}

export function isFailure(thrown: unknown): thrown is Failure {
  return typeof thrown === 'object' && thrown !== null && FAILURE in thrown
}

/** Pay for work before doing it. */
export function spend(frame: Frame, steps: number): void {
  frame.stepsLeft -= steps
  if (frame.stepsLeft < 0)
    throw { [FAILURE]: true, why: 'it takes too much work on this data', final: true } satisfies Failure
}

export function boundedText(text: string): string {
  return text.length > TEXT_LENGTH_MAX ? fail(`a text longer than ${TEXT_LENGTH_MAX} characters`) : text
}

export function boundedList<Item>(items: readonly Item[]): readonly Item[] {
  return items.length > LIST_ITEMS_MAX ? fail(`a list longer than ${LIST_ITEMS_MAX} items`) : items
}
