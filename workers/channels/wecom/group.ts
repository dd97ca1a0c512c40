import type { Json, JsonObject } from '../../../schema/json.ts'
import { asId, asList, asObject, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { readOther } from './shape.ts'

/**
 * A customers' group changed. Who came or went is listed by newer tenants; for others only that it changed can be said,
 * and who came is asked for: see newcomers.ts.
 */
export function readGroupChange(id: string, base: { atMs?: number }, fields: JsonObject): IncomingEvent[] {
  const room = asText(fields.ChatId)
  const where = { ...base, ...present({ room }) }
  const detail = asText(fields.UpdateDetail)
  const members = membersOf(fields)
  const other = readOther(fields)
  if (members.length === 0 || (detail !== 'add_member' && detail !== 'del_member'))
    return [{ id, ...where, type: other.type, data: { ...other.data, ...present({ room }) } }]
  const meaning =
    detail === 'add_member'
      ? { type: 'member.joined', data: present({ room, source: 'chat', join_scene: asId(fields.JoinScene) }) }
      : { type: 'member.left', data: present({ room, quit_scene: asId(fields.QuitScene) }) }
  return members.map((member) => ({ id: `${id}:${member}`, ...where, user: { id: member }, ...meaning }))
}

export function membersOf(fields: JsonObject): string[] {
  const list = fields.MemChangeList
  const items: Json | undefined = asObject(list)?.Item ?? list ?? fields.UserID ?? fields.ExternalUserID
  const ids = [...asList(items), items].flatMap((item) => asText(item) ?? asText(asObject(item)?.UserID) ?? [])
  return [...new Set(ids.map((memberId) => memberId.trim()).filter((memberId) => memberId !== ''))]
}
