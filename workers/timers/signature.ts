import * as v from 'valibot'
import type { Wake } from './port.ts'
import { readWake } from './wake.ts'

/** A real token has about 600 characters. Anything much longer is not worth decoding. */
const TOKEN_LENGTH_MAX = 4096

/** How far QStash's clock may be ahead of ours. */
const NOT_BEFORE_TOLERANCE_MS = 5000

export type Verified =
  | { kind: 'genuine'; wake: Wake }
  /** Not signed by QStash for this address and body. */
  | { kind: 'forged'; why: string }
  /** Signed, but the body is no wake-up: trying again will not help. */
  | { kind: 'unreadable'; why: string }

export type SignedRequest = { signature: string | null; body: Uint8Array }

export type SigningKeys = {
  currentKey: string
  nextKey?: string
  /** The address QStash was given, compared exactly. */
  url: string
  nowMs: number
}

/**
 * Whether a request comes from QStash: a JWT in `Upstash-Signature`, HS256 with one of two keys
 * (https://upstash.com/docs/qstash/howto/signature). Never throws, whatever the token holds.
 *
 * The SDK's Receiver is not used, not even as a second opinion: it accepts a token without `exp`, throws a TypeError on
 * one without `body`, lets the header choose among HS256, HS384 and HS512 and reads its keys from the environment
 * first. All it does that is right is below. `jti` is not remembered: a wake-up is a hint, so a replay costs a read.
 */
export async function verifyWake(request: SignedRequest, keys: SigningKeys): Promise<Verified> {
  const why = await fault(request, keys)
  if (why) return { kind: 'forged', why }
  const wake = readWake(request.body)
  return wake ? { kind: 'genuine', wake } : { kind: 'unreadable', why: 'the body is not a wake-up' }
}

async function fault({ signature, body }: SignedRequest, keys: SigningKeys): Promise<string | undefined> {
  if (!signature) return 'no signature'
  if (signature.length > TOKEN_LENGTH_MAX) return 'the token is too long'
  const token = dissect(signature)
  if (!token) return 'not a token'
  if (token.header.alg !== 'HS256' || 'crit' in token.header) return 'the algorithm is not HS256'
  if (!(await signedByEither(token, keys))) return 'the signature does not match'
  return claimFault(token.claims, body, keys)
}

type Token = { header: Record<string, unknown>; claims: unknown; signed: Uint8Array; mac: Uint8Array }

const Header = v.record(v.string(), v.unknown())

/** The three parts decoded, or undefined when the text is not a compact JWT. */
function dissect(text: string): Token | undefined {
  const [, header = '', claims = '', mac = ''] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text) ?? []
  try {
    return {
      header: v.parse(Header, JSON.parse(utf8.decode(bytes(header)))),
      claims: JSON.parse(utf8.decode(bytes(claims))),
      signed: new TextEncoder().encode(`${header}.${claims}`),
      mac: bytes(mac),
    }
  } catch {
    return undefined
  }
}

/** The current key, then the next, which QStash signs with after a rotation. `verify` compares in constant time. */
async function signedByEither(token: Token, { currentKey, nextKey }: SigningKeys): Promise<boolean> {
  for (const secret of [currentKey, nextKey]) {
    if (!secret) continue
    const raw = new TextEncoder().encode(secret)
    const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
    if (await crypto.subtle.verify('HMAC', key, token.mac, token.signed)) return true
  }
  return false
}

/** Seconds since the epoch. QStash sets `nbf` to 0 since September 2024; left out, it means the same. */
const Claims = v.object({
  iss: v.literal('Upstash'),
  sub: v.string(),
  exp: v.pipe(v.number(), v.finite()),
  nbf: v.optional(v.pipe(v.number(), v.finite()), 0),
  body: v.string(),
})

async function claimFault(claims: unknown, body: Uint8Array, { url, nowMs }: SigningKeys): Promise<string | undefined> {
  const read = v.safeParse(Claims, claims)
  if (!read.success) return `the claims are not QStash's: ${v.getDotPath(read.issues[0]) ?? 'no object'}`
  const { sub, exp, nbf, body: hash } = read.output
  if (sub !== url) return 'the subject is another address'
  if (exp * 1000 <= nowMs) return 'expired'
  if (nbf * 1000 > nowMs + NOT_BEFORE_TOLERANCE_MS) return 'not valid yet'
  const digest = base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', body)))
  return hash.replace(/=+$/, '') === digest ? undefined : 'the body is not the signed one'
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Throws on what nobody writes so: the same bytes with other trailing bits would be another token. */
function bytes(base64: string): Uint8Array {
  const binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'))
  const decoded = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  if (base64url(decoded) !== base64) throw new Error('not base64url')
  return decoded
}

function base64url(of: Uint8Array): string {
  return btoa(String.fromCharCode(...of))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
