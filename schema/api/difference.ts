import * as v from 'valibot'

const Locale = v.pipe(v.string(), v.minLength(2), v.maxLength(35), v.title('In which language: en or zh-CN'))

export const DifferenceQuery = v.strictObject({ locale: v.optional(Locale) })

export const DifferenceAnswer = v.object({
  workflow_id: v.string(),
  before: v.union([v.number(), v.literal('draft')]),
  after: v.union([v.number(), v.literal('draft')]),
  same: v.boolean(),
  summary: v.string(),
  changes: v.array(
    v.object({
      kind: v.picklist(['added', 'removed', 'moved', 'changed']),
      part: v.string(),
      path: v.pipe(v.string(), v.title('In the newer version; of what is gone, in the older')),
      step: v.optional(v.string()),
      text: v.pipe(v.string(), v.title('The difference in words')),
      before: v.optional(v.unknown()),
      after: v.optional(v.unknown()),
    }),
  ),
})
