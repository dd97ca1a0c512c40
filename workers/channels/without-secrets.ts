import type { Channel, Outcome } from './kind.ts'
import { secretValues } from './signature.ts'

const SECRET_LENGTH_MIN = 4

/** An outcome whose words quote no secret of the channel: platforms like to repeat the address that was called. */
export function withoutSecrets<T extends Outcome | { kind: string }>(outcome: T, channel: Channel, token?: string): T {
  if (!('why' in outcome) || typeof outcome.why !== 'string') return outcome
  const own = Object.keys(channel.secrets).flatMap((name) => secretValues(channel.secrets, name))
  let why = outcome.why
  for (const secret of [...own, ...addressKeys(channel), ...(token === undefined ? [] : [token])])
    if (secret.length >= SECRET_LENGTH_MIN)
      why = why.replaceAll(secret, '***').replaceAll(encodeURIComponent(secret), '***')
  return { ...outcome, why }
}

/** The address of a group's robot is a secret itself: whoever has it can post. */
function addressKeys({ config }: Channel): string[] {
  return Object.values(config).flatMap((value) => {
    const url = typeof value === 'string' && /^https?:/.test(value) ? URL.parse(value) : null
    if (!url) return []
    return [...url.searchParams.values(), ...url.pathname.split('/').filter((part) => part.length >= 16)]
  })
}
