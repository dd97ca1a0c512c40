import type { Meter } from './budget.ts'
import type { Location } from './tree.ts'

export type Bag = Record<string, unknown>
export type Callable = (this: unknown, ...args: unknown[]) => unknown

/** What handlebars' own runtime offers a running template. It decides on property access, partials and data frames. */
export type Container = {
  strict(parent: unknown, name: string, loc: Location | undefined): unknown
  lookupProperty(parent: unknown, name: string): unknown
  lookup(depths: unknown[] | undefined, name: string): unknown
  lambda(value: unknown, context: unknown): unknown
  escapeExpression(value: unknown): unknown
  invokePartial(partial: unknown, context: unknown, options: Bag): unknown
  program(
    index: number,
    data: unknown,
    declaredBlockParams: number,
    blockParams: unknown[][] | undefined,
    depths: unknown[] | undefined,
  ): Callable
  data(data: unknown, depth: number): unknown
  noop: Callable
  nullContext: object
  hooks: { helperMissing: Callable; blockHelperMissing: Callable }
  helpers: Bag
  decorators: Bag
}

/** One run of one program: the values its names stand for. */
export type Frame = {
  container: Container
  context: unknown
  helpers: Bag
  partials: Bag
  data: unknown
  /** By program, innermost first; kept if the template reads any. */
  blockParams: unknown[][] | undefined
  /** Contexts, innermost first; kept if the template reads an outer one. */
  depths: unknown[] | undefined
  meter: Meter
}

export type Evaluate = (frame: Frame) => unknown
