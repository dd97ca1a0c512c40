import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonBody } from '../json-body.ts'
import { asObject, asText } from '../json-fields.ts'
import type { Channel, Inbound } from '../kind.ts'
import { concatBytes, fromBase64, isAnyOf, secretValues, sha256, toHex, unconfigured } from '../signature.ts'
import { tokenOf } from './shape.ts'

export type Opened =
  | { kind: 'opened'; body: JsonObject }
  | { kind: 'forged'; why: string }
  | { kind: 'unreadable'; why: string }

/**
 * Verifies and decrypts a notification (open.feishu.cn, event-subscription-guide). With an encrypt key: AES, and
 * sha256(timestamp + nonce + key + raw body) on everything but `url_verification`. Always: the verification token.
 */
export async function open(request: Inbound, channel: Channel): Promise<Opened> {
  const tokens = secretValues(channel.secrets, 'verification_token')
  if (tokens.length === 0) return unconfigured('verification_token')
  const outer = readObject(request.body)
  if (outer.kind !== 'opened') return outer
  const opened = await openOuter(request, channel, outer.body)
  if (opened.kind !== 'opened') return opened
  const genuine = await isAnyOf(tokenOf(opened.body) ?? '', tokens)
  return genuine ? opened : forged('the verification token does not match')
}

async function openOuter(request: Inbound, channel: Channel, outer: JsonObject): Promise<Opened> {
  const sealed = asText(outer.encrypt)
  if (channel.secrets.encrypt_key === undefined) {
    return sealed === undefined
      ? { kind: 'opened', body: outer }
      : forged('encrypted, but the channel has no encrypt_key')
  }
  const keys = secretValues(channel.secrets, 'encrypt_key')
  if (keys.length === 0) return unconfigured('encrypt_key')
  if (sealed === undefined) return forged('the body is not encrypted')
  const plain = await decryptAny(sealed, keys)
  if (!plain) return forged('the body cannot be decrypted')
  const inner = readObject(plain)
  const isHandshake = inner.kind === 'opened' && inner.body.type === 'url_verification'
  if (!isHandshake && !(await isSigned(request, keys))) return forged('X-Lark-Signature is missing or does not match')
  return inner
}

async function decryptAny(sealed: string, keys: string[]): Promise<Uint8Array | undefined> {
  for (const key of keys) {
    const plain = await decrypt(sealed, key)
    if (plain) return plain
  }
  return undefined
}

/** AES-256-CBC with the key’s SHA-256, the first 16 bytes being the IV. Undefined when the key is another. */
export async function decrypt(sealed: string, encryptKey: string): Promise<Uint8Array | undefined> {
  const bytes = fromBase64(sealed)
  if (!bytes || bytes.length < 32 || bytes.length % 16 !== 0) return undefined
  const keyBytes = await sha256(concatBytes(encryptKey))
  const key = await crypto.subtle.importKey('raw', keyBytes, 'AES-CBC', false, ['decrypt'])
  try {
    const algorithm = { name: 'AES-CBC', iv: bytes.slice(0, 16) }
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, bytes.slice(16)))
  } catch {
    return undefined
  }
}

/** No window: Feishu retries for seven hours, and the event id keeps repeats out. */
export async function isSigned(request: Inbound, keys: string[]): Promise<boolean> {
  const [timestamp, nonce, signature] = ['timestamp', 'nonce', 'signature'].map((name) =>
    request.headers.get(name === 'signature' ? 'x-lark-signature' : `x-lark-request-${name}`),
  )
  if (!timestamp || !nonce || !signature) return false
  const expected = await Promise.all(
    keys.map(async (key) => toHex(await sha256(concatBytes(timestamp, nonce, key, request.body)))),
  )
  return isAnyOf(signature.toLowerCase(), expected)
}

function readObject(bytes: Uint8Array): Opened {
  const parsed = parseJsonBody(bytes)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  return body ? { kind: 'opened', body } : { kind: 'unreadable', why: 'the body is not a JSON object' }
}

function forged(why: string): Opened {
  return { kind: 'forged', why }
}
