import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { parseIsoTime } from '../iso-time.ts'
import { asId, asObject, asObjects, asText, present } from '../json-fields.ts'
import type { IncomingEvent, Received } from '../kind.ts'
import { actorOf, snowflakeMs, toSender } from './shape.ts'

/** Messages that somebody wrote; every other type is a notice of Discord's. */
const WRITTEN_TYPES: ReadonlySet<number> = new Set([0, 19])

type Relayed = { id: string; ourId: string }

/**
 * A dispatch of the Gateway as a relay passes it on: `{ "t": "GUILD_MEMBER_ADD", "d": { … } }`, or `type` and `data`.
 * Members and messages are known by ids of their own, so that a relay may reconnect and repeat.
 */
export function readDispatch(body: JsonObject, relayed: Relayed): Received {
  const type = asText(body.t) ?? asText(body.type)
  const data = asObject(body.d) ?? asObject(body.data)
  if (type === undefined || !data) return { kind: 'unreadable', why: 'not a dispatch of the Gateway: { "t", "d" }' }
  const event = eventOf(type, data, relayed)
  return { kind: 'events', events: event ? [event] : [], reply: { status: 204 } }
}

function eventOf(type: string, data: JsonObject, relayed: Relayed): IncomingEvent | undefined {
  switch (type) {
    case 'GUILD_MEMBER_ADD':
      return joined(data, relayed)
    case 'GUILD_MEMBER_REMOVE':
      return left(data, relayed)
    case 'MESSAGE_CREATE':
      return message(data, relayed)
    case 'MESSAGE_REACTION_ADD':
      return reaction(data, relayed)
    default: {
      const user = actorOf(data)
      const room = asText(data.channel_id) ?? asText(data.guild_id)
      return { id: relayed.id, type: customType('discord', type), ...present({ room }), ...(user && { user }), data }
    }
  }
}

function joined(data: JsonObject, { id }: Relayed): IncomingEvent | undefined {
  const user = toSender(data.user, data.nick === undefined ? {} : { nick: data.nick })
  if (!user) return undefined
  const [room, joinedAt] = [asText(data.guild_id), asText(data.joined_at)]
  const known = joinedAt === undefined ? id : `joined:${room ?? ''}:${user.id}:${joinedAt}`
  const placed = present({ room, guild_id: room, source: 'server' })
  const atMs = parseIsoTime(joinedAt ?? '')
  return { id: known, type: 'member.joined', ...present({ atMs, room }), user, data: placed }
}

function left(data: JsonObject, { id }: Relayed): IncomingEvent | undefined {
  const user = toSender(data.user)
  const room = asText(data.guild_id)
  return user && { id, type: 'member.left', ...present({ room }), user, data: present({ room, guild_id: room }) }
}

function message(data: JsonObject, { id, ourId }: Relayed): IncomingEvent | undefined {
  const author = asObject(data.author)
  const nick = asObject(data.member)?.nick
  const user = toSender(author, nick === undefined ? {} : { nick })
  const written = typeof data.type !== 'number' || WRITTEN_TYPES.has(data.type)
  if (!user || user.id === ourId || !written || asText(data.webhook_id) !== undefined) return undefined
  const messageId = asId(data.id)
  const room = asText(data.channel_id)
  return {
    id: messageId === undefined ? id : `message:${messageId}`,
    type: 'message.received',
    ...present({ atMs: parseIsoTime(asText(data.timestamp) ?? '') ?? snowflakeMs(messageId ?? ''), room }),
    user,
    data: present({
      text: asText(data.content) ?? '',
      room,
      message_id: messageId,
      thread_id: asText(asObject(data.message_reference)?.message_id),
      guild_id: asText(data.guild_id),
      mention: asObjects(data.mentions).some((mentioned) => mentioned.id === ourId),
    }),
  }
}

function reaction(data: JsonObject, { id, ourId }: Relayed): IncomingEvent | undefined {
  const member = asObject(data.member)
  const userId = asText(data.user_id)
  const isBot = asObject(member?.user)?.bot === true
  if (userId === undefined || userId === ourId || isBot) return undefined
  const user = actorOf(data) ?? { id: userId }
  const room = asText(data.channel_id)
  const emoji = asObject(data.emoji)
  return {
    id,
    type: 'reaction.added',
    ...present({ room }),
    user,
    data: present({
      reaction: asText(emoji?.name) ?? asText(emoji?.id) ?? '',
      message_id: asText(data.message_id),
      room,
      author: asText(data.message_author_id),
      guild_id: asText(data.guild_id),
    }),
  }
}
