import type { Json, JsonObject } from '../../../schema/json.ts'
import { asObject, asText, present } from '../json-fields.ts'
import type { Sender } from '../kind.ts'

const EPOCH_MS = 1_420_070_400_000n

/** When an id was made: a snowflake carries the milliseconds since 2015 in its upper bits. */
export function snowflakeMs(id: string): number | undefined {
  return /^\d{15,20}$/.test(id) ? Number((BigInt(id) >> 22n) + EPOCH_MS) : undefined
}

/** A user object as a sender; undefined for bots, of which we are one. `nick` is what a server calls them. */
export function toSender(user: Json | undefined, more: { nick?: Json; locale?: Json } = {}): Sender | undefined {
  const object = asObject(user)
  const id = asText(object?.id)
  if (!object || id === undefined || object.bot === true) return undefined
  const name = asText(more.nick) ?? asText(object.global_name) ?? asText(object.username)
  return { id, ...present({ name, locale: asText(more.locale) ?? asText(object.locale) }) }
}

/** Who did it: in a server a member with a user inside, in direct messages the user alone. */
export function actorOf(from: JsonObject): Sender | undefined {
  const member = asObject(from.member)
  const nick = member?.nick
  const extra = {
    ...(nick === undefined ? {} : { nick }),
    ...(from.locale === undefined ? {} : { locale: from.locale }),
  }
  return toSender(member?.user ?? from.user, extra)
}
