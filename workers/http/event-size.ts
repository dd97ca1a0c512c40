import type { JsonObject } from '../../schema/json.ts'

/** D1 takes two million bytes in one value. The data of events travels there as JSON within JSON. */
const STORED_BYTES_MAX = 1_800_000
/** What is shorter than this fits, whatever it becomes: a byte becomes at most thirteen. */
const SURELY_FITS = 128 * 1024

/** Whether what came as so many bytes can be kept once it is written down. */
export function canBeKept(bodyBytes: number, events: readonly { data: JsonObject }[]): boolean {
  if (bodyBytes <= SURELY_FITS) return true
  const written = JSON.stringify(JSON.stringify(events.map(({ data }) => data)))
  return Buffer.byteLength(written) <= STORED_BYTES_MAX
}
