/**
 * A complaint that is still open, as its contact remembers it. Times are milliseconds since the epoch; a deadline that is
 * met, or of which it was said that it is over, is not there any more.
 */
export type OpenComplaint = {
  /** That of its task. */
  id: string
  title: string
  /** What was said, in short: the same words again are the same complaint. */
  said: string
  openedAt: number
  /** Where it came from: an answer goes there. */
  channel: string | null
  answerBy?: number
  fixBy?: number
}

/** The first answer that a complaint got. Written once. */
export type FirstAnswer = { id: string; at: number }
