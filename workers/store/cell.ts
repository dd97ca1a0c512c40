/** Cells of a row as the type that their column has. A cell of another type is a bug in a query, and says so. */

export function text(cell: unknown): string {
  if (typeof cell === 'string') return cell
  throw new TypeError(`expected text in a cell, found ${typeof cell}`)
}

export function number(cell: unknown): number {
  if (typeof cell === 'number') return cell
  throw new TypeError(`expected a number in a cell, found ${typeof cell}`)
}

export function textOrNull(cell: unknown): string | null {
  return cell === null || cell === undefined ? null : text(cell)
}

export function numberOrNull(cell: unknown): number | null {
  return cell === null || cell === undefined ? null : number(cell)
}

/** A column that we wrote as JSON ourselves, so its shape is ours. */
export function json<T>(cell: unknown): T {
  return JSON.parse(text(cell)) as T
}

export function jsonOrNull<T>(cell: unknown): T | null {
  return cell === null || cell === undefined ? null : json<T>(cell)
}
