/** "Look at this subject at this time." A hint: late, early, doubled or lost wakes change latency and nothing else. */
export type Wake = {
  subjectId: string
  /** Milliseconds since the epoch, in the product's time. */
  dueAtMs: number
}

export type Timers = {
  /** Arms a wake-up for each. Arming the same wake twice is harmless. */
  arm: (wakes: Wake[]) => Promise<void>
}

/** Wakes with this name are for what waits to go out or is tried again; they belong to no subject. */
export const DELIVERIES = 'deliveries'
