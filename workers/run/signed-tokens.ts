import { createHmac, timingSafeEqual } from 'node:crypto'

/** What we tell ourselves through somebody else's hands. Reading answers undefined for whatever we did not write. */
export type SignedTokens = { write: (said: unknown) => string; read: (token: string) => unknown }

const MAC_BYTES = 16
const TOKEN_CHARS_MAX = 8192

/**
 * Tokens that need no row: they say everything and are signed, HMAC-SHA256 under a key of their own that is derived from
 * `masterKey` (base64) for this purpose. So one for another purpose is none for this.
 */
export function signedTokens(masterKey: string, purpose: string): SignedTokens {
  const key = createHmac('sha256', Buffer.from(masterKey, 'base64')).update(purpose).digest()
  const mac = (text: string) => createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES)
  return {
    write: (value) => {
      const said = Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${said}.${mac(said).toString('base64url')}`
    },
    read: (token) => {
      const [said = '', signature = '', ...more] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      if (token.length > TOKEN_CHARS_MAX || more.length > 0 || given.length !== MAC_BYTES) return undefined
      if (!timingSafeEqual(given, mac(said))) return undefined
      return JSON.parse(Buffer.from(said, 'base64url').toString())
    },
  }
}
