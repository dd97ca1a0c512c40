import type { EngineEvent } from '../../schema/actor.ts'
import { sentiment } from '../language/sentiment.ts'
import { look } from '../words/filter.ts'
import { alertOfPage } from './alerts/series.ts'
import type { DeliveryResult } from './delivery.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

/** From here down a message counts as negative. */
const NEGATIVE_FROM = -0.3

const COMPLAINS =
  /投诉|举报|维权|差评|曝光|起诉|骗子|骗钱|诈骗|12315|消协|\bcomplain|\bchargeback|\bscam|\blawsuit|\bconsumer protection|\bsue you\b/i
const ASKS_BACK = /退款|退钱|退货|赔偿|\brefund|\bmoney back\b|\bcompensat/i

/** Words that make any message a complaint: the list of this id, when operators keep one. */
const COMPLAINTS_LIST = 'complaints'

/**
 * Count an incoming message as `messages.received`, and by what it says as `messages.negative` and `complaints`: each only
 * when a workflow's trigger looks at that metric, so that nobody pays for what nobody watches.
 */
export function countMood(turn: Turn, { type, data, causes }: EngineEvent): void {
  if (type !== 'message.received' || turn.actor.contact.kind !== 'contact') return
  const watched = watchedMetrics(turn.world.workflows)
  const count = (metric: string, holds: () => boolean) => {
    if (watched.has(metric) && holds()) turn.counts.push({ metric, value: 1, causes })
  }
  const text = typeof data.text === 'string' ? data.text : ''
  count('messages.received', () => true)
  count('messages.negative', () => sentiment(text) <= NEGATIVE_FROM)
  count('complaints', () => isComplaint(turn.world, text))
}

function isComplaint({ words = [] }: World, text: string): boolean {
  return (
    COMPLAINS.test(text) ||
    (ASKS_BACK.test(text) && sentiment(text) < 0) ||
    isListed(words, COMPLAINTS_LIST, text) === true
  )
}

/** A message that could not be sent, as `messages.failed`. Pages of an exercise and of an alert are no figures. */
export function countFailed(turn: Turn, result: DeliveryResult): void {
  if (result.kind !== 'failed' || result.code === 'cancelled' || alertOfPage(result.id) !== undefined) return
  if (watchedMetrics(turn.world.workflows).has('messages.failed'))
    turn.counts.push({ metric: 'messages.failed', value: 1, causes: [] })
}

/** Whether a text holds a word of this list, in whichever direction the list filters; undefined without such a list. */
export function isListed(lists: NonNullable<World['words']>, id: string, text: string): boolean | undefined {
  const list = lists.find((one) => one.id === id)
  return (
    list &&
    look([{ ...list, direction: 'both', locale: null }], text, { direction: 'incoming', locale: 'en' }).length > 0
  )
}

const watchedCache = new WeakMap<World['workflows'], ReadonlySet<string>>()

function watchedMetrics(workflows: World['workflows']): ReadonlySet<string> {
  let watched = watchedCache.get(workflows)
  if (!watched) {
    const triggers = workflows.flatMap(({ program }) => program.triggers)
    watched = new Set(triggers.flatMap((trigger) => (trigger.kind === 'metric' ? [trigger.metric] : [])))
    watchedCache.set(workflows, watched)
  }
  return watched
}
