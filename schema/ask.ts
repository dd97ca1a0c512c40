/**
 * What a run asks of something that members share: granted while fewer than `limit` of this resource were granted after
 * `since`. The answer is kept at least until `keepUntil`.
 */
export type Ask = { id: string; resource: string; limit: number; at: number; since: number; keepUntil: number }
