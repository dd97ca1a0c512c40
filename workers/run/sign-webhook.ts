import { concatBytes, fromBase64, hmac, toBase64 } from '../channels/signature.ts'
import type { Deps } from './deps.ts'

/**
 * The headers of Standard Webhooks for one attempt: `webhook-timestamp` is the time of the attempt, and while the secret
 * is being rotated there is a signature by each. Undefined when the workspace's secret does not open.
 */
export async function signWebhook(deps: Deps, id: string, body: string): Promise<Record<string, string> | undefined> {
  const secrets = await deps.catalogue.webhookSecrets()
  if (secrets.length === 0) return undefined
  const timestamp = String(Math.floor(deps.clock.now() / 1000))
  const content = concatBytes(`${id}.${timestamp}.${body}`)
  const signatures = await Promise.all(
    secrets.map(async (secret) => {
      const key = fromBase64(secret.replace(/^whsec_/, '')) ?? new Uint8Array()
      return `v1,${toBase64(await hmac(key, content))}`
    }),
  )
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

const KEY_BYTES = 32

export function newWebhookSecret(): string {
  return `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(KEY_BYTES)))}`
}
