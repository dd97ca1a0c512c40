import type { Json, JsonObject } from '../../../schema/json.ts'
import { asObject, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { chosenValues } from './chosen.ts'

/** A modal that was sent off. An empty 200 closes it. Fields are called by their action ids, which the app has given. */
export function readSubmission(payload: JsonObject): Pick<IncomingEvent, 'type' | 'data'> {
  const view = asObject(payload.view)
  const form = present({
    form_id: asText(view?.callback_id) ?? asText(view?.external_id),
    response_id: asText(view?.id),
    metadata: asText(view?.private_metadata),
    team_id: asText(at(payload, 'team', 'id')),
  })
  return { type: 'form.submitted', data: { ...form, answers: answersOf(at(view, 'state', 'values')) } }
}

/** By block, then by action. Where two blocks use the same action id, the block's says which is meant. */
function answersOf(values: Json | undefined): JsonObject {
  const answers: JsonObject = {}
  for (const [block, fields] of Object.entries(asObject(values) ?? {}))
    for (const [action, field] of Object.entries(asObject(fields) ?? {})) {
      const chosen = chosenValues(asObject(field) ?? {})
      const name = Object.hasOwn(answers, action) ? `${block}.${action}` : action
      if (chosen !== undefined) answers[name] = chosen
    }
  return answers
}
