import type { EngineEvent } from '../../schema/actor.ts'
import { fold } from '../words/fold.ts'
import { changeConsent } from './consents.ts'
import { RETRY_DEFAULT } from './delivery.ts'
import { askGate } from './gate/gate.ts'
import type { Turn } from './turn.ts'

const SAYS_MAX = 60

/** Somebody who writes nothing but one of the words means it: their consent changes before anything else hears of it. */
export function hearWish(turn: Turn, event: EngineEvent): void {
  const { text } = event.data
  if (event.type !== 'message.received' || turn.actor.contact.kind !== 'contact') return
  if (typeof text !== 'string' || text.length > SAYS_MAX) return
  const said = bare(text)
  if (said === '') return
  const { unsubscribe, consent } = turn.world.settings
  const leaves = unsubscribe.words.some((word) => bare(word) === said)
  if (!leaves && !unsubscribe.resubscribe.some((word) => bare(word) === said)) return
  const { consents } = turn.actor.contact
  // Whoever comes back comes back to everything that they left, and agrees to what must be agreed to.
  const left = (['all', ...unsubscribe.categories] as const).filter((name) => consents[name] === false)
  const asked = consent.required.filter((name) => consents[name] !== true)
  const categories = leaves ? unsubscribe.categories : [...new Set([...left, ...asked])]
  const wish = { granted: !leaves, source: 'word' as const, proof: event.id }
  const changed = categories.filter((category) => changeConsent(turn, { ...wish, category }, event.causes))
  if (changed.length > 0 && unsubscribe.confirm && event.data.room === undefined) answer(turn, event, leaves)
}

/** A word without its width, case, and whatever stands around or between. */
function bare(text: string): string {
  return fold(text)
    .units.join('')
    .replace(/[!|@$€]+/g, '')
}

/** Said once, as what they must be told. */
function answer(turn: Turn, event: EngineEvent, leaves: boolean): void {
  const { contact } = turn.actor
  const { texts } = turn.world.settings.unsubscribe
  const own = leaves ? { ...UNSUBSCRIBED, ...texts.unsubscribed } : { ...RESUBSCRIBED, ...texts.resubscribed }
  const draft = {
    ...{ id: `${contact.id}-u-${event.id}`, subjectId: contact.id, text: inLocale(own, turn) },
    ...{ category: 'transactional' as const, retry: RETRY_DEFAULT, onUnknown: 'hold' as const, awaited: false },
    ...(event.channel !== null && { channel: event.channel }),
  }
  askGate(turn, undefined, { draft, event: { type: event.type, channel: event.channel, level: null } })
}

const UNSUBSCRIBED = {
  en: 'You are unsubscribed: we will send you no more of these messages. Write START to get them again.',
  zh: '您已退订，我们不会再向您发送此类消息。回复“订阅”可恢复。',
}
const RESUBSCRIBED = {
  en: 'You are subscribed again. Write STOP at any time to unsubscribe.',
  zh: '您已恢复订阅。随时回复“退订”即可取消。',
}

function inLocale(texts: Readonly<Record<string, string>>, { actor, world }: Turn): string {
  const wanted = [actor.contact.locale, world.locale].flatMap((one) =>
    one === null ? [] : [one, one.split(/[-_]/)[0] ?? one],
  )
  const found = wanted.find((locale) => Object.hasOwn(texts, locale))
  return texts[found ?? 'en'] ?? ''
}
