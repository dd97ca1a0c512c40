import type { Json, JsonObject } from '../../../schema/json.ts'
import { asId, asText } from '../json-fields.ts'
import type { Channel, IncomingEvent, Sender } from '../kind.ts'
import { secretValues } from '../signature.ts'

export function hostOf(channel: Channel): string {
  return channel.apiBase ?? 'https://qyapi.weixin.qq.com'
}

/** `CreateTime` is seconds, as text in XML and as a number in JSON. */
export function createTimeMs(value: Json | undefined): number | undefined {
  const text = asId(value)
  return text !== undefined && /^\d{9,11}$/.test(text) ? Number(text) * 1000 : undefined
}

/** Customers have ids of their own shape; they are not members of the corporation. */
export function isCustomer(id: string): boolean {
  return /^w[mo][\w-]{20,}$/.test(id)
}

/** Whether this channel sends as the application, to members. */
export function hasApp(channel: Channel): boolean {
  return hasSecret(channel) && asId(channel.config.agent_id) !== undefined
}

/** Whether it may ask for a token at all: customers are written to without an `agent_id`. */
export function hasSecret(channel: Channel): boolean {
  return secretValues(channel.secrets, 'corp_secret').length > 0
}

export function robotUrl(channel: Channel): string | undefined {
  return asText(channel.config.robot_url)
}

/** The fields that tell one happening from another: these platforms repeat a request, and give events no id. */
export function eventId(fields: JsonObject, names: readonly string[]): string {
  return names.map((name) => asId(fields[name]) ?? '').join(':')
}

/** What an event means, and whom it concerns. */
export type Meaning = Pick<IncomingEvent, 'type' | 'data'> & { user?: Sender }

/** What we have no word for, as it came. */
export function readOther(fields: JsonObject): Meaning {
  const names = [asText(fields.Event) ?? 'event', asText(fields.ChangeType), asText(fields.UpdateDetail)]
  const name = names.filter((part) => part !== undefined).join('.')
  const type = `custom.wecom.${name.toLowerCase().replace(/[^a-z0-9_.-]/g, '_')}`.slice(0, 100)
  const { ResponseCode: _capability, ...data } = fields
  return { type, data }
}

/** `sys` stands for nobody. */
export function userOf(id: string | undefined): { user?: Sender } {
  return id === undefined || id === '' || id === 'sys' ? {} : { user: { id } }
}
