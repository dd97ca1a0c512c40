import type { Inbound } from '../kind.ts'
import { concatBytes, fromHex, secondsToMs, signedByAny, unconfigured } from '../signature.ts'

const WINDOW_MS = 300_000
const SIGNATURES_MAX = 10

type Verified = { kind: 'genuine' } | { kind: 'forged'; why: string }

/** https://docs.stripe.com/webhooks/signature: `t=`, and a `v1=` for each secret while one is rolled. `v0` is not looked at. */
export async function verifyStripe(request: Inbound, secrets: readonly string[], nowMs: number): Promise<Verified> {
  if (secrets.length === 0) return unconfigured('secret')
  const header = request.headers.get('stripe-signature')
  if (header === null) return { kind: 'forged', why: 'Stripe-Signature is missing' }
  const parts = header.split(',').map((part) => part.trim().split(/=(.*)/s, 2))
  const valuesOf = (name: string) => parts.flatMap(([key, value]) => (key === name && value ? [value] : []))
  const timestamp = valuesOf('t')[0] ?? ''
  const atMs = secondsToMs(timestamp)
  if (atMs === undefined) return { kind: 'forged', why: 'Stripe-Signature has no t=<seconds>' }
  if (Math.abs(nowMs - atMs) > WINDOW_MS) return { kind: 'forged', why: 'Stripe-Signature is outside the 300 s window' }
  const content = concatBytes(`${timestamp}.`, request.body)
  for (const written of valuesOf('v1').slice(0, SIGNATURES_MAX)) {
    const signature = fromHex(written)
    if (signature && (await signedByAny(secrets, { content, signature }))) return { kind: 'genuine' }
  }
  return { kind: 'forged', why: 'Stripe-Signature does not match' }
}
