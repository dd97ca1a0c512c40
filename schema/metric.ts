import * as v from 'valibot'

export const MetricName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9_.:-]{0,99}$/, 'a metric is named by up to 100 letters, digits, _ . : and -'),
)

/** What a run adds to a metric. `causes` are the workflows whose work led there. */
export type Count = { metric: string; value: number; causes: string[] }
