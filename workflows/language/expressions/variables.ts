import { DYN, listOf, mapOf, NUMBER, STRING, type StaticType, TIMESTAMP } from './static-type.ts'

const OPEN = mapOf(DYN)

const object = (path: string, fields: Readonly<Record<string, StaticType>>): StaticType => ({
  kind: 'object',
  path,
  fields,
})

/** What an expression can ask of a contact. A field that is not here is refused when the workflow is saved. */
const CONTACT = object('contact', {
  id: STRING,
  name: STRING,
  locale: STRING,
  timezone: STRING,
  phone: STRING,
  email: STRING,
  tags: listOf(STRING),
  traits: OPEN,
  points: NUMBER,
  tier: STRING,
  stage: STRING,
  risk: NUMBER,
  owner: STRING,
  created_at: TIMESTAMP,
  joined_at: TIMESTAMP,
  left_at: TIMESTAMP,
  last_seen_at: TIMESTAMP,
  best_hour: NUMBER,
  active_days: NUMBER,
  active_streak: NUMBER,
  roles: listOf(STRING),
  streak: NUMBER,
  best_streak: NUMBER,
  earned: NUMBER,
  expiring: DYN,
  badges: listOf(STRING),
  referrals: NUMBER,
  consents: OPEN,
  identities: DYN,
})

const VARIABLES = {
  event: object('event', { id: STRING, type: STRING, time: TIMESTAMP, channel: STRING, data: DYN }),
  contact: CONTACT,
  inputs: OPEN,
  vars: OPEN,
  steps: OPEN,
  loop: object('loop', { index: NUMBER }),
  digest: object('digest', {
    id: STRING,
    name: STRING,
    count: NUMBER,
    omitted: NUMBER,
    items: DYN,
    first: DYN,
    last: DYN,
    opened_at: TIMESTAMP,
  }),
  run: object('run', { id: STRING, started_at: TIMESTAMP }),
  now: TIMESTAMP,
  value: NUMBER,
  baseline: NUMBER,
  body: DYN,
} as const satisfies Record<string, StaticType>

export type VariableName = keyof typeof VARIABLES

/** What expressions see unless told otherwise; `value`, `baseline` and `body` exist only where they are allowed. */
export const USUAL_VARIABLES: readonly VariableName[] = [
  'event',
  'contact',
  'inputs',
  'vars',
  'steps',
  'loop',
  'digest',
  'run',
  'now',
]

export const isVariable = (name: string): name is VariableName => Object.hasOwn(VARIABLES, name)
export const variableType = (name: VariableName): StaticType => VARIABLES[name]

/**
 * What one evaluation sees: plain values as JSON has them, timestamps as Date. It is read in place, never copied. A variable
 * left out fails the evaluation that asks for it. `segments` answers `segment("name")`.
 */
export type Scope = { readonly [Name in VariableName]?: unknown } & {
  /** Writes the text of this name, with more variables: what `{{t}}` calls. */
  readonly say?: (name: string, more: Readonly<Record<string, unknown>>, within: Scope) => string
  /** Is told of each address that `{{link}}` writes. */
  readonly link?: (url: string) => void
  /** What stands for each secret that a step names. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Answers `listed("list", text)`. */
  readonly listed?: ((list: string, text: string) => boolean | undefined) | undefined
  readonly segments?: ((name: string) => boolean | undefined) | Readonly<Record<string, boolean>> | undefined
}
