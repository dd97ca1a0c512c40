import type { Channel, Outcome, Outgoing, PassiveReply, Reply } from '../channels/kind.ts'
import { findSentAs } from '../store/deliveries.ts'
import type { Deps } from './deps.ts'
import { firstPiece } from './send-message.ts'

/**
 * The answer to a platform's request, as a way out for one message: the first that goes to whoever the request is about,
 * on its channel. A message that is offered here is committed and leased like any other, and recorded as sent once it is
 * taken; what is not taken goes the ordinary way. So it is one or the other, and a crash leaves it to the sweep.
 */
export type Outlet = {
  /** Sent, when the message is the answer now. Undefined when it must go another way. */
  take: (channel: Channel, message: Outgoing) => Promise<Outcome | undefined>
}

type Asked = { channel: Channel; eventId: string; passive: PassiveReply; openedReal: number }

/** What is written as the id that the provider gave: by it the answer is found when the platform asks again. */
const PREFIX = 'passive:'

/**
 * The answer to a request that may be a message: `work` is given the deps that offer it, and what it sends first is what
 * this answers; undefined when nothing came in time. `work` goes on after it.
 */
export async function answerOf(
  deps: Deps,
  asked: Asked,
  work: (deps: Deps) => Promise<void>,
): Promise<{ reply: Reply | undefined; rest: Promise<void> }> {
  const { eventId, passive, openedReal } = asked
  const answered = Promise.withResolvers<Reply | undefined>()
  let open = true
  const close = () => {
    open = false
    answered.resolve(undefined)
  }
  const take: Outlet['take'] = async (through, message) => {
    if (!open || !isFor(asked, through, message)) return undefined
    const reply = await passive.reply(message, deps.clock.now())
    if (!reply || !open) return undefined
    open = false
    answered.resolve(reply)
    return { kind: 'sent', providerId: `${PREFIX}${eventId}` }
  }
  const timer = setTimeout(close, Math.max(0, passive.withinMs - (deps.clock.real() - openedReal)))
  const rest = work({ ...deps, outlet: { take } }).finally(close)
  const reply = await answered.promise
  clearTimeout(timer)
  return { reply, rest }
}

function isFor({ channel, passive }: Asked, through: Channel, { recipient, to }: Outgoing): boolean {
  return through.id === channel.id && recipient === 'contact' && to === passive.to
}

/** The platform asks again when it has not seen our answer: it is the same one. */
export async function answerAgain(deps: Deps, { channel, eventId, passive }: Asked): Promise<Reply | undefined> {
  const delivery = await findSentAs(deps.db, `${PREFIX}${eventId}`)
  return delivery && (await passive.reply(firstPiece(channel, delivery), deps.clock.now()))
}
