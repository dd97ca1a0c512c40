import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asObjects, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent, Received } from '../kind.ts'
import { LINK_ACTION } from './blocks.ts'
import { chosenValue } from './chosen.ts'
import { roomOf, slackTimeMs, toSender } from './shape.ts'
import { readSubmission } from './submission.ts'

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
  const meaning =
    type === 'view_submission'
      ? readSubmission(payload)
      : { type: customType('slack', type), data: withoutKeys(payload) }
  return { kind: 'events', events: [{ id, ...meaning, user, ...present({ room }) }] }
}

function readActions(payload: JsonObject, user: NonNullable<IncomingEvent['user']>): IncomingEvent[] {
  const room = roomOf(payload.channel) ?? asText(at(payload, 'container', 'channel_id'))
  const messageId = asText(at(payload, 'message', 'ts')) ?? asText(at(payload, 'container', 'message_ts'))
  const trigger = asText(payload.trigger_id) ?? messageId ?? ''
  const pressed = asObjects(payload.actions).filter((action) => !leadsAway(action))
  return pressed.map((action) => {
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

/** A button of ours that only opens an address: Slack tells of it, but it means nothing. */
function leadsAway(action: JsonObject): boolean {
  return asText(action.value) === undefined && (asText(action.action_id) ?? '').startsWith(LINK_ACTION)
}

/** The verification token and the answering addresses are capabilities, not facts: they are not kept. */
function withoutKeys(payload: JsonObject): JsonObject {
  const { token, response_url, response_urls, trigger_id, ...rest } = payload
  return rest
}
