import type { JsonObject } from '../../../schema/json.ts'
import { asId, asList, asObject, asObjects, asText } from '../json-fields.ts'

const SINGLE = ['date', 'time', 'date_time', 'user', 'channel', 'conversation']
const SEVERAL = ['users', 'channels', 'conversations']

/** What was chosen, whichever element it was chosen with: a text, a list where several may be, or nothing. */
export function chosenValues(element: JsonObject): string | string[] | undefined {
  const option = asText(asObject(element.selected_option)?.value)
  const single =
    asText(element.value) ?? option ?? SINGLE.map((name) => asId(element[`selected_${name}`])).find(Boolean)
  if (single !== undefined) return single
  if (Array.isArray(element.selected_options))
    return asObjects(element.selected_options).flatMap((chosen) => asText(chosen.value) ?? [])
  const name = SEVERAL.find((several) => Array.isArray(element[`selected_${several}`]))
  return name && asList(element[`selected_${name}`]).flatMap((id) => asText(id) ?? [])
}

/** The same as one text. */
export function chosenValue(element: JsonObject): string | undefined {
  const chosen = chosenValues(element)
  return Array.isArray(chosen) ? chosen.join(',') || undefined : chosen
}
