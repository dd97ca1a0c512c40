import type { JsonObject } from '../../../schema/json.ts'
import { asObject, asObjects, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent, Sender } from '../kind.ts'
import { readCardAction } from './card.ts'
import { readMessage } from './message.ts'
import { type Envelope, personId } from './shape.ts'

/** The events of one notification: several when several people are concerned, none when it is about ourselves. */
export function readEvents(envelope: Envelope): IncomingEvent[] {
  switch (envelope.type) {
    case 'im.chat.member.user.added_v1':
      return joined(envelope)
    case 'im.chat.member.user.deleted_v1':
    case 'im.chat.member.user.withdrawn_v1':
      return left(envelope)
    case 'im.message.receive_v1':
      return readMessage(envelope)
    case 'im.message.reaction.created_v1':
      return reaction(envelope)
    case 'contact.user.created_v3':
      return employed(envelope)
    case 'card.action.trigger':
      return readCardAction(envelope)
    default:
      return [custom(envelope)]
  }
}

function joined(envelope: Envelope): IncomingEvent[] {
  const inviter = personId(envelope.event.operator_id)
  return perUser(envelope, (user, room) => ({
    type: 'member.joined',
    data: present({ room, source: 'chat', inviter: inviter === user.id ? undefined : inviter }),
  }))
}

function left(envelope: Envelope): IncomingEvent[] {
  const reason = envelope.type === 'im.chat.member.user.withdrawn_v1' ? 'withdrawn' : undefined
  return perUser(envelope, (_user, room) => ({ type: 'member.left', data: present({ room, reason }) }))
}

type Meaning = Pick<IncomingEvent, 'type' | 'data'>

function perUser(envelope: Envelope, meaning: (user: Sender, room?: string) => Meaning): IncomingEvent[] {
  const { id, atMs, event } = envelope
  const room = asText(event.chat_id)
  return asObjects(event.users).flatMap((member) => {
    const userId = personId(member.user_id)
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

function employed({ id, atMs, event }: Envelope): IncomingEvent[] {
  const object = asObject(event.object)
  const userId = personId(object)
  if (!object || userId === undefined) return []
  const user = { id: userId, ...profile(object) }
  return [{ id, type: 'member.joined', ...present({ atMs }), user, data: { source: 'directory' } }]
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
  const name = `custom.feishu.${type.toLowerCase().replace(/[^a-z0-9_.-]/g, '_')}`.slice(0, 100)
  const who = [event.operator_id, event.user_id, event.operator, event]
    .map(personId)
    .find((found) => found !== undefined)
  const user = who === undefined ? {} : { user: { id: who } }
  return { id, type: name, ...present({ atMs, room: asText(event.chat_id) }), ...user, data: event }
}
