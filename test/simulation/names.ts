/** What the simulation, its workload and its judge all know by name. */

export const KNOWN = ['ann', 'bo', 'cai', 'dee', 'eva'] as const
/** Two that are one person; somebody may find that out. */
export const TWINS = ['kim', 'lee'] as const
/** Nobody has met the last two before. */
export const USERS = [...KNOWN, 'fay', 'gus'] as const
/** Whom the product knows when it begins. */
export const MET: readonly string[] = [...KNOWN, ...TWINS]

export const CODES = ['code-1', 'code-2', 'code-3', 'code-4'] as const
export const POOL = 'gifts'
/** A channel that has a pace, and an address that workflows call. */
export const ROOMS = 'rooms'
export const ELSEWHERE = 'http://elsewhere.test'
export const THROTTLE_LIMIT = 3
export const PRICE = 2
/** What one member is given by one step on a day, and what all of them get out of one budget. */
export const LIMIT = 9
export const FUND = 12

/** Until then things happen, and go wrong. */
export const SPAN_MS = 120_000
export const FAULTS_UNTIL_MS = 150_000
