import * as v from 'valibot'

/** What consent is asked for: a category of messages, or every one. */
export const ConsentCategory = v.picklist(['all', 'transactional', 'lifecycle', 'promotional'])
export type ConsentCategory = v.InferOutput<typeof ConsentCategory>

/** What `{{unsubscribe}}` writes: on its way out it becomes the link of whom the message goes to. */
export const UNSUBSCRIBE_ADDRESS = 'https://unsubscribe.invalid/'

/** A consent that was given or withdrawn. Never changed, never written over. Times are milliseconds since the epoch. */
export type ConsentChange = {
  id: string
  subjectId: string
  category: ConsentCategory
  /** Only there; null is everywhere. */
  channel: string | null
  granted: boolean
  /** How it came: by a word that they wrote, by a workflow, by the API, by the link. */
  source: 'word' | 'workflow' | 'api' | 'link'
  /** What shows it: an event, a step, a key. */
  proof: string
  at: number
}

const Answer = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(50))
const Answers = v.pipe(v.array(Answer), v.maxLength(50))
const LEAVING: string[] = [
  ...['退订', '取消订阅', 'TD', 'T', '回复TD', '回复退订', 'TD退订', '回复TD退订', '回T退订'],
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'QUIT', 'CANCEL', 'OPTOUT'],
]
const RETURNING: string[] = ['订阅', '恢复订阅', 'START', 'UNSTOP', 'SUBSCRIBE']
const Text = v.pipe(v.string(), v.maxLength(1000))

/** Words by which somebody unsubscribes or comes back, when they are the whole message. */
export const UnsubscribeSettings = v.strictObject({
  words: v.optional(Answers, LEAVING),
  resubscribe: v.optional(Answers, RETURNING),
  /** What they withdraw from. `all` stops transactional messages too. */
  categories: v.optional(v.pipe(v.array(ConsentCategory), v.minLength(1)), ['lifecycle', 'promotional']),
  confirm: v.optional(v.boolean(), true),
  /** What is answered, by locale; without one our own words. */
  texts: v.optional(
    v.strictObject({
      unsubscribed: v.optional(v.record(v.string(), Text), {}),
      resubscribed: v.optional(v.record(v.string(), Text), {}),
    }),
    {},
  ),
})

/** What is written only to those who have agreed to it. Without it everybody is written to who has not said no. */
export const ConsentSettings = v.strictObject({
  required: v.optional(
    v.pipe(v.array(v.picklist(['lifecycle', 'promotional'])), v.title('Categories that need a consent that was given')),
    [],
  ),
})
