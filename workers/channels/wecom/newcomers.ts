import type { JsonObject } from '../../../schema/json.ts'
import { bodyOf } from '../errcode.ts'
import { asId, asObject, asObjects, asText } from '../json-fields.ts'
import type { Answer, Channel, IncomingEvent, LookUp } from '../kind.ts'
import { readEvents } from './event.ts'
import { membersOf } from './group.ts'
import { hasSecret, hostOf } from './shape.ts'

/** Joined within this of the event's own time. */
const JOINED_WITHIN_S = 300
const NEWCOMERS_MAX = 200

/**
 * Who came, asked of `externalcontact/groupchat/get` (path/92122): those who joined last, as many as the event says. Who
 * left is not in that answer any more.
 */
export function askWhoCame(fields: JsonObject, channel: Channel): LookUp | undefined {
  const room = asText(fields.ChatId)
  const isJoin = asText(fields.Event) === 'change_external_chat' && asText(fields.UpdateDetail) === 'add_member'
  if (!isJoin || room === undefined || membersOf(fields).length > 0 || !hasSecret(channel)) return undefined
  return {
    request: (token) => ({
      method: 'POST',
      url: `${hostOf(channel)}/cgi-bin/externalcontact/groupchat/get?access_token=${encodeURIComponent(token ?? '')}`,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ chat_id: room, need_name: 1 }),
    }),
    read: (answer) => newcomers(answer, fields),
  }
}

function newcomers(answer: Answer, fields: JsonObject): IncomingEvent[] | undefined {
  const at = Number(asId(fields.CreateTime))
  const count = Math.min(Number(asId(fields.MemChangeCnt) ?? 1) || 1, NEWCOMERS_MAX)
  const joined = asObjects(asObject(bodyOf(answer)?.group_chat)?.member_list)
    .filter(({ join_time: time }) => typeof time === 'number' && Math.abs(time - at) <= JOINED_WITHIN_S)
    .sort((a, b) => Number(b.join_time) - Number(a.join_time))
    .slice(0, count)
  const list = joined.flatMap((member) => asText(member.userid) ?? [])
  if (list.length === 0) return undefined
  const names = new Map(joined.map((member) => [asText(member.userid) ?? '', asText(member.name)]))
  const events = readEvents({ ...fields, MemChangeList: { Item: list } }) ?? []
  return events.map((event) => {
    const name = event.user && names.get(event.user.id)
    return event.user && name !== undefined ? { ...event, user: { ...event.user, name } } : event
  })
}
