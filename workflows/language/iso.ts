/** ISO 8601 in UTC, as the API writes every instant. */
export function formatIso(ms: number): string {
  return new Date(ms).toISOString()
}
