import * as v from 'valibot'
import { Cel, Duration, EventPattern } from './text.ts'

/** How members are judged: stages of their life in the community, the risk of losing them, and their roles. */

export const STAGES = ['new', 'active', 'dormant', 'churned'] as const
export type Stage = (typeof STAGES)[number]

/** What comes in about a member and is not of their own doing. */
const NO_ACTIVITY = [
  'member.left',
  'order.refunded',
  'contact.*',
  'message.sent',
  'message.failed',
  'referral.*',
  'alert.*',
  'task.*',
  'workflow.*',
]

export const StageSettings = v.strictObject({
  new_for: v.optional(v.pipe(Duration, v.title('How long after joining a member is new')), '7d'),
  dormant_after: v.optional(v.pipe(Duration, v.title('Without activity for so long: dormant')), '7d'),
  churned_after: v.optional(v.pipe(Duration, v.title('Without activity for so long: churned')), '30d'),
  not_activity: v.optional(
    v.pipe(v.array(EventPattern), v.maxLength(50), v.title('Events from outside that are no activity of the member')),
    NO_ACTIVITY,
  ),
})

const Weight = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))

/** How many points of the score each factor brings when it is at its worst. The score is their sum, at most 100. */
export const RiskSettings = v.strictObject({
  silence: v.optional(
    v.pipe(Weight, v.title('Days without activity, up to the time after which they are churned')),
    50,
  ),
  falling: v.optional(v.pipe(Weight, v.title('Less activity in the last 7 days than in the 21 before')), 30),
  negative: v.optional(v.pipe(Weight, v.title('Negative remarks in the last 30 days')), 30),
  missed_checkins: v.optional(v.pipe(Weight, v.title('Days without a check-in, of members who check in')), 20),
})

const ROLES_MAX = 20
const ROLE_NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u

export const RoleName = v.pipe(v.string(), v.regex(ROLE_NAME, 'a role is named by 1 to 40 letters, digits, _ and -'))

/** Each role with the rule by which a member has it. */
export const RoleSettings = v.pipe(
  v.record(RoleName, Cel),
  v.check((roles) => Object.keys(roles).length <= ROLES_MAX, `at most ${ROLES_MAX} roles`),
)

export const ROLES_DEFAULT = {
  kol: "'kol' in contact.tags || contact.referrals >= 10",
  koc: "'koc' in contact.tags || contact.referrals >= 3",
  core: "contact.stage == 'active' && contact.active_days >= 30",
  active: "contact.stage == 'active'",
  silent: "contact.stage in ['dormant', 'churned']",
}

export type StageShape = v.InferOutput<typeof StageSettings>
