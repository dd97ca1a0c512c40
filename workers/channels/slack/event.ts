import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asObject, asObjects, asText, at, present } from '../json-fields.ts'
import type { Received } from '../kind.ts'
import { readMessage } from './message.ts'
import { type Meaning, roomOf, type Surroundings, slackTimeMs, toSender } from './shape.ts'

/** An `event_callback` of the Events API. Its `event_id` is what Slack repeats on redelivery. */
export function readEvent(outer: JsonObject): Received {
  const event = asObject(outer.event)
  const id = asText(outer.event_id)
  const type = asText(event?.type)
  if (!event || id === undefined || type === undefined) {
    return { kind: 'unreadable', why: 'event_callback without event_id or event.type' }
  }
  const us = surroundings(outer)
  const user = toSender(event.user)
  if (user && us.ourUserIds.includes(user.id)) return { kind: 'events', events: [] }
  const meaning = meaningOf(type, event, us)
  if (!meaning) return { kind: 'events', events: [] }
  const atMs = slackTimeMs(event.event_ts) ?? slackTimeMs(event.ts) ?? slackTimeMs(outer.event_time)
  const data = outer.is_ext_shared_channel === true ? { ...meaning.data, shared: true } : meaning.data
  const incoming = { id, ...present({ atMs }), ...(user ? { user } : {}), ...meaning, data }
  return { kind: 'events', events: [incoming] }
}

function meaningOf(type: string, event: JsonObject, us: Surroundings): Meaning | undefined {
  const room = roomOf(event.channel)
  switch (type) {
    case 'team_join':
      return at(event, 'user', 'is_bot') === true ? undefined : { type: 'member.joined', data: { source: 'workspace' } }
    case 'member_joined_channel': {
      const data = present({ room, source: 'channel', inviter: asText(event.inviter) })
      return { type: 'member.joined', ...present({ room }), data }
    }
    case 'member_left_channel':
      return { type: 'member.left', ...present({ room }), data: present({ room }) }
    case 'reaction_added':
      return reaction(event)
    case 'message':
    case 'app_mention':
      return readMessage(event, us)
    default:
      return { type: customType('slack', type), ...present({ room }), data: event }
  }
}

function reaction(event: JsonObject): Meaning {
  const item = asObject(event.item)
  const room = roomOf(item?.channel)
  const data = present({
    reaction: asText(event.reaction) ?? '',
    message_id: asText(item?.ts),
    room,
    author: asText(event.item_user),
  })
  return { type: 'reaction.added', ...present({ room }), data }
}

function surroundings(outer: JsonObject): Surroundings {
  const bots = asObjects(outer.authorizations).filter((authorization) => authorization.is_bot === true)
  return {
    ourUserIds: bots.flatMap((bot) => asText(bot.user_id) ?? []),
    ...present({ ourAppId: asText(outer.api_app_id) }),
  }
}
