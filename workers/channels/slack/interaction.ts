import type { JsonObject } from '../../../schema/json.ts'
import { asObject, asObjects, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent, Received } from '../kind.ts'
import { customType, roomOf, slackTimeMs, toSender } from './shape.ts'

/** A `payload=` of interactivity. Slack does not repeat these; `trigger_id` is unique to each. */
export function readInteraction(payload: JsonObject): Received {
  const type = asText(payload.type)
  const user = toSender(payload.user)
  const trigger = asText(payload.trigger_id)
  if (type === undefined || !user) return { kind: 'unreadable', why: 'payload without type or user' }
  if (type === 'block_actions') return { kind: 'events', events: readActions(payload, user) }
  const id = `interaction:${trigger ?? asText(payload.action_ts) ?? asText(at(payload, 'view', 'id')) ?? ''}`
  if (id === 'interaction:') return { kind: 'unreadable', why: 'payload without anything to tell it by' }
  const room = roomOf(payload.channel)
  return {
    kind: 'events',
    events: [{ id, type: customType(type), user, ...present({ room }), data: withoutKeys(payload) }],
  }
}

function readActions(payload: JsonObject, user: NonNullable<IncomingEvent['user']>): IncomingEvent[] {
  const room = roomOf(payload.channel) ?? asText(at(payload, 'container', 'channel_id'))
  const messageId = asText(at(payload, 'message', 'ts')) ?? asText(at(payload, 'container', 'message_ts'))
  const trigger = asText(payload.trigger_id) ?? messageId ?? ''
  return asObjects(payload.actions).map((action) => {
    const actionId = asText(action.action_id)
    const data = present({
      value: chosenValue(action) ?? actionId ?? '',
      action_id: actionId,
      block_id: asText(action.block_id),
      message_id: messageId,
      room,
    })
    const atMs = slackTimeMs(action.action_ts)
    const id = `action:${trigger}:${actionId ?? ''}:${asText(action.action_ts) ?? ''}`
    return { id, type: 'button.clicked', ...present({ atMs, room }), user, data }
  })
}

/** What was chosen, whichever element it was chosen with. */
function chosenValue(action: JsonObject): string | undefined {
  const selected = ['selected_date', 'selected_time', 'selected_user', 'selected_channel', 'selected_conversation']
  const options = asObjects(action.selected_options).flatMap((option) => asText(option.value) ?? [])
  return (
    asText(action.value) ??
    asText(asObject(action.selected_option)?.value) ??
    (options.length > 0 ? options.join(',') : undefined) ??
    selected.map((name) => asText(action[name])).find((value) => value !== undefined)
  )
}

/** The verification token and the answering addresses are capabilities, not facts: they are not kept. */
function withoutKeys(payload: JsonObject): JsonObject {
  const { token, response_url, response_urls, trigger_id, ...rest } = payload
  return rest
}
