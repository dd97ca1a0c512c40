/** JSON Web Tokens as QStash signs them: https://upstash.com/docs/qstash/howto/signature. */

const LIFETIME_SECONDS = 300

export type Claims = Record<string, unknown>

/** Claims for a delivery. The body's hash keeps its padding, as QStash's does. */
export async function claimsFor(url: string, body: string, nowMs: number): Promise<Claims> {
  const seconds = Math.floor(nowMs / 1000)
  return {
    iss: 'Upstash',
    sub: url,
    exp: seconds + LIFETIME_SECONDS,
    nbf: 0,
    iat: seconds,
    jti: `jwt_${crypto.randomUUID()}`,
    body: base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body)))),
  }
}

/** A signed token. `header` is free so that tests can forge. */
export async function sign(
  claims: unknown,
  key: string,
  header: Record<string, unknown> = { alg: 'HS256', typ: 'JWT' },
): Promise<string> {
  const hash = header.alg === 'HS512' ? 'SHA-512' : 'SHA-256'
  const raw = new TextEncoder().encode(key)
  const secret = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, ['sign'])
  const signed = `${part(header)}.${part(claims)}`
  const mac = await crypto.subtle.sign('HMAC', secret, new TextEncoder().encode(signed))
  return `${signed}.${unpadded(base64url(new Uint8Array(mac)))}`
}

function part(value: unknown): string {
  return unpadded(base64url(new TextEncoder().encode(JSON.stringify(value))))
}

function base64url(bytes: Uint8Array): string {
  const binary = String.fromCharCode(...bytes)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_')
}

function unpadded(text: string): string {
  return text.replace(/=+$/, '')
}
