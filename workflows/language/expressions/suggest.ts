/** The name most like `wanted`, if one is close enough to be what was meant. */
export function suggest(wanted: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const name of names) {
    const near = distance(wanted.toLowerCase(), name.toLowerCase())
    if (near < bestDistance) {
      best = name
      bestDistance = near
    }
  }
  return best
}

/** Levenshtein's: how many letters to change, insert or leave out; two that changed places count once. */
function distance(from: string, to: string): number {
  let earlier: readonly number[] = []
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const swap = swapped ? (earlier[j - 2] ?? 0) + 1 : change
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    earlier = row
    row = next
  }
  return row[to.length] ?? 0
}
