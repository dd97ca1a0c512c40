import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { parseIsoTime } from '../iso-time.ts'
import { asId, asObject, asText, present } from '../json-fields.ts'
import type { Received, Sender } from '../kind.ts'
import { toSender } from './shape.ts'

/** A webhook event: `APPLICATION_AUTHORIZED`, entitlements and the like. It has no id, so one is made of what it says. */
export function readWebhookEvent(body: JsonObject): Received {
  const event = asObject(body.event)
  const type = asText(event?.type)
  const timestamp = asText(event?.timestamp)
  if (!event || type === undefined || timestamp === undefined)
    return { kind: 'unreadable', why: 'a webhook event without type or timestamp' }
  const data = asObject(event.data) ?? {}
  const user = concerned(data)
  const id = [type, asId(body.application_id), timestamp, user?.id, asId(data.id)].filter(Boolean).join(':')
  const room = asText(data.channel_id)
  return {
    kind: 'events',
    events: [
      {
        id,
        type: customType('discord', type),
        ...present({ atMs: utcMs(timestamp), room }),
        ...(user && { user }),
        data,
      },
    ],
    reply: { status: 204, headers: { 'content-type': 'application/json' } },
  }
}

function concerned(data: JsonObject): Sender | undefined {
  const id = asText(data.user_id)
  return toSender(data.user) ?? toSender(data.author) ?? (id === undefined ? undefined : { id })
}

/** Discord writes UTC, with or without saying so. */
function utcMs(timestamp: string): number | undefined {
  return parseIsoTime(timestamp) ?? parseIsoTime(`${timestamp}Z`)
}
