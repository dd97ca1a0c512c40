import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asObject, asObjects, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent, Sender } from '../kind.ts'
import { readCardAction } from './card.ts'
import { readMessage, readOldMessage } from './message.ts'
import { type Envelope, personId } from './shape.ts'

/** The events of one notification: several when several people are concerned, none when it is about ourselves. */
export function readEvents(envelope: Envelope): IncomingEvent[] {
  switch (envelope.type) {
    case 'im.chat.member.user.added_v1':
    case 'add_user_to_chat':
      return joined(envelope)
    case 'im.chat.member.user.deleted_v1':
    case 'im.chat.member.user.withdrawn_v1':
    case 'remove_user_from_chat':
    case 'revoke_add_user_from_chat':
      return left(envelope)
    case 'im.message.receive_v1':
      return readMessage(envelope)
    case 'message':
      return readOldMessage(envelope)
    case 'im.message.reaction.created_v1':
      return reaction(envelope)
    case 'contact.user.created_v3':
      return employed(envelope, asObject(envelope.event.object))
    case 'user_add':
      return employed(envelope, envelope.event)
    case 'contact.user.deleted_v3':
      return dismissed(envelope, asObject(envelope.event.object))
    case 'user_leave':
      return dismissed(envelope, envelope.event)
    case 'card.action.trigger':
      return readCardAction(envelope)
    default:
      return [custom(envelope)]
  }
}

function joined(envelope: Envelope): IncomingEvent[] {
  const inviter = personId(envelope.event.operator_id) ?? personId(envelope.event.operator)
  return perUser(envelope, (user, room) => ({
    type: 'member.joined',
    data: present({ room, source: 'chat', inviter: inviter === user.id ? undefined : inviter }),
  }))
}

const WITHDRAWN: ReadonlySet<string> = new Set(['im.chat.member.user.withdrawn_v1', 'revoke_add_user_from_chat'])

function left(envelope: Envelope): IncomingEvent[] {
  const reason = WITHDRAWN.has(envelope.type) ? 'withdrawn' : undefined
  return perUser(envelope, (_user, room) => ({ type: 'member.left', data: present({ room, reason }) }))
}

type Meaning = Pick<IncomingEvent, 'type' | 'data'>

function perUser(envelope: Envelope, meaning: (user: Sender, room?: string) => Meaning): IncomingEvent[] {
  const { id, atMs, event } = envelope
  const room = asText(event.chat_id)
  return asObjects(event.users).flatMap((member) => {
    const userId = personId(member.user_id) ?? personId(member)
    if (userId === undefined) return []
    const user = { id: userId, ...present({ name: asText(member.name) }) }
    return [{ id: `${id}:${userId}`, ...present({ atMs, room }), user, ...meaning(user, room) }]
  })
}

function reaction({ id, atMs, event }: Envelope): IncomingEvent[] {
  const userId = personId(event.user_id)
  if (event.operator_type === 'app' || userId === undefined) return []
  const data = present({
    reaction: asText(at(event, 'reaction_type', 'emoji_type')) ?? '',
    message_id: asText(event.message_id),
    room: asText(event.chat_id),
  })
  return [{ id, type: 'reaction.added', ...present({ atMs, room: data.room }), user: { id: userId }, data }]
}

function employed({ id, atMs }: Envelope, object: JsonObject | undefined): IncomingEvent[] {
  const userId = personId(object)
  if (!object || userId === undefined) return []
  const user = { id: userId, ...profile(object) }
  return [{ id, type: 'member.joined', ...present({ atMs }), user, data: { source: 'directory' } }]
}

function dismissed({ id, atMs }: Envelope, object: JsonObject | undefined): IncomingEvent[] {
  const userId = personId(object)
  if (userId === undefined) return []
  return [{ id, type: 'member.left', ...present({ atMs }), user: { id: userId }, data: { reason: 'directory' } }]
}

function profile(object: JsonObject): Partial<Sender> {
  return present({
    name: asText(object.name) ?? asText(object.en_name),
    email: asText(object.email) ?? asText(object.enterprise_email),
    phone: asText(object.mobile),
    timezone: asText(object.time_zone),
  })
}

/** A type we have no word for: as it came, with whoever did it where that can be seen. */
function custom({ id, atMs, type, event }: Envelope): IncomingEvent {
  const who = [event.operator_id, event.user_id, event.operator, event]
    .map(personId)
    .find((found) => found !== undefined)
  const user = who === undefined ? {} : { user: { id: who } }
  return {
    id,
    type: customType('feishu', type),
    ...present({ atMs, room: asText(event.chat_id) }),
    ...user,
    data: event,
  }
}
