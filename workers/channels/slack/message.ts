import type { JsonObject } from '../../../schema/json.ts'
import { asText, present } from '../json-fields.ts'
import { type Meaning, roomOf, type Surroundings, unescapeText } from './shape.ts'

/** The subtypes somebody wrote; all others are notices, edits, deletions and bots. */
const WRITTEN_SUBTYPES: ReadonlySet<string> = new Set(['file_share', 'me_message', 'thread_broadcast'])

/**
 * A message somebody wrote, or undefined. When it mentions us, Slack may deliver it twice under two event ids, as
 * `message` and as `app_mention`: those two share an id made of room and timestamp.
 */
export function readMessage(event: JsonObject, us: Surroundings): Meaning | undefined {
  if (!isWritten(event, us)) return undefined
  const text = asText(event.text) ?? ''
  const room = roomOf(event.channel)
  const ts = asText(event.ts)
  const mention = event.type === 'app_mention' || us.ourUserIds.some((id) => text.includes(`<@${id}>`))
  const data = present({
    text: unescapeText(text),
    room,
    message_id: ts,
    thread_id: asText(event.thread_ts),
    channel_type: asText(event.channel_type),
    mention,
  })
  const shared = mention && room !== undefined && ts !== undefined ? { id: `mention:${room}:${ts}` } : {}
  return { type: 'message.received', ...shared, ...present({ room }), data }
}

function isWritten(event: JsonObject, us: Surroundings): boolean {
  const subtype = asText(event.subtype)
  const isOurs = us.ourAppId !== undefined && event.app_id === us.ourAppId
  const isBot = asText(event.bot_id) !== undefined || isOurs
  return asText(event.user) !== undefined && !isBot && (subtype === undefined || WRITTEN_SUBTYPES.has(subtype))
}
