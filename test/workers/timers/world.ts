import type { Timers } from '../../../workers/timers/port.ts'

export type Woken = { subjectId: string; atMs: number }

/** An adapter with the rest of the world around it: a clock to turn, and what was woken as it turned. */
export type TimersWorld = {
  timers: Timers
  now: () => number
  advance: (ms: number) => Promise<void>
  woken: Woken[]
}
