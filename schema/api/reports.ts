import * as v from 'valibot'

export const WeeklyQuery = v.strictObject({
  week: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^2\d{3}-W\d{2}$/, 'a week such as 2026-W02'),
      v.title('The last one that is over unless said'),
    ),
  ),
  locale: v.optional(v.picklist(['en', 'zh-CN'])),
})

const Lines = v.pipe(v.record(v.string(), v.nullable(v.number())), v.title('Figures by name; shares are from 0 to 1'))

export const WeeklyAnswer = v.object({
  week: v.object({ name: v.string(), from: v.string(), to: v.string() }),
  timezone: v.string(),
  locale: v.string(),
  now: Lines,
  before: Lines,
  funnel: v.array(v.object({ step: v.string(), members: v.number() })),
  text: v.string(),
})
