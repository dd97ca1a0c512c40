import * as v from 'valibot'
import { MetricName } from '../../../schema/metric.ts'
import { action } from '../action.ts'

/** Count something. Triggers look at it over a rolling window. */
export const add = action({
  name: 'metric.add',
  params: { metric: MetricName, value: v.optional(v.pipe(v.number(), v.finite()), 1) },
  result: {},
  decide: ({ metric, value }) => ({ kind: 'done', effects: [{ kind: 'count', metric, value }] }),
})
