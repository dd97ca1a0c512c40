/** A condition as people put it together: something of a member, how it is compared, and with what. */
export type Row = {
  field: string
  /** Which attribute, for those that have a name of their own. */
  key: string
  is: string
  /** A number as it is written, an instant in ISO 8601, or a text. */
  value: string
}

export type Joined = 'all' | 'any'
export type Group = { join: Joined; rows: readonly Row[] }

/** Conditions in groups, and how the groups go together. */
export type Rows = { join: Joined; groups: readonly Group[] }

export const GROUPS_MAX = 10
export const ROWS_MAX = 20

type Comparison = {
  /** What is compared with. Without it the row has no value. */
  takes?: 'text' | 'number' | 'instant' | 'days'
  /** The condition in CEL: `it` is what is compared, the value is written as CEL. */
  cel: (it: string, value: string, key: string) => string
}

const known: Comparison = { cel: (it) => `${it} != ""` }
const unknown: Comparison = { cel: (it) => `${it} == ""` }
const compared = (sign: string, takes: Comparison['takes']): Comparison => ({
  takes,
  cel: (it, value) => `${it} ${sign} ${value}`,
})

const NUMBER = {
  ge: compared('>=', 'number'),
  gt: compared('>', 'number'),
  le: compared('<=', 'number'),
  lt: compared('<', 'number'),
  eq: compared('==', 'number'),
  ne: compared('!=', 'number'),
} satisfies Record<string, Comparison>

const CHOICE = { is: compared('==', 'text'), is_not: compared('!=', 'text') } satisfies Record<string, Comparison>

/** How each kind of field is compared. An attribute that is not known is none that "is not" excludes. */
export const COMPARISONS = {
  text: {
    known,
    unknown,
    ...CHOICE,
    contains: { takes: 'text', cel: (it, value) => `${it}.contains(${value})` },
    begins: { takes: 'text', cel: (it, value) => `${it}.startsWith(${value})` },
  },
  choice: CHOICE,
  number: NUMBER,
  list: {
    has: { takes: 'text', cel: (it, value) => `${value} in ${it}` },
    has_not: { takes: 'text', cel: (it, value) => `!(${value} in ${it})` },
  },
  time: {
    within: { takes: 'days', cel: (it, value) => `now - ${it} <= days(${value})` },
    over: { takes: 'days', cel: (it, value) => `now - ${it} > days(${value})` },
    after: { takes: 'instant', cel: (it, value) => `${it} >= timestamp(${value})` },
    before: { takes: 'instant', cel: (it, value) => `${it} < timestamp(${value})` },
    known: { cel: (it) => `has(${it})` },
    unknown: { cel: (it) => `!has(${it})` },
  },
  attribute: {
    is: compared('==', 'text'),
    is_not: {
      takes: 'text',
      cel: (it, value, key) => `!(${quoted(key)} in contact.traits) || ${it} != ${value}`,
    },
    contains: { takes: 'text', cel: (it, value) => `${it}.contains(${value})` },
    ...NUMBER,
    yes: { cel: (it) => `${it} == true` },
    no: { cel: (it) => `${it} == false` },
    known: { cel: (_, __, key) => `${quoted(key)} in contact.traits` },
    unknown: { cel: (_, __, key) => `!(${quoted(key)} in contact.traits)` },
  },
  consent: {
    yes: { takes: 'text', cel: (it, value) => `${it}[?${value}].orValue(false)` },
    no: { takes: 'text', cel: (it, value) => `!${it}[?${value}].orValue(true)` },
  },
  channel: {
    has: { takes: 'text', cel: (it, value) => `${it}.exists(one, one.channel == ${value})` },
    has_not: { takes: 'text', cel: (it, value) => `!${it}.exists(one, one.channel == ${value})` },
  },
  segment: {
    is: { takes: 'text', cel: (_, value) => `segment(${value})` },
    is_not: { takes: 'text', cel: (_, value) => `!segment(${value})` },
  },
} as const satisfies Record<string, Record<string, Comparison>>

export type FieldKind = keyof typeof COMPARISONS

/** What of a member conditions are made of, in the order in which they are offered. */
export const FIELDS = {
  tags: 'list',
  stage: 'choice',
  tier: 'choice',
  points: 'number',
  last_seen_at: 'time',
  joined_at: 'time',
  attribute: 'attribute',
  name: 'text',
  email: 'text',
  phone: 'text',
  owner: 'text',
  locale: 'text',
  timezone: 'text',
  risk: 'number',
  earned: 'number',
  streak: 'number',
  best_streak: 'number',
  active_days: 'number',
  active_streak: 'number',
  referrals: 'number',
  best_hour: 'number',
  badges: 'list',
  roles: 'list',
  consents: 'consent',
  channel: 'channel',
  created_at: 'time',
  left_at: 'time',
  segment: 'segment',
} as const satisfies Record<string, FieldKind>

export type FieldName = keyof typeof FIELDS

export function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name)
}

/** The comparisons of a field, each by its name. */
export function comparisonsOf(field: string): Readonly<Record<string, Comparison>> {
  return isField(field) ? COMPARISONS[FIELDS[field]] : {}
}

/** A text as CEL writes it. */
export function quoted(text: string): string {
  return JSON.stringify(text)
}
