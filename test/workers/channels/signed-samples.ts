import type { ChannelKind, Inbound, Secrets } from '../../../workers/channels/kind.ts'
import { findKind } from '../../../workers/channels/kinds.ts'
import { concatBytes, fromBase64, hmac, toBase64, toHex } from '../../../workers/channels/signature.ts'
import { NOW_SECONDS, webhookSignature } from './requests.ts'

const KEY = 'cXVuZmxvdy1mb3Jtcy1rZXktMDEyMzQ1Njc4OQ=='

/** What each form and generic kind is set up with in these tests, and how its requests are signed. */
export const set: Record<
  string,
  {
    secrets: Secrets
    config?: Record<string, string>
    query?: string
    sign?: (body: Uint8Array) => Promise<Record<string, string>>
  }
> = {
  typeform: {
    secrets: { secret: 'tf-secret' },
    sign: async (body) => ({ 'typeform-signature': `sha256=${toBase64(await hmac('tf-secret', body))}` }),
  },
  tally: {
    secrets: { signing_secret: 'tl-secret' },
    sign: async (body) => ({ 'tally-signature': toBase64(await hmac('tl-secret', body)) }),
  },
  jotform: { secrets: { url_token: 'jf-token' }, query: '?token=jf-token' },
  'google-forms': { secrets: { secret: `whsec_${KEY}` }, sign: (body) => standard(body) },
  jinshuju: { secrets: { url_token: 'js-token' }, query: '?token=js-token' },
  wufoo: { secrets: { handshake_key: 'the key as it was' } },
  'tencent-survey': { secrets: { url_token: 'tx-token' }, query: '?token=tx-token' },
  github: {
    secrets: { secret: 'gh-secret' },
    sign: async (body) => ({ 'x-hub-signature-256': `sha256=${toHex(await hmac('gh-secret', body))}` }),
  },
  stripe: { secrets: { secret: 'whsec_stripe' }, sign: (body) => stripe(body) },
  hmac: {
    secrets: { secret: 'hm-secret' },
    config: { header: 'X-Sign', algorithm: 'sha512', encoding: 'base64', prefix: 'v1=' },
    sign: async (body) => ({ 'x-sign': `v1=${toBase64(await hmac('hm-secret', body, 'SHA-512'))}` }),
  },
  bearer: { secrets: { token: 'br-token' }, sign: async () => ({ authorization: 'Bearer br-token' }) },
  'standard-webhooks': { secrets: { secret: `whsec_${KEY}` }, sign: (body) => standard(body) },
}

export async function stripe(body: Uint8Array, seconds = NOW_SECONDS, key = 'whsec_stripe') {
  const signature = toHex(await hmac(key, concatBytes(`${seconds}.`, body)))
  return { 'stripe-signature': `t=${seconds},v1=${signature},v0=00` }
}

async function standard(body: Uint8Array): Promise<Record<string, string>> {
  const content = `msg_1.${NOW_SECONDS}.${new TextDecoder().decode(body)}`
  const signature = await webhookSignature(content, fromBase64(KEY) ?? new Uint8Array())
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': NOW_SECONDS, 'webhook-signature': signature }
}

/** The kind, and a request that carries this body (its own sample's unless told otherwise), signed. */
export async function request(
  name: string,
  { body, headers = {} }: { body?: string | object; headers?: Record<string, string> } = {},
): Promise<{ kind: ChannelKind; inbound: Inbound }> {
  const kind = findKind(name)
  if (!kind) throw new Error(`no kind ${name}`)
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? kind.sample?.body ?? '')
  const bytes = concatBytes(text)
  const signed = { ...kind.sample?.headers, ...(await set[name]?.sign?.(bytes)), ...headers }
  const url = new URL(`https://qunflow.example/hooks/test${set[name]?.query ?? ''}`)
  return { kind, inbound: { method: 'POST', url, headers: new Headers(signed), body: bytes } }
}
