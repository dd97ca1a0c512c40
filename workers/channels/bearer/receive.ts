import { contentId, genericEvent, parseAnyBody } from '../generic-event.ts'
import { asText } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { isAnyOf, secretValues, unconfigured } from '../signature.ts'

const ID_LENGTH_MAX = 256

/** A fixed token in a header: `Authorization: Bearer …` (RFC 6750, the scheme in any case), or another header alone. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const tokens = secretValues(channel.secrets, 'token')
  if (tokens.length === 0) return unconfigured('token')
  const name = asText(channel.config.header) ?? 'authorization'
  const given = tokenIn(request.headers.get(name), name)
  if (given === undefined) return { kind: 'forged', why: `${name} is missing, or carries no token` }
  if (!(await isAnyOf(given, tokens))) return { kind: 'forged', why: `the token in ${name} does not match` }
  const parsed = parseAnyBody(request)
  if (parsed.kind === 'unreadable') return parsed
  return { kind: 'events', events: [genericEvent(await idOf(request), parsed.value, channel)] }
}

/** `Authorization` needs its scheme; another header may have it. */
function tokenIn(header: string | null, name: string): string | undefined {
  const bearer = /^bearer +(\S.*)$/i.exec(header?.trim() ?? '')?.[1]
  if (name.toLowerCase() === 'authorization') return bearer
  return bearer ?? header?.trim() ?? undefined
}

async function idOf({ headers, body }: Inbound): Promise<string> {
  const given = headers.get('idempotency-key') ?? headers.get('webhook-id')
  return given !== null && given !== '' && given.length <= ID_LENGTH_MAX ? given : contentId(body)
}
