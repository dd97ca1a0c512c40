import { basicAuth } from './basic-auth.ts'
import type { Channel, Inbound, Received } from './kind.ts'
import { secret } from './setting.ts'
import { isAnyOf, secretValues, unconfigured } from './signature.ts'

/** The secret of services that sign nothing: it stands in the address that they are given. */
export const urlToken = secret(
  ['URL token', '网址令牌'],
  [
    'A text that nobody can guess, such as 32 random letters and digits. The address given to the service ends in ?token= and this.',
    '无法猜到的文本，如 32 个随机字母和数字。填给对方的网址以 ?token= 加它结尾。',
  ],
)

/**
 * Refuses a request whose address does not carry the channel's token; undefined when it does. An address may carry it as
 * the password too (`https://qunflow:TOKEN@…`), which arrives as Basic authentication.
 */
export async function refuseWithoutToken(request: Inbound, channel: Channel): Promise<Received | undefined> {
  const tokens = secretValues(channel.secrets, 'url_token')
  if (tokens.length === 0) return unconfigured('url_token')
  const given = request.url.searchParams.get('token') ?? basicAuth(request.headers)?.password
  if (given === undefined) return { kind: 'forged', why: 'the address has no ?token=' }
  return (await isAnyOf(given, tokens)) ? undefined : { kind: 'forged', why: 'the token in the address does not match' }
}
