import * as v from 'valibot'

const GRADES = { least: 1, most: 5 } as const

export const Grade = v.pipe(v.number(), v.integer(), v.minValue(GRADES.least), v.maxValue(GRADES.most))

/** What a contribution consists of: at least one of text, title and address. */
export const CONTRIBUTED = {
  kind: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[a-z0-9_-]{1,40}$/, 'a kind is 1 to 40 of a-z, 0-9, - and _'),
      v.title('What kind of contribution; `post` unless said'),
    ),
  ),
  title: v.optional(v.pipe(v.string(), v.maxLength(300))),
  text: v.optional(v.pipe(v.string(), v.maxLength(10_000))),
  url: v.optional(
    v.pipe(v.string(), v.maxLength(2000), v.regex(/^https?:\/\/\S+$/i, 'an address that begins with https://')),
  ),
}

/** Something that a member has made for the community. Instants are milliseconds since the epoch. */
export type Contribution = {
  /** Begins with the id of the contact that made it. */
  id: string
  subjectId: string
  kind: string
  title: string | null
  text: string | null
  url: string | null
  at: number
  status: 'waiting' | 'graded' | 'rejected'
  /** 1 is thanks, 5 the best there is; null before a person has decided. */
  grade: number | null
  featuredAt: number | null
  decidedAt: number | null
  decidedBy: string | null
  note: string | null
}

/** What a person makes of a contribution. */
export type Verdict = { kind: 'grade'; grade: number; featured: boolean } | { kind: 'feature' } | { kind: 'reject' }

export const ContributionSettings = v.strictObject({
  featured_score: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(1000),
      v.title('What being featured adds to the board `contributions`, beside the grade'),
    ),
    5,
  ),
})
