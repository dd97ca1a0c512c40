import * as v from 'valibot'
import { secret } from '../setting.ts'

const KEY = /^(?:whsec_|whpk_)?[A-Za-z0-9+/]{2,}={0,2}$/

/** A key as Standard Webhooks writes it. */
export const webhookSecret = secret(
  ['Signing secret', '签名密钥'],
  [
    'whsec_ and the base64 key, or whpk_ and the sender’s base64 Ed25519 public key.',
    'whsec_ 加 base64 密钥，或 whpk_ 加发送方的 base64 Ed25519 公钥。',
  ],
  v.pipe(v.string(), v.regex(KEY, 'must be whsec_… or whpk_… with a base64 key')),
)
