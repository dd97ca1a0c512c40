/** One entry of a contact's points, and the balance after it. Times are milliseconds since the epoch. */
export type LedgerEntry = {
  subjectId: string
  seq: number
  delta: number
  kind: string
  reason: string
  key: string
  at: number
  availableAt: number | null
  expiresAt: number | null
  balance: number
}
