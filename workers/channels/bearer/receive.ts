import { basicAuth } from '../basic-auth.ts'
import { contentId, genericEvent, parseAnyBody } from '../generic-event.ts'
import { asText } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { isAnyOf, secretValues, unconfigured } from '../signature.ts'

const ID_LENGTH_MAX = 256

/**
 * A fixed token in a header: `Authorization: Bearer …` (RFC 6750, the scheme in any case), another header alone, or with a
 * user the password of Basic authentication.
 */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const tokens = secretValues(channel.secrets, 'token')
  if (tokens.length === 0) return unconfigured('token')
  const user = asText(channel.config.user)
  const refused =
    user === undefined ? await refuseToken(request, channel, tokens) : await refuseLogin(request, user, tokens)
  if (refused) return refused
  const parsed = parseAnyBody(request)
  if (parsed.kind === 'unreadable') return parsed
  return { kind: 'events', events: [genericEvent(await idOf(request), parsed.value, channel)] }
}

/** Basic authentication: the name is the channel's, the token its password. */
async function refuseLogin({ headers }: Inbound, user: string, tokens: string[]): Promise<Received | undefined> {
  const given = basicAuth(headers)
  if (!given) return { kind: 'forged', why: 'Authorization is missing, or is no Basic authentication' }
  const fits = await Promise.all([isAnyOf(given.user, [user]), isAnyOf(given.password, tokens)])
  return fits.includes(false) ? { kind: 'forged', why: 'the user or the password does not match' } : undefined
}

async function refuseToken(request: Inbound, channel: Channel, tokens: string[]): Promise<Received | undefined> {
  const name = asText(channel.config.header) ?? 'authorization'
  const given = tokenIn(request.headers.get(name), name)
  if (given === undefined) return { kind: 'forged', why: `${name} is missing, or carries no token` }
  return (await isAnyOf(given, tokens)) ? undefined : { kind: 'forged', why: `the token in ${name} does not match` }
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
