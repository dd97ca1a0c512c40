import { keepRefusal, type Refusal } from '../store/refusals.ts'
import type { Deps } from './deps.ts'

const WHY_LENGTH_MAX = 300
const HEADERS_MAX = 40
const HEADER_LENGTH_MAX = 60
/** An isolate keeps at most so many refusals of a channel at once, and one more for each of these pauses. */
const BURST = 20
const PAUSE_MS = 5_000

const budgets = new Map<string, { left: number; atMs: number }>()

/** Remember why a webhook was refused. A flood of forged ones costs a few rows a minute, and nothing on any other path. */
export async function rememberRefusal(deps: Deps, refusal: Omit<Refusal, 'at' | 'headers'>, headers: Headers) {
  if (!affordable(refusal.channel, deps.clock.real())) return
  const names = [...headers.keys()].slice(0, HEADERS_MAX).map((name) => name.slice(0, HEADER_LENGTH_MAX))
  await keepRefusal(deps.db, {
    ...refusal,
    why: refusal.why.slice(0, WHY_LENGTH_MAX),
    at: deps.clock.now(),
    headers: names,
  })
}

function affordable(channel: string, nowMs: number): boolean {
  const budget = budgets.get(channel) ?? { left: BURST, atMs: nowMs }
  const earned = Math.floor((nowMs - budget.atMs) / PAUSE_MS)
  const left = Math.min(BURST, budget.left + earned)
  budgets.set(channel, { left: Math.max(0, left - 1), atMs: budget.atMs + earned * PAUSE_MS })
  return left > 0
}
