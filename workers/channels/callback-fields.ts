import * as v from 'valibot'
import type { Json, JsonObject } from '../../schema/json.ts'
import { type CallbackSecrets, isAesKey } from './callback-cipher.ts'
import { asId } from './json-fields.ts'
import type { Secrets } from './kind.ts'
import { secretValues, unconfigured } from './signature.ts'

// What the callbacks of WeCom, WeChat and DingTalk have in common besides their encryption.

/** The key as a setting. */
export const AesKey = v.pipe(v.string(), v.check(isAesKey, 'must be the 43 characters that the console shows'))

/** What verifies and decrypts. A part that is not configured lets nothing through. */
export function callbackSecrets(
  secrets: Secrets,
  names: { token: string; aesKey: string },
  receiver: string | undefined,
): CallbackSecrets | { kind: 'forged'; why: string } {
  const tokens = secretValues(secrets, names.token)
  const aesKeys = secretValues(secrets, names.aesKey).filter(isAesKey)
  if (tokens.length === 0) return unconfigured(names.token)
  if (aesKeys.length === 0) return unconfigured(names.aesKey)
  return receiver === undefined ? unconfigured('the id of the owner') : { tokens, aesKeys, receiver }
}

export function queryOf(url: URL, name: string): string {
  return url.searchParams.get(name) ?? ''
}

/** `CreateTime` is seconds, as text in XML and as a number in JSON. */
export function createTimeMs(value: Json | undefined): number | undefined {
  const text = asId(value)
  return text !== undefined && /^\d{9,11}$/.test(text) ? Number(text) * 1000 : undefined
}

/** The fields that tell one happening from another: these platforms repeat a request, and give events no id. */
export function eventId(fields: JsonObject, names: readonly string[]): string {
  return names.map((name) => asId(fields[name]) ?? '').join(':')
}
