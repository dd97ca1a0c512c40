import type { Json, JsonObject } from '../../../schema/json.ts'
import { asId, asObject, asText, present } from '../json-fields.ts'
import type { IncomingEvent, Sender } from '../kind.ts'

/** What an event means: its part of the incoming event. */
export type Meaning = Partial<IncomingEvent> & Pick<IncomingEvent, 'type' | 'data'>

/** What surrounds the inner event: which users of the workspace are ourselves. */
export type Surroundings = { ourUserIds: string[]; ourAppId?: string }

/** `1355517523.000005`, seconds as text, as milliseconds. Also takes `event_time`, a number of seconds. */
export function slackTimeMs(value: Json | undefined): number | undefined {
  const text = asId(value)
  return text !== undefined && /^\d{9,11}(?:\.\d+)?$/.test(text) ? Math.floor(Number(text) * 1000) : undefined
}

/** Slack gives a user as an id, or as an object with a profile. */
export function toSender(user: Json | undefined): Sender | undefined {
  const object = asObject(user)
  const id = object ? asText(object.id) : asText(user)
  if (id === undefined) return undefined
  return object ? { id, ...details(object) } : { id }
}

function details(user: JsonObject): Partial<Sender> {
  const profile = asObject(user.profile)
  return present({
    name: asText(profile?.real_name) ?? asText(user.real_name) ?? asText(user.name) ?? asText(user.username),
    locale: asText(user.locale),
    timezone: asText(user.tz),
    email: asText(profile?.email),
    phone: asText(profile?.phone),
  })
}

/** A channel appears as an id, or as an object with one. */
export function roomOf(channel: Json | undefined): string | undefined {
  return asText(channel) ?? asText(asObject(channel)?.id)
}

/** Slack escapes exactly these three in text; people wrote the characters. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
