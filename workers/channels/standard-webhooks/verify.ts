import type { Inbound } from '../kind.ts'
import { concatBytes, fromBase64, secondsToMs, signatureIn, signedByAny, unconfigured } from '../signature.ts'

const WINDOW_MS = 300_000
const ID_LENGTH_MAX = 256
const SIGNATURES_MAX = 10

export type VerifiedWebhook = { kind: 'genuine'; id: string } | { kind: 'forged'; why: string }

/**
 * Verifies a request signed as Standard Webhooks describes (github.com/standard-webhooks, spec v1): `webhook-id`,
 * `webhook-timestamp`, `webhook-signature`, or the same with `svix-`. Any of several signatures may match any secret.
 */
export async function verifyStandardWebhook(
  request: Inbound,
  secrets: readonly string[],
  nowMs: number,
): Promise<VerifiedWebhook> {
  const keys = readKeys(secrets)
  if (keys.length === 0) return unconfigured('secret')
  const { id, timestamp, signatures } = readHeaders(request.headers)
  if (!id || !timestamp || !signatures) return forged('webhook-id, webhook-timestamp or webhook-signature is missing')
  if (id.length > ID_LENGTH_MAX) return forged('webhook-id is too long')
  const atMs = secondsToMs(timestamp)
  if (atMs === undefined) return forged('webhook-timestamp is not a number of seconds')
  if (Math.abs(nowMs - atMs) > WINDOW_MS) return forged('webhook-timestamp is outside the 300 s window')
  const content = concatBytes(`${id}.${timestamp}.`, request.body)
  for (const entry of signatures.split(' ').slice(0, SIGNATURES_MAX)) {
    if (await matches(entry, keys, content)) return { kind: 'genuine', id }
  }
  return forged('webhook-signature does not match')
}

type Key = { version: 'v1' | 'v1a'; bytes: Uint8Array }

/** `whpk_` holds a public key for v1a; everything else, with or without `whsec_`, a base64 key for v1. */
function readKeys(secrets: readonly string[]): Key[] {
  return secrets.flatMap((secret) => {
    const version = secret.startsWith('whpk_') ? 'v1a' : 'v1'
    const bytes = fromBase64(secret.replace(/^(?:whsec_|whpk_)/, ''))
    return bytes && bytes.length > 0 && (version === 'v1' || bytes.length === 32) ? [{ version, bytes }] : []
  })
}

function readHeaders(headers: Headers) {
  const prefix = headers.has('webhook-id') ? 'webhook' : 'svix'
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => headers.get(`${prefix}-${name}`))
  return { id, timestamp, signatures }
}

async function matches(entry: string, keys: Key[], content: Uint8Array): Promise<boolean> {
  const comma = entry.indexOf(',')
  const version = entry.slice(0, comma)
  const signature = comma < 0 ? undefined : signatureIn(entry.slice(comma + 1))
  if (!signature) return false
  const candidates = keys.filter((key) => key.version === version).map((key) => key.bytes)
  if (version === 'v1') return signedByAny(candidates, { content, signature })
  for (const key of candidates) if (await verifyEd25519(key, signature, content)) return true
  return false
}

async function verifyEd25519(key: Uint8Array, signature: Uint8Array, content: Uint8Array): Promise<boolean> {
  if (signature.length !== 64) return false
  const publicKey = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify'])
  return crypto.subtle.verify({ name: 'Ed25519' }, publicKey, signature, content)
}

function forged(why: string): VerifiedWebhook {
  return { kind: 'forged', why }
}
