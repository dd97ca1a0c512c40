const WINDOW_MS = 10 * 60_000
const FAILURES_MAX = 10
const ADDRESSES_MAX = 10_000

/** Failed sign-ins of this isolate by address. Keys are 32 random bytes: this only keeps the noise down. */
const failures = new Map<string, { count: number; since: number }>()

/** How many seconds this address must wait before it may try again; 0 when it may now. */
export function mustWaitSeconds(address: string, realNow: number): number {
  const known = failures.get(address)
  if (!known || realNow - known.since > WINDOW_MS || known.count < FAILURES_MAX) return 0
  return Math.ceil((known.since + WINDOW_MS - realNow) / 1000)
}

/** Count a failure. Whether it is worth writing down: the first of a window, and the one that closes the door. */
export function failed(address: string, realNow: number): boolean {
  const known = failures.get(address)
  if (known && realNow - known.since <= WINDOW_MS) {
    known.count += 1
    return known.count === FAILURES_MAX
  }
  if (failures.size >= ADDRESSES_MAX) failures.clear()
  failures.set(address, { count: 1, since: realNow })
  return true
}
