/** The limits of LANGUAGE.md, in one place. */
export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export const WAIT_MAX_MS = 366 * DAY_MS
/** Steps that one run may carry out. */
export const RUN_STEPS_MAX = 10_000
/** How many of our own workflows may stand behind an event. */
export const CAUSES_MAX = 5
/** Events that one stimulus may raise, directly and indirectly. */
export const RAISED_MAX = 200
export const TEXT_CHARS_MAX = 100_000
/** What a run may remember, written as JSON: it is one cell of a row of 2 MB. */
export const MEMORY_CHARS_MAX = 500_000
/** What one commit's journal says in full; twice that is all it says. */
export const JOURNAL_CHARS_MAX = 500_000
export const WARNING_CHARS_MAX = 1_000
/** What the events that one stimulus raises may carry together. */
export const RAISED_CHARS_MAX = 500_000
export const TRAITS_CHARS_MAX = 65_536
export const TAGS_MAX = 500
/** Entries that a subject remembers for re-entry; past that the oldest are forgotten. */
export const ENTRIES_MAX = 5_000
/** Runs of one subject that may be open at once. */
export const OPEN_RUNS_MAX = 500

/** So many digests collect for one contact at once. */
export const DIGESTS_MAX = 10
