import type { JsonObject } from '../../../schema/json.ts'
import { createTimeMs, eventId } from '../callback-fields.ts'
import { customType } from '../custom-type.ts'
import { asId, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'

const ID_FIELDS = ['FromUserName', 'CreateTime', 'Event', 'EventKey', 'MsgID'] as const

/** A message or an event of a follower. Undefined when it says nothing of what it is. */
export function readEvents(fields: JsonObject): IncomingEvent[] | undefined {
  const type = asText(fields.MsgType)
  const from = asText(fields.FromUserName)
  if (type === undefined) return undefined
  const base = {
    ...present({ atMs: createTimeMs(fields.CreateTime) }),
    ...(from !== undefined && { user: { id: from } }),
  }
  if (type === 'event') return [{ id: eventId(fields, ID_FIELDS), ...base, ...readEvent(fields) }]
  const id = asId(fields.MsgId) ?? eventId(fields, ['FromUserName', 'CreateTime', 'MsgType'])
  return [{ id, ...base, ...readMessage(type, fields) }]
}

type Meaning = Pick<IncomingEvent, 'type' | 'data'>

/** A choice from a menu of ours comes as a text that carries the choice's id. */
function readMessage(type: string, fields: JsonObject): Meaning {
  const text =
    asText(fields.Content) ?? asText(fields.Recognition) ?? asText(fields.Title) ?? asText(fields.Label) ?? ''
  const choice = asId(fields.bizmsgmenuid)
  if (choice !== undefined) return { type: 'button.clicked', data: { value: choice, text } }
  const data = present({
    message_id: asId(fields.MsgId),
    message_type: type,
    media_id: asText(fields.MediaId),
    url: asText(fields.PicUrl) ?? asText(fields.Url),
  })
  return { type: 'message.received', data: { text, ...data } }
}

function readEvent(fields: JsonObject): Meaning {
  const key = asText(fields.EventKey) ?? ''
  switch (asText(fields.Event)?.toLowerCase()) {
    case 'subscribe':
      return { type: 'member.joined', data: joined(key) }
    case 'unsubscribe':
      return { type: 'member.left', data: { reason: 'unsubscribed' } }
    case 'click':
      return { type: 'button.clicked', data: { value: key } }
    case 'view':
      return { type: 'link.clicked', data: { url: key, ...present({ link_id: asId(fields.MenuId) }) } }
    case 'scan':
      return { type: 'custom.wechat.scan', data: { scene: key } }
    default:
      return { type: customType('wechat', asText(fields.Event) ?? 'event'), data: fields }
  }
}

/** Through one of our QR codes the key is `qrscene_` and what the code stands for. */
function joined(key: string): JsonObject {
  const scene = /^qrscene_(.+)$/s.exec(key)?.[1]
  return scene === undefined ? { source: 'follow' } : { source: 'qrcode', scene }
}
