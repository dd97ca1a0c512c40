/**
 * What else we remember of a contact, beside what the columns of its row say: one key for each part of the product that
 * remembers something. Written with the row, so it costs no row of its own; keep each part small and bounded.
 */
// biome-ignore lint/complexity/noBannedTypes: parts are added one by one
export type Facts = {}
