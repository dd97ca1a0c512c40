import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asId, asObject, asObjects, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { memberEvent } from './member.ts'
import { roomOf, telegramTimeMs, toSender } from './shape.ts'
import type { Ourselves } from './update.ts'

/** What people send. A message with none of these is a notice: somebody joined, a photo was pinned, a title changed. */
const CONTENTS = [
  ...[
    'text',
    'photo',
    'video',
    'animation',
    'sticker',
    'voice',
    'audio',
    'video_note',
    'document',
    'story',
    'location',
  ],
  ...['venue', 'contact', 'poll', 'dice', 'game', 'paid_media', 'checklist'],
]

/** A message of a person, or what a notice says. Bots, of which we are one, are passed over. */
export function readMessage(id: string, message: JsonObject, us: Ourselves): IncomingEvent[] {
  const user = toSender(message.from)
  const room = roomOf(message)
  const place = { room, date: message.date }
  if (Array.isArray(message.new_chat_members)) {
    const members = asObjects(message.new_chat_members).flatMap((member) => toSender(member) ?? [])
    const by = asId(asObject(message.from)?.id)
    return members.map((member) =>
      memberEvent('joined', member, {
        ...place,
        source: 'chat',
        ...(by !== undefined && by !== member.id && { inviter: by }),
      }),
    )
  }
  const left = asObject(message.left_chat_member)
  if (left) {
    const member = toSender(left)
    const removed = member && asId(asObject(message.from)?.id) !== member.id
    return member ? [memberEvent('left', member, { ...place, ...(removed && { reason: 'removed' }) })] : []
  }
  if (!user) return []
  const atMs = telegramTimeMs(message.date)
  const content = CONTENTS.find((name) => message[name] !== undefined)
  const known = { id, ...present({ atMs, room }), user }
  if (content === undefined) return [{ ...known, type: customType('telegram', 'notice'), data: message }]
  return [{ ...known, type: 'message.received', data: dataOf(message, content, us) }]
}

function dataOf(message: JsonObject, content: string, us: Ourselves): JsonObject {
  const chatType = asText(asObject(message.chat)?.type)
  return present({
    text: asText(message.text) ?? asText(message.caption) ?? '',
    room: roomOf(message),
    message_id: asId(message.message_id),
    thread_id: asId(asObject(message.reply_to_message)?.message_id),
    topic_id: message.is_topic_message === true ? asId(message.message_thread_id) : undefined,
    message_type: content,
    chat_type: chatType,
    mention: chatType === 'private' || addressesUs(message, us),
  })
}

/** An answer to us, a command, or our name. */
function addressesUs(message: JsonObject, us: Ourselves): boolean {
  if (us.id !== '' && asId(asObject(asObject(message.reply_to_message)?.from)?.id) === us.id) return true
  const text = asText(message.text) ?? asText(message.caption) ?? ''
  const entities = [...asObjects(message.entities), ...asObjects(message.caption_entities)]
  return entities.some(({ type, offset, length, user }) => {
    const from = Number(offset)
    const part = text.slice(from, from + Number(length)).toLowerCase()
    if (type === 'text_mention') return us.id !== '' && asId(asObject(user)?.id) === us.id
    if (type === 'mention') return us.name !== undefined && part === `@${us.name}`
    return type === 'bot_command' && (!part.includes('@') || us.name === undefined || part.endsWith(`@${us.name}`))
  })
}
