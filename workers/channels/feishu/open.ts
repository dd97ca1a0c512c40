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
  const keys = secretValues(channel.secrets, 'encrypt_key')
  if (keys.length === 0 && channel.secrets.encrypt_key !== undefined) return unconfigured('encrypt_key')
  const outer = readObject(request.body)
  const inner = outer.kind === 'opened' ? await decryptOuter(outer.body, keys) : outer
  if (inner.kind === 'unreadable' && keys.length > 0 && !(await isSigned(request, keys))) return unsigned()
  if (outer.kind !== 'opened' || inner.kind !== 'opened') return inner
  if (isOldCard(inner.body)) return (await isOldCardSigned(request, tokens)) ? inner : unsigned()
  if (keys.length > 0 && outer.body === inner.body) return forged('the body is not encrypted')
  const handshake = inner.body.type === 'url_verification'
  if (keys.length > 0 && !handshake && !(await isSigned(request, keys))) return unsigned()
  const genuine = await isAnyOf(tokenOf(inner.body) ?? '', tokens)
  return genuine ? inner : forged('the verification token does not match')
}

/** What `encrypt` holds; without it the body itself. */
async function decryptOuter(outer: JsonObject, keys: string[]): Promise<Opened> {
  const sealed = asText(outer.encrypt)
  if (sealed === undefined) return { kind: 'opened', body: outer }
  if (keys.length === 0) return forged('encrypted, but the channel has no encrypt_key')
  return decryptAny(sealed, keys)
}

/** One of 256 wrong keys seems to fit, by its padding: what it opens is no JSON, and the next one is tried. */
async function decryptAny(sealed: string, keys: string[]): Promise<Opened> {
  let read: Opened = forged('the body cannot be decrypted')
  for (const key of keys) {
    const plain = await decrypt(sealed, key)
    if (plain) read = readObject(plain)
    if (read.kind === 'opened') return read
  }
  return read
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

/**
 * Older cards send no envelope, and the `token` in them is another: the one that edits the card. They are signed with
 * sha1(timestamp + nonce + verification token + raw body) instead.
 */
export function isOldCard(body: JsonObject): boolean {
  return asObject(body.action) !== undefined && asText(body.open_message_id) !== undefined && body.header === undefined
}

async function isOldCardSigned(request: Inbound, tokens: string[]): Promise<boolean> {
  return isSignedWith(request, tokens, 'SHA-1')
}

/** No window: Feishu retries for seven hours, and the event id keeps repeats out. */
export async function isSigned(request: Inbound, keys: string[]): Promise<boolean> {
  return isSignedWith(request, keys, 'SHA-256')
}

async function isSignedWith({ headers, body }: Inbound, keys: string[], hash: 'SHA-1' | 'SHA-256'): Promise<boolean> {
  const [timestamp, nonce] = [headers.get('x-lark-request-timestamp'), headers.get('x-lark-request-nonce')]
  const signature = headers.get('x-lark-signature')
  if (!timestamp || !nonce || !signature) return false
  const expected = await Promise.all(
    keys.map(async (key) =>
      toHex(new Uint8Array(await crypto.subtle.digest(hash, concatBytes(timestamp, nonce, key, body)))),
    ),
  )
  return isAnyOf(signature.toLowerCase(), expected)
}

function readObject(bytes: Uint8Array): Opened {
  const parsed = parseJsonBody(bytes)
  if (parsed.kind === 'unreadable') return parsed
  const body = asObject(parsed.value)
  return body ? { kind: 'opened', body } : { kind: 'unreadable', why: 'the body is not a JSON object' }
}

function unsigned(): Opened {
  return forged('X-Lark-Signature is missing or does not match')
}

function forged(why: string): Opened {
  return { kind: 'forged', why }
}
