import { createHmac } from 'node:crypto'

const CHARS = 16

/** HMAC-SHA256 under a key of its own, derived from `masterKey` (base64): 16 characters of base64url, 96 bits. */
export function keyedHash(masterKey: string): (text: string) => string {
  const key = createHmac('sha256', Buffer.from(masterKey, 'base64')).update('qunflow keyed hash').digest()
  return (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, CHARS)
}
