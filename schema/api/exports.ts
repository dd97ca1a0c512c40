import * as v from 'valibot'

export const ExportQuery = v.strictObject({
  segment: v.optional(
    v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.title('A segment, or a condition in CEL')),
  ),
})
