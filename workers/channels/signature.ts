import type { Secrets } from './kind.ts'

const encoder = new TextEncoder()

type Hash = 'SHA-1' | 'SHA-256' | 'SHA-512'

/** The usable values of a secret: none when it is missing or empty, two during rotation. */
export function secretValues(secrets: Secrets, name: string): string[] {
  const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined
  const values = typeof value === 'string' ? [value] : (value ?? [])
  return values.filter((text) => text !== '')
}

/** What to answer when there is nothing to verify with. A request is never let through for want of a secret. */
export function unconfigured(name: string): { kind: 'forged'; why: string } {
  return { kind: 'forged', why: `the channel is not configured: secret "${name}" is missing or empty` }
}

/** Whether any of the keys signs `content` with `signature`. WebCrypto compares in constant time. */
export async function signedByAny(
  keys: readonly (string | Uint8Array)[],
  signed: { hash?: Hash; content: Uint8Array; signature: Uint8Array },
): Promise<boolean> {
  for (const key of keys) {
    const hmacKey = await importHmac(key, signed.hash ?? 'SHA-256', 'verify')
    if (await crypto.subtle.verify('HMAC', hmacKey, signed.signature, signed.content)) return true
  }
  return false
}

export async function hmac(key: string | Uint8Array, content: Uint8Array, hash: Hash = 'SHA-256'): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', await importHmac(key, hash, 'sign'), content))
}

/** Compares texts in time that tells nothing: `timingSafeEqual` throws on different lengths, so hashes are compared. */
export async function sameText(a: string, b: string): Promise<boolean> {
  return crypto.subtle.timingSafeEqual(await sha256(encoder.encode(a)), await sha256(encoder.encode(b)))
}

/** Whether `text` is one of the secret values. Compares with all of them, whichever matches. */
export async function isAnyOf(text: string, values: readonly string[]): Promise<boolean> {
  const matches = await Promise.all(values.map((value) => sameText(text, value)))
  return matches.includes(true)
}

export async function sha256(content: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', content))
}

export function concatBytes(...parts: (string | Uint8Array)[]): Uint8Array {
  const chunks = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part))
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    joined.set(chunk, offset)
    offset += chunk.length
  }
  return joined
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** Undefined unless the text is hex, in either case. */
export function fromHex(text: string): Uint8Array | undefined {
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(text)) return undefined
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Undefined unless the text is base64, padded or not. Trailing bits are ignored, as vendors’ own keys carry them. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

/** A signature in base64, in the one way in which it is written: what is cut or bent is none, whatever its bytes are. */
export function signatureIn(text: string): Uint8Array | undefined {
  const bytes = fromBase64(text)
  return bytes && toBase64(bytes) === text ? bytes : undefined
}

/** A Unix timestamp in a header: digits only, because `NaN` compares false with everything. Milliseconds. */
export function secondsToMs(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) * 1000 : undefined
}

function importHmac(key: string | Uint8Array, hash: Hash, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  const bytes = typeof key === 'string' ? encoder.encode(key) : key
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash }, false, [usage])
}
