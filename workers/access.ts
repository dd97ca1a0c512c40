import { isObject, type Json } from '../schema/json.ts'

/**
 * Who Cloudflare Access says somebody is: the application token in `Cf-Access-Jwt-Assertion`, checked as
 * https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/
 * asks for. Whatever is not right, and whatever cannot be found out, is refused.
 */
export type AccessReader = (token: string) => Promise<Said>

type Said = { kind: 'is'; email: string } | { kind: 'refused'; why: string }

type Given = {
  /** `acme.cloudflareaccess.com`, with or without https://. */
  team: string
  audience: string
  /** What an address answers with 200; undefined for everything else. */
  ask: (url: string) => Promise<string | undefined>
  /** Milliseconds since the epoch. */
  realNow: () => number
}

const TOKEN_CHARS_MAX = 16_384
/** Keys change about every six weeks, and the new ones are published before they are used. */
const KEYS_MS = 3_600_000
/** A key that is not known is looked for at once, but not for everybody who makes one up. */
const AGAIN_MS = 30_000
const CLOCKS_DIFFER_SECONDS = 60
const MODULUS_BYTES_MIN = 256
const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

type Keys = { at: number; keys: ReadonlyMap<string, CryptoKey> }

export function accessReader({ team, audience, ask, realNow }: Given): AccessReader {
  const issuer = `https://${team
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')}`
  let known: Keys | undefined
  let triedAt = Number.NEGATIVE_INFINITY

  async function keyOf(kid: string): Promise<CryptoKey | undefined> {
    const now = realNow()
    const fresh = known && now - known.at < KEYS_MS ? known : undefined
    const found = fresh?.keys.get(kid)
    if (found || (fresh && now - triedAt < AGAIN_MS)) return found
    triedAt = now
    const keys = await keysIn(await ask(`${issuer}/cdn-cgi/access/certs`))
    if (keys) known = { at: now, keys }
    return keys?.get(kid)
  }

  return async (token) => {
    const read = tokenOf(token)
    if (!read) return refused('it is no token')
    const { header, claims, signed, signature } = read
    if (header.alg !== 'RS256' || typeof header.kid !== 'string') return refused('it is not signed with RS256')
    const key = await keyOf(header.kid)
    if (!key) return refused('its key is not among those of the team')
    if (!(await crypto.subtle.verify(RS256, key, signature, signed))) return refused('its signature does not match')
    const wrong = wrongIn(claims, { issuer, audience, nowSeconds: realNow() / 1000 })
    if (wrong !== undefined) return refused(wrong)
    const { email } = claims
    return typeof email === 'string' && /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 320
      ? { kind: 'is', email: email.toLowerCase() }
      : refused('it names no person')
  }
}

function refused(why: string): Said {
  return { kind: 'refused', why }
}

type Expected = { issuer: string; audience: string; nowSeconds: number }

function wrongIn({ iss, aud, exp, nbf, type }: Record<string, unknown>, expected: Expected): string | undefined {
  if (iss !== expected.issuer) return 'it is of another team'
  if (![aud].flat().includes(expected.audience)) return 'it is for another application'
  if (typeof exp !== 'number' || exp <= expected.nowSeconds) return 'its time is over'
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > expected.nowSeconds + CLOCKS_DIFFER_SECONDS))
    return 'its time has not come'
  return type === undefined || type === 'app' ? undefined : 'it is no token of an application'
}

function tokenOf(token: string) {
  const [head = '', body = '', mark = '', ...more] = token.length > TOKEN_CHARS_MAX ? [] : token.split('.')
  const [header, claims] = [jsonIn(fromBase64url(head)), jsonIn(fromBase64url(body))]
  if (more.length > 0 || mark === '' || !isObject(header) || !isObject(claims)) return undefined
  return { header, claims, signed: new TextEncoder().encode(`${head}.${body}`), signature: fromBase64url(mark) }
}

/** The keys that a team publishes, by their name. One that cannot be read is none. */
async function keysIn(text: string | undefined): Promise<Keys['keys'] | undefined> {
  const json = text === undefined ? undefined : jsonIn(new TextEncoder().encode(text))
  if (!isObject(json) || !Array.isArray(json.keys)) return undefined
  const keys = new Map<string, CryptoKey>()
  for (const jwk of json.keys as Json[]) {
    if (!isObject(jwk) || jwk.kty !== 'RSA' || typeof jwk.kid !== 'string') continue
    const { n, e } = jwk
    if (typeof n !== 'string' || typeof e !== 'string' || fromBase64url(n).length < MODULUS_BYTES_MIN) continue
    const key = await crypto.subtle
      .importKey('jwk', { kty: 'RSA', n, e, alg: 'RS256', ext: true }, RS256, false, ['verify'])
      .catch(() => undefined)
    if (key) keys.set(jwk.kid, key)
  }
  return keys
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text, 'base64url')
  // The same bytes in other letters would be another token.
  return bytes.toString('base64url') === text ? new Uint8Array(bytes) : new Uint8Array()
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
