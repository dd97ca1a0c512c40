import type { JsonObject } from '../../../schema/json.ts'
import { asText, present } from '../json-fields.ts'
import type { Channel, Inbound, Received, Reply } from '../kind.ts'
import { concatBytes, sha256, toHex } from '../signature.ts'
import { readEvents } from './event.ts'
import { isOldCard, open } from './open.ts'
import { type Envelope, readEnvelope } from './shape.ts'

/** Events and card callbacks, in version 2 or 1, plain or encrypted. Feishu waits 3 s for a 200. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const opened = await open(request, channel)
  if (opened.kind !== 'opened') return opened
  if (opened.body.type === 'url_verification') return challenge(opened.body)
  const envelope = isOldCard(opened.body) ? await oldCard(opened.body) : readEnvelope(opened.body)
  if (!envelope) return { kind: 'unreadable', why: 'a notification without an event id and type' }
  return { kind: 'events', events: readEvents(envelope), reply: json({}) }
}

function challenge(body: JsonObject): Received {
  const text = asText(body.challenge)
  if (text === undefined) return { kind: 'unreadable', why: 'url_verification without a challenge' }
  return { kind: 'challenge', reply: json({ challenge: text }) }
}

/** An older card's callback in the shape of a newer one's. Its token, which edits the card, tells one click from another. */
async function oldCard(body: JsonObject): Promise<Envelope> {
  const { open_id, user_id, open_message_id, open_chat_id, action, token } = body
  const click = JSON.stringify([open_message_id, open_id, action, token])
  const id = toHex(await sha256(concatBytes(click)))
  const event = {
    operator: present({ open_id, user_id }),
    action: action ?? null,
    context: present({ open_message_id, open_chat_id }),
  }
  return { id, type: 'card.action.trigger', event }
}

function json(body: JsonObject): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
