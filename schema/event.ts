import * as v from 'valibot'

/** The happenings the product knows. Any `custom.*` may join them. */
export const EVENT_TYPES = [
  'member.joined',
  'member.left',
  'message.received',
  'reaction.added',
  'button.clicked',
  'form.submitted',
  'checkin.made',
  'order.paid',
  'order.refunded',
  'coupon.used',
  'link.clicked',
  'survey.answered',
  'signup.confirmed',
  'signup.waitlisted',
  'signup.cancelled',
  'signup.attended',
  'gathering.changed',
  'gathering.cancelled',
  'campaign.phase_changed',
  'contribution.made',
  'contribution.graded',
  'contribution.featured',
  'contribution.rejected',
  'contact.created',
  'contact.updated',
  'contact.stage_changed',
  'contact.tagged',
  'contact.untagged',
  'contact.tier_changed',
  'contact.points_changed',
  'contact.merged',
  'contact.unsubscribed',
  'referral.attributed',
  'referral.qualified',
  'referral.rejected',
  'referral.rung_reached',
  'referral.rung_lost',
  'message.sent',
  'message.failed',
  'alert.raised',
  'alert.escalated',
  'alert.acknowledged',
  'alert.resolved',
  'task.done',
  'task.approved',
  'task.rejected',
  'task.overdue',
  'workflow.completed',
  'workflow.failed',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

const CUSTOM_TYPE = /^custom\.[a-z0-9_.-]+$/
const CUSTOM_TYPE_LENGTH_MAX = 100
const TYPE_NAME = /^[A-Za-z0-9._:/-]{1,200}$/

/** A type of our own list, or a well-formed `custom.*`. */
export function isEventType(text: string): boolean {
  return known.has(text) || (text.length <= CUSTOM_TYPE_LENGTH_MAX && CUSTOM_TYPE.test(text))
}

/** What may come in at the door: also reverse-DNS names such as `com.example.order.paid`, which CloudEvents prefers. */
export function isTypeName(text: string): boolean {
  return TYPE_NAME.test(text)
}

/** What the product itself decides and tells of. Nobody else can: workflows give rewards for some of it. */
const OURS = /^(?:contact|referral|alert|task|workflow|campaign|contribution)\./

/**
 * What a sender may call an event who has no key of ours: facts of the world as they are, and what would be a decision of
 * the product's as `custom.…`, so that it starts only what waits for just that.
 */
export function typeFromOutside(type: string): string {
  return OURS.test(type) ? `custom.${type}` : type
}

const known: ReadonlySet<string> = new Set(EVENT_TYPES)

const text = v.string()
const about = (title: string) => v.pipe(v.string(), v.title(title))
const maybe = (title: string) => v.optional(about(title))
const amount = v.pipe(v.number(), v.title('Amount, in units of the currency'))
const points = v.pipe(v.number(), v.integer())

const alert = v.looseObject({
  alert_id: about('Alert'),
  level: v.optional(v.pipe(v.number(), v.title('How urgent: 1 to 3'))),
  title: maybe('What it is about'),
  drill: v.optional(v.pipe(v.boolean(), v.title('Whether it is an exercise'))),
})
const task = v.looseObject({
  task_id: about('Task'),
  title: maybe('What was to be done'),
  by: maybe('Who decided it'),
  note: maybe('What they said to it'),
  kind: maybe('What kind of task it was'),
})
const meeting = {
  gathering_id: about('Gathering'),
  name: v.optional(v.union([v.string(), v.record(v.string(), v.string())])),
  place: v.nullish(v.string()),
  starts_at: v.optional(v.string()),
  ends_at: v.nullish(v.string()),
}
const gathering = v.looseObject(meeting)
const seat = v.looseObject({
  ...meeting,
  status: maybe('How it stands with their seat'),
  position: v.optional(points),
  promoted: v.optional(v.pipe(v.boolean(), v.title('Whether they moved up from the wait-list'))),
})
const contribution = v.looseObject({
  contribution_id: about('Contribution'),
  kind: about('What kind of contribution'),
  featured: v.pipe(v.boolean(), v.title('Whether it is featured')),
  title: maybe('Title'),
  url: maybe('Address'),
})
const judged = v.looseObject({
  ...contribution.entries,
  grade: v.optional(v.pipe(points, v.title('1 to 5'))),
  by: maybe('Who decided'),
  note: maybe('What they said to it'),
})
const tag = v.looseObject({ tag: about('Tag') })
const room = maybe('Group, room or chat')

/** What the `data` of each type carries at least; a channel adds what its platform says. */
export const EVENT_DATA = {
  'member.joined': v.looseObject({
    room,
    source: maybe('How they came'),
    inviter: maybe('External id of the inviter'),
  }),
  'member.left': v.looseObject({ room, reason: maybe('Why, when the platform says') }),
  'message.received': v.looseObject({
    text,
    room,
    message_id: maybe('The platform’s id of the message'),
    thread_id: maybe('The message it answers'),
    mention: v.optional(v.pipe(v.boolean(), v.title('Whether it addresses us'))),
  }),
  'reaction.added': v.looseObject({
    reaction: about('The emoji or its name'),
    message_id: maybe('The message reacted to'),
    room,
    author: maybe('External id of the message’s author'),
  }),
  'button.clicked': v.looseObject({
    value: about('The value the button carries'),
    action_id: maybe('Which button'),
    message_id: maybe('The message that holds the button'),
    room,
  }),
  'form.submitted': v.looseObject({
    form_id: maybe('Form'),
    response_id: maybe('Response'),
    answers: v.optional(v.pipe(v.record(v.string(), v.unknown()), v.title('Answers by question'))),
  }),
  'checkin.made': v.looseObject({ name: maybe('Which check-in'), day: maybe('Local date') }),
  'order.paid': v.looseObject({
    order_id: maybe('Order'),
    amount,
    currency: maybe('ISO 4217 code'),
    coupon: maybe('Coupon code'),
  }),
  'order.refunded': v.looseObject({
    order_id: maybe('Order'),
    amount: v.optional(amount),
    currency: maybe('ISO 4217 code'),
  }),
  'coupon.used': v.looseObject({
    code: about('Coupon code'),
    coupon: maybe('Kind of coupon'),
    order_id: maybe('Order'),
  }),
  'link.clicked': v.looseObject({ url: about('Where it leads'), link_id: maybe('Link'), message_id: maybe('Message') }),
  'signup.confirmed': seat,
  'signup.waitlisted': seat,
  'signup.cancelled': seat,
  'signup.attended': seat,
  'gathering.changed': gathering,
  'gathering.cancelled': gathering,
  'campaign.phase_changed': v.looseObject({
    campaign_id: about('Campaign'),
    from: maybe('The phase before'),
    to: about('The phase that begins'),
    starts_at: v.optional(text),
    ends_at: v.optional(text),
  }),
  'survey.answered': v.looseObject({
    survey_id: about('Survey'),
    question: maybe('Question'),
    score: v.optional(v.number()),
    answers: v.optional(v.pipe(v.record(v.string(), v.unknown()), v.title('Answers by question'))),
  }),
  'contribution.made': contribution,
  'contribution.graded': judged,
  'contribution.featured': judged,
  'contribution.rejected': judged,
  'contact.created': v.looseObject({ source: maybe('How we learned of them') }),
  'contact.updated': v.looseObject({
    changed: v.optional(v.pipe(v.array(text), v.title('Names of the changed fields'))),
  }),
  'contact.stage_changed': v.looseObject({ from: v.nullish(text), to: about('New stage') }),
  'contact.tagged': tag,
  'contact.untagged': tag,
  'contact.tier_changed': v.looseObject({ from: v.nullish(text), to: v.nullish(text) }),
  'contact.points_changed': v.looseObject({ delta: points, balance: points, reason: maybe('Why') }),
  'contact.merged': v.looseObject({ merged_id: about('The contact that is no more') }),
  'contact.unsubscribed': v.looseObject({ category: maybe('From which messages; absent means all') }),
  'referral.attributed': v.looseObject({ code: maybe('Referral code'), referrer_id: maybe('Contact who referred') }),
  'referral.qualified': v.looseObject({ referral_id: maybe('Referral'), referrer_id: maybe('Contact who referred') }),
  'referral.rejected': v.looseObject({ referral_id: maybe('Referral'), reason: about('Why') }),
  'referral.rung_reached': v.looseObject({ rung: v.union([text, points]), count: v.optional(points) }),
  'referral.rung_lost': v.looseObject({ rung: v.union([text, points]), count: v.optional(points) }),
  'message.sent': v.looseObject({ message_id: about('Message'), category: maybe('Category') }),
  'message.failed': v.looseObject({ message_id: about('Message'), reason: about('Why') }),
  'alert.raised': alert,
  'alert.escalated': alert,
  'alert.acknowledged': alert,
  'alert.resolved': alert,
  'task.done': task,
  'task.approved': task,
  'task.rejected': task,
  'task.overdue': v.looseObject({
    task_id: about('Task'),
    deadline: v.pipe(v.picklist(['answer', 'fix']), v.title('Which deadline has passed')),
    title: maybe('What the complaint is about'),
    due_at: maybe('When the deadline was'),
  }),
  'workflow.completed': v.looseObject({ workflow_id: about('Workflow'), run_id: about('Run') }),
  'workflow.failed': v.looseObject({
    workflow_id: about('Workflow'),
    run_id: about('Run'),
    error: maybe('What failed'),
  }),
} satisfies Record<EventType, v.GenericSchema>
