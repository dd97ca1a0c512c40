/** Why an expression is refused, where (1-based), and what was probably meant. */
export type ExpressionProblem = {
  readonly message: string
  readonly line?: number
  readonly column?: number
  readonly hint?: string
}

const REFUSAL = Symbol('refusal')
export type Refusal = {
  readonly [REFUSAL]: true
  readonly start: number
  readonly message: string
  readonly hint?: string
}

/** Ends the check at the first problem. `parseExpression` catches it; nothing else does. */
export function refuse(at: { readonly start: number }, message: string, hint?: string): never {
  throw { [REFUSAL]: true, start: at.start, message, ...(hint && { hint }) } satisfies Refusal
}

export function isRefusal(thrown: unknown): thrown is Refusal {
  return typeof thrown === 'object' && thrown !== null && REFUSAL in thrown
}

export function locate(source: string, { start, message, hint }: Omit<Refusal, typeof REFUSAL>): ExpressionProblem {
  const before = source.slice(0, start).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  return { message, line: before.length, column, ...(hint && { hint }) }
}
