import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asId, asObject, asObjects, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { readMemberChange, readOurOwnChange } from './member.ts'
import { readMessage } from './message.ts'
import { reactionName, roomOf, telegramTimeMs, toSender } from './shape.ts'

/** Our own bot: its id, and its name when the operator says so. */
export type Ourselves = { id: string; name: string | undefined }

/** One update holds one happening, under the name of its kind. `id` is the update's. */
export function readUpdate(id: string, update: JsonObject, us: Ourselves): IncomingEvent[] {
  for (const [kind, value] of Object.entries(update)) {
    const object = asObject(value)
    if (kind !== 'update_id' && object) return readKind(kind, id, object, us)
  }
  return []
}

function readKind(kind: string, id: string, update: JsonObject, us: Ourselves): IncomingEvent[] {
  switch (kind) {
    case 'message':
      return readMessage(id, update, us)
    case 'chat_member':
      return readMemberChange(id, update)
    case 'my_chat_member':
      return readOurOwnChange(id, update)
    case 'callback_query':
      return readClick(id, update)
    case 'message_reaction':
      return readReactions(id, update)
    default:
      return [other(kind, id, update)]
  }
}

function readClick(id: string, query: JsonObject): IncomingEvent[] {
  const user = toSender(query.from)
  const message = asObject(query.message)
  const room = roomOf(message)
  if (!user) return []
  const data = present({
    value: asText(query.data) ?? asText(query.game_short_name) ?? '',
    message_id: asId(message?.message_id) ?? asText(query.inline_message_id),
    room,
  })
  return [{ id, type: 'button.clicked', ...present({ room }), user, data }]
}

/** Old and new reactions of one person to one message. Those that are new were added; taking one away is nothing. */
function readReactions(id: string, update: JsonObject): IncomingEvent[] {
  const user = toSender(update.user)
  if (!user) return []
  const before = new Set(asObjects(update.old_reaction).map(reactionName))
  const added = asObjects(update.new_reaction)
    .map(reactionName)
    .filter((name) => !before.has(name))
  const room = roomOf(update)
  return added.map((reaction, index) => ({
    id: index === 0 ? id : `${id}:${index}`,
    type: 'reaction.added',
    ...present({ atMs: telegramTimeMs(update.date), room }),
    user,
    data: present({ reaction, message_id: asId(update.message_id), room }),
  }))
}

/** Edits among them: they must not count as messages again. */
function other(kind: string, id: string, update: JsonObject): IncomingEvent {
  const user = toSender(update.from) ?? toSender(update.user)
  const room = roomOf(update) ?? roomOf(asObject(update.message))
  const text = asText(update.text) ?? asText(update.caption)
  const atMs = telegramTimeMs(update.edit_date) ?? telegramTimeMs(update.date)
  const data = { ...update, ...present({ text, room }) }
  return { id, type: customType('telegram', kind), ...present({ atMs, room }), ...(user && { user }), data }
}
