import * as v from 'valibot'
import { Category } from './definition.ts'
import { Instant } from './instant.ts'
import { Cel, Duration, TEMPLATE_CHARS_MAX } from './text.ts'

/** A message to many, as operators write it. Its words and what it shows are those of `message.send`. */

const LOCALES_MAX = 20
export const ROOMS_MAX = 100
export const CONTACTS_MAX = 10_000
const STEPS_MAX = 5

const Text = v.pipe(v.string(), v.maxLength(TEMPLATE_CHARS_MAX))
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(300))

/** Buttons, image and card are checked as the action does: here they may still hold templates. */
export const BroadcastContent = v.pipe(
  v.strictObject({
    text: v.optional(Text),
    template: v.optional(v.pipe(Text, v.title('The name of a shared text'))),
    buttons: v.optional(v.array(v.record(v.string(), v.string()))),
    image: v.optional(v.union([v.string(), v.record(v.string(), v.string())])),
    card: v.optional(v.record(v.string(), v.string())),
    markdown: v.optional(v.boolean()),
  }),
  v.check(({ text, template }) => (text === undefined) !== (template === undefined), 'either `text` or `template`'),
)

const Locale = v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'a language, such as en or zh-CN'))

/** One for each language; a member gets the nearest. */
function byLanguage<T extends v.GenericSchema>(one: T) {
  return v.pipe(
    v.record(Locale, one),
    v.check((all) => Object.keys(all).length > 0, 'at least one language'),
    v.check((all) => Object.keys(all).length <= LOCALES_MAX, `at most ${LOCALES_MAX} languages`),
  )
}

/** As operators may write it: the same for everybody, or by language; each a text alone, or with what else it shows. */
const Words = v.union([Text, BroadcastContent], 'must be a text, or { text } or { template } with what else it shows')
const Written = v.union([Words, byLanguage(Words)])

const Room = v.strictObject({ channel: Id, room: Id })

/** Whom it is for: groups, everybody in a segment, or a list. */
const Audience = v.union(
  [
    v.strictObject({ rooms: v.pipe(v.array(Room), v.minLength(1), v.maxLength(ROOMS_MAX)) }),
    v.strictObject({ segment: Cel }),
    v.strictObject({ contact_ids: v.pipe(v.array(Id), v.minLength(1), v.maxLength(CONTACTS_MAX)) }),
  ],
  'must be { rooms }, { segment } or { contact_ids }',
)

const LOCAL = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/
const LocalTime = v.pipe(v.string(), v.regex(LOCAL, 'a local time is written like 2026-03-01T09:30'))

/** Without anything: as soon as it is approved. */
const Schedule = v.pipe(
  v.strictObject({
    at: v.optional(v.pipe(Instant, v.title('An instant'))),
    local: v.optional(v.pipe(LocalTime, v.title('At this time on the clock of each member'))),
    if_past: v.optional(
      v.pipe(v.picklist(['send', 'skip']), v.title('What members get for whom `local` is over when it begins')),
    ),
    best_hour: v.optional(
      v.pipe(v.boolean(), v.title('In the hour in which each is most active, within a day from `at`')),
    ),
  }),
  v.check(
    ({ at, local, best_hour }) => local === undefined || (at === undefined && !best_hour),
    '`local` is neither with `at` nor with `best_hour`',
  ),
  v.check(({ local, if_past }) => if_past === undefined || local !== undefined, '`if_past` is for `local`'),
)

export const Broadcast = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  theme: v.optional(v.pipe(v.string(), v.maxLength(200), v.title('The theme of the day, for the calendar'))),
  content: byLanguage(BroadcastContent),
  audience: Audience,
  category: v.optional(Category, 'promotional'),
  channel: v.optional(v.pipe(Id, v.title('Without it each is written to where they are best reached'))),
  schedule: v.optional(Schedule, {}),
  priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-100), v.maxValue(100))),
})

/** A broadcast as it comes in. */
export const BroadcastBody = v.strictObject({ ...Broadcast.entries, content: Written })

export type BroadcastWritten = v.InferOutput<typeof Written>
export type BroadcastShape = v.InferOutput<typeof Broadcast>
export type BroadcastContent = v.InferOutput<typeof BroadcastContent>

const ApprovalStep = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'a step is named a-z, 0-9 and -')),
  assignee: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
})

const THREE_STEPS: { id: string }[] = [{ id: 'operator' }, { id: 'brand' }, { id: 'legal' }]

/** Who must agree before a broadcast goes out, one after the other, each within this time. */
export const ApprovalSettings = v.strictObject({
  steps: v.optional(
    v.pipe(
      v.array(ApprovalStep),
      v.maxLength(STEPS_MAX),
      v.check((steps) => new Set(steps.map(({ id }) => id)).size === steps.length, 'each step is named once'),
    ),
    THREE_STEPS,
  ),
  timeout: v.optional(Duration, '2d'),
})

/** What a broadcast is sent by: a workflow of its own that operators do not see among theirs. */
const WORKFLOW_PREFIX = 'broadcast--'
const SUBJECT_PREFIX = 's-broadcast-'

export function broadcastWorkflow(id: string): string {
  return `${WORKFLOW_PREFIX}${id}`
}

export function isBroadcastWorkflow(workflowId: string): boolean {
  return workflowId.startsWith(WORKFLOW_PREFIX)
}

/** The subject whose tasks its approvals are, and that posts to rooms. */
export function broadcastSubject(id: string): string {
  return `${SUBJECT_PREFIX}${id}`
}

export function broadcastOf(subjectId: string): string | undefined {
  return subjectId.startsWith(SUBJECT_PREFIX) ? subjectId.slice(SUBJECT_PREFIX.length) : undefined
}
