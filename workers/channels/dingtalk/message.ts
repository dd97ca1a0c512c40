import type { JsonObject } from '../../../schema/json.ts'
import { asId, asObject, asObjects, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { dingTimeMs, sessionUrl } from './shape.ts'

/** What somebody said to the robot, alone or by `@` in a group. Robots do not hear each other. */
export function readRobotMessage(body: JsonObject): IncomingEvent[] | undefined {
  const id = asId(body.msgId)
  const userId = asText(body.senderStaffId) ?? asText(body.senderId)
  if (id === undefined || userId === undefined) return undefined
  const conversation = asText(body.conversationId)
  const room = asId(body.conversationType) === '2' ? conversation : undefined
  const data = present({
    room,
    message_id: id,
    message_type: asText(body.msgtype),
    mention: typeof body.isInAtList === 'boolean' ? body.isInAtList : undefined,
    conversation_id: conversation,
    conversation_title: asText(body.conversationTitle),
    reply_url: sessionUrl(asText(body.sessionWebhook)),
  })
  const user = { id: userId, ...present({ name: asText(body.senderNick) }) }
  const when = present({ atMs: dingTimeMs(body.createAt), room })
  return [{ id, type: 'message.received', ...when, user, data: { text: textOf(body), ...data } }]
}

/** After an `@` the text begins with a blank. */
function textOf(body: JsonObject): string {
  const rich = asObjects(at(body, 'content', 'richText')).map((piece) => asText(piece.text) ?? '')
  const said = asText(at(body, 'text', 'content')) ?? asText(asObject(body.content)?.recognition)
  return (said ?? rich.join('')).trim()
}
