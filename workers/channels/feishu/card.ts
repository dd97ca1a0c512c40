import type { Json, JsonObject } from '../../../schema/json.ts'
import { asObject, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { type Envelope, personId } from './shape.ts'

/** A click on a card (`card.action.trigger`). The token that edits the card is a capability and is not kept. */
export function readCardAction({ id, atMs, event }: Envelope): IncomingEvent[] {
  const action = asObject(event.action) ?? {}
  const context = asObject(event.context)
  const userId = personId(event.operator)
  if (userId === undefined) return []
  const room = asText(context?.open_chat_id)
  const data = present({
    value: chosenValue(action),
    action_id: asText(action.name),
    tag: asText(action.tag),
    payload: asObject(action.value),
    form: asObject(action.form_value),
    message_id: asText(context?.open_message_id),
    room,
  })
  const user = { id: userId, ...present({ timezone: asText(action.timezone) }) }
  return [{ id, type: 'button.clicked', ...present({ atMs, room }), user, data }]
}

/** What was chosen, as text: the option of a select, the text a button carries, or its object as JSON. */
function chosenValue(action: JsonObject): string {
  const carried: Json | undefined = action.value
  const object = asObject(carried)
  const chosen = asText(action.option) ?? asText(action.input_value) ?? asText(carried) ?? asText(object?.value)
  if (chosen !== undefined) return chosen
  return object && Object.keys(object).length > 0 ? JSON.stringify(object) : (asText(action.name) ?? '')
}
