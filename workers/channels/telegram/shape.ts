import type { Json, JsonObject } from '../../../schema/json.ts'
import { asId, asObject, asText, present } from '../json-fields.ts'
import type { Sender } from '../kind.ts'

/** Dates are seconds. */
export function telegramTimeMs(date: Json | undefined): number | undefined {
  return typeof date === 'number' && Number.isSafeInteger(date) && date > 0 ? date * 1000 : undefined
}

/** A user as a sender; undefined for bots, and for what is no user. */
export function toSender(user: Json | undefined): Sender | undefined {
  const object = asObject(user)
  const id = asId(object?.id)
  if (!object || id === undefined || object.is_bot === true) return undefined
  const name = [asText(object.first_name), asText(object.last_name)].filter(Boolean).join(' ')
  return { id, ...present({ name: name || asText(object.username), locale: asText(object.language_code) }) }
}

/** The chat something happened in. In private it has the id of the person. */
export function roomOf(holder: JsonObject | undefined): string | undefined {
  return asId(asObject(holder?.chat)?.id)
}

/** An emoji, the id of a custom one, or `paid`. */
export function reactionName(reaction: JsonObject): string {
  return asText(reaction.emoji) ?? asText(reaction.custom_emoji_id) ?? asText(reaction.type) ?? ''
}
