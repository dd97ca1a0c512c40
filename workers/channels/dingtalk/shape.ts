import type { Json, JsonObject } from '../../../schema/json.ts'
import { asId, asList, asText } from '../json-fields.ts'
import type { Channel } from '../kind.ts'

export const ROBOT_HOST = 'https://oapi.dingtalk.com'

/** Where the robot's API is, unless the channel says otherwise. */
export function hostOf(channel: Channel): string {
  return channel.apiBase ?? 'https://api.dingtalk.com'
}

/** People from outside the organisation are known by this only, and written to in the session they wrote in. */
export function isOutsider(id: string): boolean {
  return id.startsWith('$:LWCP_')
}

/** The address of a session: only DingTalk's own, because the body that names it is not signed. */
export function sessionUrl(text: string | undefined): string | undefined {
  const url = URL.parse(text ?? '')
  return url && url.origin === ROBOT_HOST && url.pathname === '/robot/sendBySession' ? url.href : undefined
}

/** Milliseconds; older events say seconds, or either as text. */
export function dingTimeMs(value: Json | undefined): number | undefined {
  const text = asId(value)
  if (text === undefined || !/^\d{10,13}$/.test(text)) return undefined
  return text.length > 10 ? Number(text) : Number(text) * 1000
}

/** DingTalk writes `ChatId`, `chatId` and `chatid`: by any name, the fields of an event. */
export function caseless(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]))
}

/** One id, or a list of them. */
export function idsOf(value: Json | undefined): string[] {
  const ids = [...asList(value), value].flatMap((item) => asId(item) ?? [])
  return [...new Set(ids)]
}

export function robotUrl(channel: Channel): string | undefined {
  return asText(channel.config.robot_url)
}
