import * as v from 'valibot'
import { MetricName } from '../../../schema/metric.ts'
import { action } from '../action.ts'
import { inDrill } from '../alert/drill.ts'

/** Count something. Triggers look at it over a rolling window. What an exercise leads to is not counted. */
export const add = action({
  name: 'metric.add',
  params: { metric: MetricName, value: v.optional(v.pipe(v.number(), v.finite()), 1) },
  result: {},
  decide: ({ metric, value }, { event }) => ({
    kind: 'done',
    effects: inDrill(event) ? [] : [{ kind: 'count', metric, value }],
  }),
})
