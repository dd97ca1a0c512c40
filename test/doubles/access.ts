/** Cloudflare Access as it signs: real RS256 keys, tokens of any content, and the endpoint that publishes the keys. */
export type Team = {
  /** Sign with a key of this name, made when it is first asked for. */
  token: (claims?: object, how?: { kid?: string; header?: object }) => Promise<string>
  /** What `/cdn-cgi/access/certs` answers: the keys that are published. */
  certs: () => Promise<string>
  /** Publish these keys alone. */
  publish: (...kids: string[]) => void
}

export const TEAM = 'https://acme.cloudflareaccess.com'
export const AUDIENCE = 'the-audience-of-the-console'
const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

export function accessTeam({ bits = 2048 } = {}): Team {
  const pairs = new Map<string, Promise<CryptoKeyPair>>()
  let published = ['first']
  const pairOf = (kid: string) => {
    const known = pairs.get(kid) ?? generate(bits)
    pairs.set(kid, known)
    return known
  }
  return {
    token: async (claims = {}, { kid = 'first', header = {} } = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const times = { iat: now, nbf: now, exp: now + 600 }
      const who = { iss: TEAM, aud: [AUDIENCE], email: 'ada@example.com', type: 'app', sub: 'u1' }
      const text = `${encode({ alg: 'RS256', kid, typ: 'JWT', ...header })}.${encode({ ...who, ...times, ...claims })}`
      const { privateKey } = await pairOf(kid)
      const mark = await crypto.subtle.sign(RS256, privateKey, new TextEncoder().encode(text))
      return `${text}.${Buffer.from(mark).toString('base64url')}`
    },
    certs: async () => {
      const keys = await Promise.all(
        published.map(async (kid) => {
          const jwk = (await crypto.subtle.exportKey('jwk', (await pairOf(kid)).publicKey)) as JsonWebKey
          return { kid, kty: 'RSA', alg: 'RS256', use: 'sig', e: jwk.e, n: jwk.n }
        }),
      )
      return JSON.stringify({ keys, public_certs: [] })
    },
    publish: (...kids) => {
      published = kids
    },
  }
}

async function generate(modulusLength: number): Promise<CryptoKeyPair> {
  const how = { ...RS256, modulusLength, publicExponent: new Uint8Array([1, 0, 1]) }
  return (await crypto.subtle.generateKey(how, true, ['sign', 'verify'])) as CryptoKeyPair
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
