/**
 * What else we remember of a contact, beside what the columns of its row say: one key for each part of the product that
 * remembers something. Written with the row, so it costs no row of its own; keep each part small and bounded.
 */
export type Facts = {
  /** How active they were in each of the 24 hours of their local day; older activity weighs less. */
  hours?: number[]
  /** When our own workflows started each workflow within the last minutes, against loops. */
  starts?: Record<string, number[]>
}
