import type { Json, JsonObject } from '../../../schema/json.ts'
import { asId, asObject, asText, present } from '../json-fields.ts'
import type { Channel } from '../kind.ts'
import { secretValues } from '../signature.ts'

export const HOSTS = ['https://open.feishu.cn', 'https://open.larksuite.com'] as const

export function hostOf(channel: Channel): string {
  return channel.apiBase ?? asText(channel.config.host) ?? HOSTS[0]
}

export function sendsAsApp(channel: Channel): boolean {
  return asText(channel.config.app_id) !== undefined && secretValues(channel.secrets, 'app_secret').length > 0
}

/** Feishu names a person three ways; the open id is the one every event carries. */
export function personId(ids: Json | undefined): string | undefined {
  const object = asObject(ids)
  return asText(object?.open_id) ?? asText(object?.union_id) ?? asText(object?.user_id)
}

/** `create_time` is milliseconds as text; older samples say microseconds or seconds. */
export function feishuTimeMs(value: Json | undefined): number | undefined {
  const text = asId(value)
  if (text === undefined || !/^\d{10,16}(?:\.\d+)?$/.test(text)) return undefined
  const number = Number(text)
  const digits = text.split('.', 1)[0]?.length ?? 0
  if (digits >= 15) return Math.floor(number / 1000)
  return digits <= 10 ? Math.floor(number * 1000) : number
}

/** One notification: version 2 keeps what it is in `header`, version 1 beside the event. */
export type Envelope = { id: string; type: string; atMs?: number; event: JsonObject }

export function readEnvelope(body: JsonObject): Envelope | undefined {
  const header = asObject(body.header)
  const event = asObject(body.event) ?? {}
  const id = asText(header ? header.event_id : body.uuid)
  const type = asText(header ? header.event_type : event.type)
  if (id === undefined || type === undefined) return undefined
  return { id, type, event, ...present({ atMs: feishuTimeMs(header ? header.create_time : body.ts) }) }
}

export function tokenOf(body: JsonObject): string | undefined {
  return asText(asObject(body.header)?.token) ?? asText(body.token)
}
