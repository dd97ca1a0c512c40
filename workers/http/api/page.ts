import { LIMIT_DEFAULT } from '../../../schema/api/page.ts'

/** What part of a list is asked for. `after` is where the page before ended, in the list's own terms. */
export type Page = { limit: number; after: Place | null }
type Place = readonly (string | number)[]

/** The page that a query asks for, or undefined when its cursor is none of ours. */
export function readPage(query: Record<string, unknown>): Page | undefined {
  const limit = query.limit === undefined ? LIMIT_DEFAULT : Number(query.limit)
  if (typeof query.cursor !== 'string') return { limit, after: null }
  const after = decode(query.cursor)
  return after && { limit, after }
}

/** A list that ended after `limit` items says where the next page begins; `rows` holds one more when there is one. */
export function pageAnswer<R, J>(rows: readonly R[], { limit }: Page, item: (row: R) => J, place: (row: R) => Place) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), next_cursor: rows.length > limit && last !== undefined ? encode(place(last)) : null }
}

/** The same for what was looked for in windows: a page that is not full may still go on. */
export function foundAnswer<R extends { seq: number }, J>(
  { rows, below }: { rows: readonly R[]; below: number | null },
  page: Page,
  item: (row: R) => J,
) {
  const answer = pageAnswer(rows, page, item, ({ seq }) => [seq])
  return answer.next_cursor === null && below !== null ? { ...answer, next_cursor: encode([below]) } : answer
}

export function textAt({ after }: Page, index: number): string | null {
  const value = after?.[index]
  return value === undefined ? null : String(value)
}

export function numberAt({ after }: Page, index: number): number | null {
  const value = Number(after?.[index])
  return Number.isSafeInteger(value) ? value : null
}

export function encode(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function decode(cursor: string): Place | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const known = Array.isArray(place) && place.every((part) => typeof part === 'string' || typeof part === 'number')
    return known && place.length > 0 ? place : undefined
  } catch {
    return undefined
  }
}

/**
 * As `pageAnswer`, for rows that each hold several items, or none. Places are a row's number and the item in it; the
 * rows begin with the one at which the page before ended.
 */
export function flatPageAnswer<R, J>(
  rows: readonly R[],
  page: Page,
  number: (row: R) => number,
  items: (row: R) => J[],
) {
  const first = numberAt(page, 0)
  const skip = numberAt(page, 1) ?? 0
  const shown: J[] = []
  for (const row of rows) {
    const all = items(row)
    for (let i = number(row) === first ? skip : 0; i < all.length; i++) {
      if (shown.length === page.limit) return { items: shown, next_cursor: encode([number(row), i]) }
      shown.push(all[i] as J)
    }
  }
  const last = rows.at(-1)
  const more = rows.length > page.limit && last !== undefined
  return { items: shown, next_cursor: more ? encode([number(last), items(last).length]) : null }
}
