import { concatBytes, fromBase64, isAnyOf, toBase64, toHex } from './signature.ts'

/**
 * The scheme that the callbacks of WeCom, WeChat and DingTalk share (developer.work.weixin.qq.com/document/path/91144):
 * sha1 over the sorted parts; AES-256-CBC over random(16) | length(4, big-endian) | text | receiver, padded to 32 bytes.
 */

const BLOCK = 16
/** The padding's block, unlike AES's own. */
const PADDED_TO = 32
const RANDOM_LENGTH = 16
const HEAD_LENGTH = RANDOM_LENGTH + 4

/** A channel's secrets: two of each while they are being rotated. `receiver` is the owner that a text must name. */
export type CallbackSecrets = { tokens: readonly string[]; aesKeys: readonly string[]; receiver: string }

export type Sealed = { signature: string; timestamp: string; nonce: string; encrypted: string }

export type OpenedCallback =
  /** `with` is the pair that fitted: an answer must use it. */
  | { kind: 'opened'; text: string; with: CallbackPair }
  | { kind: 'forged'; why: string }
  | { kind: 'unreadable'; why: string }

export type CallbackPair = { token: string; aesKey: string; receiver: string }

/** Verify and decrypt. No window: the platforms name none, and repeats are known by their ids. */
export async function openCallback(sealed: Sealed, secrets: CallbackSecrets): Promise<OpenedCallback> {
  const token = await signer(sealed, secrets.tokens)
  if (token === undefined) return forged('the signature is missing or does not match')
  const bytes = fromBase64(sealed.encrypted)
  if (!bytes || bytes.length < 2 * BLOCK || bytes.length % BLOCK !== 0) return forged('not an encrypted text')
  let why = 'cannot be decrypted'
  for (const aesKey of secrets.aesKeys) {
    const inside = readPlain(await decrypt(bytes, aesKey))
    if (!inside) continue
    why = 'meant for another receiver'
    if (!(await isAnyOf(inside.receiver, [secrets.receiver]))) continue
    const text = decodeUtf8(inside.text)
    if (text === undefined) return { kind: 'unreadable', why: 'the decrypted text is not UTF-8' }
    return { kind: 'opened', text, with: { token, aesKey, receiver: secrets.receiver } }
  }
  return forged(why)
}

/** Encrypt and sign an answer. `random` are 16 bytes. */
export async function sealCallback(
  text: string,
  pair: CallbackPair,
  { timestamp, nonce, random }: { timestamp: string; nonce: string; random: Uint8Array },
): Promise<Sealed> {
  const bytes = concatBytes(text)
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, bytes.length)
  const plain = concatBytes(random, length, bytes, pair.receiver)
  const pad = PADDED_TO - (plain.length % PADDED_TO)
  const padded = concatBytes(plain, new Uint8Array(pad).fill(pad))
  const { key, iv } = await importKey(pair.aesKey)
  const encrypted = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, padded))
  const base64 = toBase64(encrypted.slice(0, padded.length))
  return {
    signature: await callbackSignature(pair.token, timestamp, nonce, base64),
    timestamp,
    nonce,
    encrypted: base64,
  }
}

/** Sixteen random bytes and a nonce, for an answer. */
export function freshSalt(): { random: Uint8Array; nonce: string } {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_LENGTH))
  return { random, nonce: toHex(crypto.getRandomValues(new Uint8Array(8))) }
}

/** sha1 of the parts, sorted and joined. */
export async function callbackSignature(...parts: string[]): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', concatBytes(...parts.sort()))))
}

/** The token that signed, compared with all of them in constant time. */
async function signer(sealed: Sealed, tokens: readonly string[]): Promise<string | undefined> {
  const { signature, timestamp, nonce, encrypted } = sealed
  if ([signature, timestamp, nonce, encrypted].includes('')) return undefined
  const fits = await Promise.all(
    tokens.map(async (token) => isAnyOf(signature, [await callbackSignature(token, timestamp, nonce, encrypted)])),
  )
  return tokens[fits.indexOf(true)]
}

/** 43 characters, without the `=` that makes them base64; the last may carry stray bits, also in the vendor's sample. */
export function isAesKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}$/.test(text)
}

async function importKey(aesKey: string): Promise<{ key: CryptoKey; iv: Uint8Array }> {
  const bytes = fromBase64(`${aesKey}=`)
  if (bytes?.length !== 32) throw new Error('an AES key that the settings should have refused')
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-CBC', false, ['encrypt', 'decrypt'])
  return { key, iv: bytes.slice(0, BLOCK) }
}

/**
 * WebCrypto insists on padding of its own, at most 16 bytes, and would refuse half of all messages. So a block that is
 * nothing but such padding is appended: an empty text, encrypted as if it followed the last block.
 */
async function decrypt(bytes: Uint8Array, aesKey: string): Promise<Uint8Array> {
  const { key, iv } = await importKey(aesKey)
  const tail = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: bytes.slice(-BLOCK) }, key, new Uint8Array())
  const extended = concatBytes(bytes, new Uint8Array(tail))
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, extended))
}

/** Undefined when the padding is not right, or the length says more than there is. */
function readPlain(padded: Uint8Array): { text: Uint8Array; receiver: string } | undefined {
  const pad = padded.at(-1) ?? 0
  if (pad < 1 || pad > PADDED_TO || padded.length - pad < HEAD_LENGTH) return undefined
  if (!padded.slice(-pad).every((byte) => byte === pad)) return undefined
  const plain = padded.slice(0, -pad)
  const length = new DataView(plain.buffer, plain.byteOffset).getUint32(RANDOM_LENGTH)
  if (HEAD_LENGTH + length > plain.length) return undefined
  const receiver = decodeUtf8(plain.slice(HEAD_LENGTH + length))
  return receiver === undefined ? undefined : { text: plain.slice(HEAD_LENGTH, HEAD_LENGTH + length), receiver }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function forged(why: string): OpenedCallback {
  return { kind: 'forged', why }
}
