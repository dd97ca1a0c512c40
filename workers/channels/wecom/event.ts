import type { JsonObject } from '../../../schema/json.ts'
import { createTimeMs, eventId } from '../callback-fields.ts'
import { asId, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { readGroupChange } from './group.ts'
import { type Meaning, readOther, userOf } from './shape.ts'

/** What tells one event from another. Customers' events all come from `sys`. */
const ID_FIELDS = [
  'FromUserName', 'CreateTime', 'Event', 'ChangeType', 'UpdateDetail', 'UserID', 'ExternalUserID', 'ChatId',
  'CurMemVer', 'EventKey', 'TaskId',
] as const // biome-ignore format: one list, read at a glance

/** A callback in our words: one event for each person concerned. Undefined when it says nothing of what it is. */
export function readEvents(fields: JsonObject): IncomingEvent[] | undefined {
  const type = asText(fields.MsgType)
  if (type === undefined) return undefined
  const base = present({ atMs: createTimeMs(fields.CreateTime) })
  if (type !== 'event') return [{ ...base, ...readMessage(type, fields) }]
  const id = eventId(fields, ID_FIELDS)
  switch (asText(fields.Event)) {
    case 'change_external_contact':
      return [{ id, ...base, ...readCustomer(fields) }]
    case 'change_external_chat':
      return readGroupChange(id, base, fields)
    case 'change_contact':
      return [{ id, ...base, ...readDirectory(fields) }]
    default:
      return [{ id, ...base, ...readAppEvent(fields) }]
  }
}

/** Only people write here: what the application sends does not come back. */
function readMessage(type: string, fields: JsonObject): Omit<IncomingEvent, 'atMs'> {
  const from = asText(fields.FromUserName) ?? ''
  const messageId = asId(fields.MsgId)
  const data = present({
    message_id: messageId,
    message_type: type,
    agent_id: asId(fields.AgentID),
    media_id: asText(fields.MediaId),
    url: asText(fields.PicUrl) ?? asText(fields.Url),
  })
  const text = asText(fields.Content) ?? asText(fields.Recognition) ?? asText(fields.Title) ?? asText(fields.Label)
  return {
    id: messageId ?? eventId(fields, ['FromUserName', 'CreateTime', 'MsgType']),
    type: 'message.received',
    ...userOf(from),
    data: { text: text ?? '', ...data },
  }
}

/** Customers who add a member of the staff, or are added. The welcome code is good for twenty seconds, once. */
function readCustomer(fields: JsonObject): Meaning {
  const change = asText(fields.ChangeType) ?? ''
  const staff = present({ staff_user_id: asText(fields.UserID) })
  const user = userOf(asText(fields.ExternalUserID))
  switch (change) {
    case 'add_external_contact':
    case 'add_half_external_contact': {
      const data = present({
        state: asText(fields.State),
        welcome_code: asText(fields.WelcomeCode),
        half: change === 'add_half_external_contact' ? true : undefined,
      })
      return { type: 'member.joined', ...user, data: { source: 'external_contact', ...staff, ...data } }
    }
    case 'del_external_contact':
      return { type: 'member.left', ...user, data: { reason: 'removed_by_staff', ...staff } }
    case 'del_follow_user':
      return { type: 'member.left', ...user, data: { reason: 'removed_staff', ...staff } }
    default:
      return { ...readOther(fields), ...user }
  }
}

function readDirectory(fields: JsonObject): Meaning {
  const userId = asText(fields.UserID)
  switch (asText(fields.ChangeType)) {
    case 'create_user': {
      const profile = present({
        name: asText(fields.Name),
        phone: asText(fields.Mobile),
        email: asText(fields.Email) ?? asText(fields.BizMail),
      })
      const data = { source: 'directory', ...present({ department: asText(fields.Department) }) }
      return { type: 'member.joined', ...(userId !== undefined && { user: { id: userId, ...profile } }), data }
    }
    case 'delete_user':
      return { type: 'member.left', ...userOf(userId), data: { reason: 'directory' } }
    default:
      return { ...readOther(fields), ...userOf(userId) }
  }
}

/** What happens in the application itself: who may see it, its menu, its cards. */
function readAppEvent(fields: JsonObject): Meaning {
  const user = userOf(asText(fields.FromUserName))
  const agent = present({ agent_id: asId(fields.AgentID) })
  const key = asText(fields.EventKey) ?? ''
  switch (asText(fields.Event)) {
    case 'subscribe':
      return { type: 'member.joined', ...user, data: { source: 'app', ...agent } }
    case 'unsubscribe':
      return { type: 'member.left', ...user, data: { reason: 'app', ...agent } }
    case 'click':
      return { type: 'button.clicked', ...user, data: { value: key, ...agent } }
    case 'view':
      return { type: 'link.clicked', ...user, data: { url: key, ...agent } }
    case 'template_card_event': {
      const data = present({ message_id: asText(fields.TaskId), tag: asText(fields.CardType) })
      return { type: 'button.clicked', ...user, data: { value: key, ...data, ...agent } }
    }
    default:
      return { ...readOther(fields), ...user }
  }
}
