import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asId, asObject, asObjects, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'

/** One event of a webhook: several happenings when several people joined or left. */
export function readEvent(event: JsonObject): IncomingEvent[] {
  const type = asText(event.type)
  if (type === undefined) return []
  // Somebody else answers in this conversation just now. It is kept, under a name that no ordinary workflow listens to.
  if (event.mode === 'standby') return [custom(`standby_${type}`, event)]
  switch (type) {
    case 'message':
      return message(event)
    case 'postback':
      return postback(event)
    case 'follow':
      return person(event, {
        type: 'member.joined',
        data: present({ source: 'follow', unblocked: at(event, 'follow', 'isUnblocked') }),
      })
    case 'unfollow':
      return person(event, { type: 'member.left', data: { reason: 'unfollow' } })
    case 'memberJoined':
      return members(event, 'joined', { type: 'member.joined', data: { source: 'chat' } })
    case 'memberLeft':
      return members(event, 'left', { type: 'member.left', data: {} })
    default:
      return [custom(type, event)]
  }
}

type Meaning = Pick<IncomingEvent, 'type' | 'data'>

function message(event: JsonObject): IncomingEvent[] {
  const { mention, ...said } = asObject(event.message) ?? {}
  const direct = asObject(event.source)?.type === 'user'
  const mentionsUs = asObjects(asObject(mention)?.mentionees).some((mentionee) => mentionee.isSelf === true)
  const data = present({
    text: asText(said.text) ?? '',
    message_id: asId(said.id),
    thread_id: asId(said.quotedMessageId),
    message_type: asText(said.type),
    mention: direct || mentionsUs,
  })
  return person(event, { type: 'message.received', data })
}

/** What a button carries, or a date that was picked with it. */
function postback(event: JsonObject): IncomingEvent[] {
  const carried = asObject(event.postback)
  const data = present({ value: asText(carried?.data) ?? '', params: asObject(carried?.params) })
  return person(event, { type: 'button.clicked', data })
}

/** Of the one person the source names. Nobody, when they have not agreed to be named. */
function person(event: JsonObject, { type, data }: Meaning): IncomingEvent[] {
  const userId = asText(asObject(event.source)?.userId)
  if (userId === undefined) return []
  const known = placed(event)
  return [
    { ...known, type, user: { id: userId }, data: { ...data, ...present({ room: known.room }), ...replyToken(event) } },
  ]
}

function members(event: JsonObject, list: 'joined' | 'left', { type, data }: Meaning): IncomingEvent[] {
  const known = placed(event)
  return asObjects(asObject(event[list])?.members).flatMap((member) => {
    const userId = asText(member.userId)
    if (userId === undefined) return []
    const id = `${known.id}:${userId}`
    return [{ ...known, id, type, user: { id: userId }, data: { ...data, ...present({ room: known.room }) } }]
  })
}

function custom(type: string, event: JsonObject): IncomingEvent {
  const userId = asText(asObject(event.source)?.userId)
  const { replyToken: _, ...data } = event
  return {
    ...placed(event),
    type: customType('line', type),
    ...(userId !== undefined && { user: { id: userId } }),
    data,
  }
}

/** `webhookEventId` is what LINE repeats; before it existed, what happened when to whom. */
function placed(event: JsonObject): Pick<IncomingEvent, 'id' | 'atMs' | 'room'> {
  const source = asObject(event.source)
  const room = asText(source?.groupId) ?? asText(source?.roomId) ?? asText(source?.userId)
  const atMs = typeof event.timestamp === 'number' ? event.timestamp : undefined
  const id = asText(event.webhookEventId) ?? [event.type, atMs, room, asText(source?.userId)].filter(Boolean).join(':')
  return { id, ...present({ atMs, room }) }
}

/** Good for the first answer to a person. In a group it would show everybody what is meant for one. */
function replyToken(event: JsonObject): { reply_token?: string } {
  const token = asText(event.replyToken)
  const isUsable = token !== undefined && !/^(0+|f+)$/.test(token) && asObject(event.source)?.type === 'user'
  return isUsable ? { reply_token: token } : {}
}
