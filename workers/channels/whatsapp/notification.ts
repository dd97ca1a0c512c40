import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asId, asObject, asObjects, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { concatBytes, secondsToMs, sha256, toHex } from '../signature.ts'
import { readMessage } from './message.ts'

/** Entries of accounts, each with changes, each with messages or statuses: all three may come in numbers. */
export async function readNotification(body: JsonObject): Promise<IncomingEvent[]> {
  const events: IncomingEvent[] = []
  for (const entry of asObjects(body.entry))
    for (const change of asObjects(entry.changes)) events.push(...(await readChange(change)))
  return events
}

async function readChange(change: JsonObject): Promise<IncomingEvent[]> {
  const field = asText(change.field) ?? ''
  const value = asObject(change.value) ?? {}
  if (field === 'messages')
    return [
      ...asObjects(value.messages).flatMap((message) => readMessage(message, value)),
      ...asObjects(value.statuses).flatMap((status) => readStatus(status, value)),
    ]
  // Echoes are what we, or our own people on the same number, have sent.
  if (field === '' || field.endsWith('echoes')) return []
  const id = `${field}:${toHex(await sha256(concatBytes(JSON.stringify(change))))}`
  return [{ id, type: customType('whatsapp', field), data: value }]
}

/** What became of a message of ours. That it was sent, delivered and read happens thrice a message and means nothing new. */
function readStatus(status: JsonObject, value: JsonObject): IncomingEvent[] {
  const id = asText(status.id)
  const userId = asId(status.recipient_id)
  if (id === undefined || userId === undefined || status.status !== 'failed') return []
  const [error] = asObjects(status.errors)
  const code = asId(error?.code)
  const details = asText(asObject(error?.error_data)?.details) ?? asText(error?.message) ?? asText(error?.title)
  return [
    {
      id: `${id}:failed`,
      type: 'message.failed',
      ...present({ atMs: secondsToMs(asId(status.timestamp) ?? '') }),
      user: { id: userId },
      data: present({
        message_id: asText(status.biz_opaque_callback_data) ?? id,
        provider_id: id,
        reason: [code, details].filter(Boolean).join(' ') || 'failed',
        room: asText(asObject(value.metadata)?.phone_number_id),
      }),
    },
  ]
}
