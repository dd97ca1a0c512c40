import * as v from 'valibot'

/** What every list of the API takes and answers. */
export const LIMIT_MAX = 200
export const LIMIT_DEFAULT = 50

export const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(300))

export const JsonRecord = v.record(v.string(), v.unknown())

const Limit = v.pipe(
  v.string(),
  v.regex(/^\d{1,4}$/, 'a limit is a whole number'),
  v.check((text) => Number(text) >= 1 && Number(text) <= LIMIT_MAX, `a limit is between 1 and ${LIMIT_MAX}`),
  v.title(`How many, 1 to ${LIMIT_MAX}; ${LIMIT_DEFAULT} unless said`),
)

const Cursor = v.pipe(v.string(), v.maxLength(500), v.title('Where the last page ended'))

/** The query parameters of a list, beside its own. */
export const paging = { limit: v.optional(Limit), cursor: v.optional(Cursor) }

export const PageQuery = v.strictObject(paging)

/** A page of a list. */
export function pageOf<const S extends v.GenericSchema>(item: S) {
  return v.object({ items: v.array(item), next_cursor: v.nullable(v.string()) })
}
