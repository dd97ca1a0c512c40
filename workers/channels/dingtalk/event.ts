import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asId, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { concatBytes, sha256, toHex } from '../signature.ts'
import { dingTimeMs, idsOf } from './shape.ts'

/**
 * An event, one for each person concerned. `event` has its names in lower case; `text` is how it came, which a
 * redelivery repeats where DingTalk gives no id.
 */
export async function readEvents(type: string, event: JsonObject, text: string): Promise<IncomingEvent[]> {
  const id = asId(event.eventid) ?? asId(event.bizid) ?? toHex(await sha256(concatBytes(text)))
  const room = asText(event.openconversationid) ?? asText(event.chatid)
  const base = { id, ...present({ atMs: dingTimeMs(event.eventtime) ?? dingTimeMs(event.timestamp), room }) }
  const meaning = meaningOf(type, event, room)
  if (!meaning) return [other(base, type, event)]
  const users = idsOf(event.userid)
  const known = users.length > 0 ? users : idsOf(event.unionid)
  return known.map((userId) => ({ ...base, id: `${id}:${userId}`, user: { id: userId }, ...meaning }))
}

type Meaning = Pick<IncomingEvent, 'type' | 'data'>

function meaningOf(type: string, event: JsonObject, room: string | undefined): Meaning | undefined {
  switch (type) {
    case 'chat_add_member': {
      const inviter = asText(event.operator)
      return { type: 'member.joined', data: present({ room, source: 'chat', inviter }) }
    }
    case 'chat_remove_member':
      return { type: 'member.left', data: present({ room, reason: 'removed' }) }
    case 'chat_quit':
      return { type: 'member.left', data: present({ room, reason: 'quit' }) }
    case 'user_add_org':
      return { type: 'member.joined', data: { source: 'directory' } }
    case 'user_leave_org':
      return { type: 'member.left', data: { reason: 'directory' } }
    default:
      return undefined
  }
}

/** What we have no word for, as it came. It concerns somebody when it names just one. */
function other(base: Omit<IncomingEvent, 'type' | 'data'>, type: string, event: JsonObject): IncomingEvent {
  const [userId, ...more] = idsOf(event.userid)
  const user = userId === undefined || more.length > 0 ? {} : { user: { id: userId } }
  return { ...base, type: customType('dingtalk', type), ...user, data: event }
}
