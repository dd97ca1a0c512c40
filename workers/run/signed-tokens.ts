import { createHmac, timingSafeEqual } from 'node:crypto'

/** What we tell ourselves through somebody else's hands. Reading answers undefined for whatever we did not write. */
export type SignedTokens = { write: (said: unknown) => string; read: (token: string) => unknown }

const MAC_BYTES = 16
const TOKEN_CHARS_MAX = 8192

/**
 * Tokens that need no row: they say everything and are signed, HMAC-SHA256 under a key of their own that is derived for
 * this purpose from the first of `keys` (base64). So one for another purpose is none for this. The other keys only read.
 */
export function signedTokens(keys: readonly string[], purpose: string): SignedTokens {
  const derived = keys.map((key) => createHmac('sha256', Buffer.from(key, 'base64')).update(purpose).digest())
  const macs = derived.map(
    (key) => (text: string) => createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES),
  )
  return {
    write: (value) => {
      const said = Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${said}.${macs[0]?.(said).toString('base64url')}`
    },
    read: (token) => {
      const [said = '', signature = '', ...more] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      if (token.length > TOKEN_CHARS_MAX || more.length > 0 || given.length !== MAC_BYTES) return undefined
      // The same signature in other letters would be another token for the same thing.
      if (given.toString('base64url') !== signature) return undefined
      if (!macs.some((mac) => timingSafeEqual(given, mac(said)))) return undefined
      return JSON.parse(Buffer.from(said, 'base64url').toString())
    },
  }
}
