import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { asId, asText } from '../json-fields.ts'
import type { Channel, IncomingEvent, Sender } from '../kind.ts'
import { secretValues } from '../signature.ts'

export function hostOf(channel: Channel): string {
  return channel.apiBase ?? 'https://qyapi.weixin.qq.com'
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

/** Unless the operator says, only where there is no other way. */
export function answersPassively(channel: Channel): boolean {
  const { passive_reply: wanted } = channel.config
  return wanted === undefined ? !hasApp(channel) && robotUrl(channel) === undefined : wanted === true
}

/** What an event means, and whom it concerns. */
export type Meaning = Pick<IncomingEvent, 'type' | 'data'> & { user?: Sender }

/** What we have no word for, as it came. */
export function readOther(fields: JsonObject): Meaning {
  const names = [asText(fields.Event) ?? 'event', asText(fields.ChangeType), asText(fields.UpdateDetail)]
  const type = customType('wecom', names.filter((part) => part !== undefined).join('.'))
  const { ResponseCode: _capability, ...data } = fields
  return { type, data }
}

/** `sys` stands for nobody. */
export function userOf(id: string | undefined): { user?: Sender } {
  return id === undefined || id === '' || id === 'sys' ? {} : { user: { id } }
}
