/** AST nodes one render may evaluate; a loop pays for its body on every pass. */
export const NODES_MAX = 100_000
/** Programs within programs, in the source and while rendering, partials included. */
export const DEPTH_MAX = 256
/** UTF-16 units of text one render may produce, inside discarded blocks too; also the longest value of a subexpression. */
export const OUTPUT_CHARS_MAX = 1_000_000
/** Partials within partials. */
export const PARTIAL_DEPTH_MAX = 64

export type Limits = { nodes: number; depth: number; outputChars: number; partialDepth: number }

export const LIMITS: Limits = {
  nodes: NODES_MAX,
  depth: DEPTH_MAX,
  outputChars: OUTPUT_CHARS_MAX,
  partialDepth: PARTIAL_DEPTH_MAX,
}

export type BudgetError = Error & { code: 'budget'; limit: keyof Limits }

/** What one render has used so far. */
export type Meter = Limits & { limits: Limits }

// Rendering never awaits, so at most one outermost render runs at a time. Whatever it renders in turn, a partial
// compiled elsewhere or a helper's own template, draws on the same meter: nesting cannot multiply a budget.
let running: Meter | undefined

/** Do `work` on the meter of the render it happens in, or on a fresh one. */
export function metered<Result>(limits: Limits, work: (meter: Meter) => Result): Result {
  if (running) return work(running)
  running = { limits, nodes: 0, depth: 0, outputChars: 0, partialDepth: 0 }
  try {
    return work(running)
  } finally {
    running = undefined
  }
}

/** Use some of a limit; throws a BudgetError once it is exceeded. */
export function spend(meter: Meter, limit: keyof Limits, amount: number): void {
  meter[limit] += amount
  if (meter[limit] > meter.limits[limit]) throw exceeded(limit, meter.limits[limit])
}

/** Do `work` one level further down; the level is given back however the work ends. */
export function nested<Result>(meter: Meter, limit: 'depth' | 'partialDepth', work: () => Result): Result {
  try {
    spend(meter, limit, 1)
    return work()
  } finally {
    meter[limit] -= 1
  }
}

/**
 * The value `produce` returns, paid for as output. What was paid while producing it, by the programs a block helper
 * ran, is not paid twice; what a helper or an indent added is.
 */
export function paid(meter: Meter, produce: () => unknown): unknown {
  const before = meter.outputChars
  const value = produce()
  const extra = charsOf(value) - (meter.outputChars - before)
  if (extra > 0) spend(meter, 'outputChars', extra)
  return value
}

/** A value made on the way to the output. It may not by itself be longer than the output, or it could double for ever. */
export function bounded(meter: Meter, value: unknown): unknown {
  const { outputChars } = meter.limits
  if (typeof value === 'string' && value.length > outputChars) throw exceeded('outputChars', outputChars)
  return value
}

function charsOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  return Array.isArray(value) ? String(value).length : 0
}

export function exceeded(limit: keyof Limits, max: number): BudgetError {
  const error = new Error(`template exceeds its budget: more than ${max} ${limit}`)
  return Object.assign(error, { code: 'budget' as const, limit })
}
