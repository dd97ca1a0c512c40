import type { JsonObject } from '../../../schema/json.ts'
import { asText } from '../json-fields.ts'
import type { Channel, Inbound, Received, Reply } from '../kind.ts'
import { readEvents } from './event.ts'
import { open } from './open.ts'
import { readEnvelope } from './shape.ts'

/** Events and card callbacks, in version 2 or 1, plain or encrypted. Feishu waits 3 s for a 200. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const opened = await open(request, channel)
  if (opened.kind !== 'opened') return opened
  if (opened.body.type === 'url_verification') return challenge(opened.body)
  const envelope = readEnvelope(opened.body)
  if (!envelope) return { kind: 'unreadable', why: 'a notification without an event id and type' }
  return { kind: 'events', events: readEvents(envelope), reply: json({}) }
}

function challenge(body: JsonObject): Received {
  const text = asText(body.challenge)
  if (text === undefined) return { kind: 'unreadable', why: 'url_verification without a challenge' }
  return { kind: 'challenge', reply: json({ challenge: text }) }
}

function json(body: JsonObject): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
