import * as v from 'valibot'
import { QuietWindow } from '../gate.ts'
import { Instant } from '../instant.ts'
import { RoleName } from '../members.ts'
import { Zone } from '../text.ts'
import { EventAnswer } from './events.ts'
import { Id, JsonRecord, LIMIT_MAX, paging } from './page.ts'
import { JournalAnswer } from './runs.ts'

export const IdentityShape = v.strictObject({ channel: Id, external_id: Id })

const text = v.nullable(v.string())
const instant = v.nullable(Instant)

export const ContactAnswer = v.object({
  id: v.string(),
  merged_into: v.optional(v.pipe(v.string(), v.title('The id that was asked for is no more: it is this contact now'))),
  name: text,
  locale: text,
  timezone: text,
  phone: text,
  email: text,
  tags: v.array(v.string()),
  traits: JsonRecord,
  points: v.number(),
  tier: text,
  stage: v.string(),
  risk: v.number(),
  roles: v.array(v.string()),
  roles_given: v.pipe(v.boolean(), v.title('The roles were given by hand; the rules are not asked')),
  active_days: v.pipe(v.number(), v.title('Days of theirs on which they did something')),
  active_streak: v.pipe(v.number(), v.title('Such days one after the other, up to now')),
  last_active_day: text,
  best_hour: v.pipe(v.nullable(v.number()), v.title('The hour of their day in which they are most active')),
  owner: text,
  streak: v.number(),
  best_streak: v.number(),
  expiring: v.pipe(
    v.array(v.object({ at: Instant, points: v.number() })),
    v.title('Points that expire, the soonest first'),
  ),
  badges: v.array(v.string()),
  referrals: v.number(),
  consents: v.record(v.string(), v.boolean()),
  identities: v.array(v.object({ channel: v.string(), external_id: v.string() })),
  blocked: v.pipe(v.boolean(), v.title('Nothing is sent to them')),
  blocked_reason: text,
  quiet_hours: v.pipe(v.nullable(QuietWindow), v.title('Their own, instead of the community’s')),
  last_channel: text,
  joined_at: instant,
  left_at: instant,
  last_seen_at: instant,
  created_at: Instant,
})

export const MergeBody = v.strictObject({
  into: v.pipe(Id, v.title('Who stays')),
  from: v.pipe(Id, v.title('Who goes')),
})

export const RiskAnswer = v.object({
  risk: v.pipe(v.number(), v.title('The sum of the points, at most 100')),
  factors: v.array(
    v.object({
      name: v.string(),
      weight: v.pipe(v.number(), v.title('The points it brings at its worst')),
      value: v.pipe(v.number(), v.title('From 0, nothing to worry about, to 1')),
      points: v.number(),
      detail: v.record(v.string(), v.number()),
    }),
  ),
  computed_at: Instant,
})

export const ContactQuery = v.strictObject({
  ...paging,
  q: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(200),
      v.title(
        'How a word of the name, or a part of an e-mail address or handle, begins; or an id, external id, email or phone',
      ),
    ),
  ),
  segment: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(4096),
      v.title('The id or name of a segment, or a condition in CEL'),
    ),
  ),
  channel: v.optional(Id),
  external_id: v.optional(Id),
  ids: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(LIMIT_MAX * 80),
      v.transform((text) => [...new Set(text.split(',').flatMap((id) => id.trim() || []))]),
      v.check((ids) => ids.length <= LIMIT_MAX, `at most ${LIMIT_MAX} ids`),
      v.title('These, by their ids with commas between them, on one page; those that are not there are left out'),
    ),
  ),
})

const Short = v.pipe(v.string(), v.maxLength(200))
const Tag = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))
const Tags = v.pipe(v.array(Tag), v.maxLength(500))

const fields = {
  name: v.nullish(Short),
  locale: v.nullish(Short),
  timezone: v.nullish(Zone),
  phone: v.nullish(Short),
  email: v.nullish(Short),
  owner: v.nullish(Short),
  traits: v.optional(v.pipe(JsonRecord, v.title('Merged; null removes'))),
}

export const ContactBody = v.strictObject({
  identities: v.pipe(v.array(IdentityShape), v.minLength(1, 'at least one identity'), v.maxLength(20)),
  ...fields,
  tags: v.optional(Tags),
})

const ConsentName = v.pipe(
  v.string(),
  v.regex(
    /^(all|transactional|lifecycle|promotional)(@[^\s@]{1,64})?$/,
    'a category, or a category and a channel such as promotional@shop',
  ),
)

/** A consent that was given or withdrawn, and what shows it. */
export const ConsentChangeAnswer = v.object({
  id: v.string(),
  category: v.string(),
  channel: text,
  granted: v.boolean(),
  source: v.picklist(['word', 'workflow', 'api', 'link']),
  proof: v.string(),
  at: Instant,
})

export const ContactPatch = v.strictObject({
  ...fields,
  tags: v.optional(v.pipe(Tags, v.title('Replaces all tags'))),
  add_tags: v.optional(Tags),
  remove_tags: v.optional(Tags),
  identities: v.optional(v.pipe(v.array(IdentityShape), v.maxLength(20), v.title('Adds ids on other channels'))),
  consents: v.optional(
    v.pipe(v.record(ConsentName, v.boolean()), v.title('By category, or `category@channel`; those left out stay')),
  ),
  blocked: v.optional(v.pipe(v.boolean(), v.title('Whether nothing at all may be sent to them'))),
  blocked_reason: v.optional(Short),
  roles: v.optional(
    v.pipe(v.nullable(v.pipe(v.array(RoleName), v.maxLength(20))), v.title('Roles given by hand; null for the rules’')),
  ),
  quiet_hours: v.optional(v.pipe(v.nullable(QuietWindow), v.title('Their own quiet hours; null for the community’s'))),
})

/** One line of a contact's history: an event, what a run did, or what somebody wrote down. */
export const TimelineAnswer = v.object({
  at: Instant,
  kind: v.picklist(['event', 'step', 'note']),
  event: v.optional(EventAnswer),
  run_id: v.optional(v.string()),
  entry: v.optional(JournalAnswer),
  note: v.optional(v.object({ id: v.string(), text: v.string() })),
  message: v.optional(
    v.pipe(v.object({ id: v.string(), channel: text, text: v.string() }), v.title('What the step has written')),
  ),
})
