import type { Json, JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asId, asObject, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent, Sender } from '../kind.ts'
import { roomOf, telegramTimeMs, toSender } from './shape.ts'

/**
 * Somebody came or went. A group says so twice, as a `chat_member` update and as a message for everybody: both are
 * known by who, where and when, so that one of them counts.
 */
export function memberEvent(
  change: 'joined' | 'left',
  user: Sender,
  { room, date, ...more }: { [detail: string]: Json | undefined } & { room: string | undefined },
): IncomingEvent {
  return {
    id: `${change}:${room ?? ''}:${user.id}:${asId(date) ?? ''}`,
    type: `member.${change}`,
    ...present({ atMs: telegramTimeMs(date), room }),
    user,
    data: present({ room, ...more }),
  }
}

/** From outside to inside is joined, from inside to outside left; anything else, such as a promotion, is custom. */
export function readMemberChange(id: string, update: JsonObject): IncomingEvent[] {
  const [before, after] = [asObject(update.old_chat_member), asObject(update.new_chat_member)]
  const user = toSender(after?.user)
  if (!user) return []
  const place = { room: roomOf(update), date: update.date }
  const by = asId(asObject(update.from)?.id)
  if (!isInside(before) && isInside(after)) {
    const inviter = by === user.id ? undefined : by
    const link = asText(at(update, 'invite_link', 'name')) ?? asText(at(update, 'invite_link', 'invite_link'))
    const source = link === undefined ? 'chat' : 'link'
    return [memberEvent('joined', user, { ...place, source, ...present({ inviter, invite_link: link }) })]
  }
  if (isInside(before) && !isInside(after)) {
    const reason = after?.status === 'kicked' ? 'banned' : by === user.id ? undefined : 'removed'
    return [memberEvent('left', user, { ...place, ...present({ reason }) })]
  }
  return [statusChange('chat_member', id, update, user)]
}

/** In a private chat the bot is blocked or taken up again. In a group it is about ourselves: custom. */
export function readOurOwnChange(id: string, update: JsonObject): IncomingEvent[] {
  const user = toSender(update.from)
  if (!user) return []
  if (asObject(update.chat)?.type !== 'private') return [statusChange('my_chat_member', id, update, user)]
  const blocked = asObject(update.new_chat_member)?.status === 'kicked'
  const place = { room: roomOf(update), date: update.date }
  return [
    blocked
      ? memberEvent('left', user, { ...place, reason: 'blocked' })
      : memberEvent('joined', user, { ...place, source: 'private' }),
  ]
}

function statusChange(kind: string, id: string, update: JsonObject, user: Sender): IncomingEvent {
  const room = roomOf(update)
  const data = present({
    room,
    from: asText(asObject(update.old_chat_member)?.status),
    to: asText(asObject(update.new_chat_member)?.status),
  })
  const atMs = telegramTimeMs(update.date)
  return { id, type: customType('telegram', kind), ...present({ atMs, room }), user, data }
}

/** Somebody restricted may still be a member: `is_member` says so. */
function isInside(member: JsonObject | undefined): boolean {
  const status = member?.status
  return status === 'restricted'
    ? member?.is_member === true
    : ['creator', 'administrator', 'member'].includes(String(status))
}
