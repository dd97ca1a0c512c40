import * as v from 'valibot'

const count = v.number()
const rate = v.nullable(v.number())
const interval = v.tuple([v.number(), v.number()])
const Words = v.object({ en: v.string(), 'zh-CN': v.string() })

const verdict = v.object({
  kind: v.picklist(['nothing yet', 'ratio off', 'too early', 'winner', 'control wins', 'no difference', 'open']),
  branch: v.nullable(v.string()),
  words: Words,
})

export const ExperimentSummary = v.object({
  id: v.pipe(v.string(), v.title('`workflow:step`')),
  workflow_id: v.string(),
  step: v.string(),
  running: v.pipe(v.boolean(), v.title('The published version has this split')),
  exposed: count,
  verdict,
})

export const ExperimentAnswer = v.object({
  ...ExperimentSummary.entries,
  control: v.pipe(v.string(), v.title('The branch that the others are compared with')),
  branches: v.array(
    v.object({
      name: v.string(),
      exposed: count,
      expected: count,
      converted: count,
      rate,
      value: count,
      mean_value: rate,
    }),
  ),
  ratio: v.pipe(
    v.nullable(v.object({ chi_square: count, p: count, off: v.boolean() })),
    v.title('Whether members stand as the weights say; null while there are too few'),
  ),
  comparisons: v.array(
    v.object({
      branch: v.string(),
      difference: count,
      lift: rate,
      z: count,
      p: v.pipe(count, v.title('Of the plain test: for one look that was decided on before')),
      interval,
      always: v.pipe(v.object({ p: count, interval }), v.title('Holds however often anybody looks')),
      power: v.pipe(rate, v.title('How likely a rise by a tenth would be seen')),
      detectable: v.pipe(rate, v.title('The smallest rise that would be seen four times out of five')),
    }),
  ),
})

export const ExperimentList = v.object({ items: v.array(ExperimentSummary), next_cursor: v.null() })

export const PromoteBody = v.strictObject({
  branch: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  publish: v.optional(v.boolean(), false),
})
