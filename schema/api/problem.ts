import * as v from 'valibot'

/** RFC 9457, as every refusal is written. */
export const ProblemAnswer = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.optional(v.string()),
  errors: v.optional(
    v.array(
      v.object({
        path: v.string(),
        line: v.optional(v.number()),
        column: v.optional(v.number()),
        message: v.string(),
        hint: v.optional(v.string()),
      }),
    ),
  ),
})
