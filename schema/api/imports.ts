import * as v from 'valibot'
import { Id } from './page.ts'

export const ImportQuery = v.strictObject({
  format: v.optional(v.pipe(v.picklist(['csv', 'ndjson']), v.title('Else as the content type says'))),
  channel: v.optional(v.pipe(Id, v.title('The channel that `external_id` belongs to, unless a column says it'))),
  map: v.optional(v.pipe(v.string(), v.maxLength(10_000), v.title('JSON: which column is which field'))),
  upload: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, _ and -'))),
  part: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/, 'a number from 1'))),
  last: v.optional(v.picklist(['true', 'false'])),
})

export const ImportErrorAnswer = v.object({ line: v.number(), column: v.string(), reason: v.string() })
