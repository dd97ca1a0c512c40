import { asText } from '../json-fields.ts'
import type { Answer, Channel, Outcome, OutgoingRequest, TokenSource } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { codeOf, read, readBody } from './outcome.ts'
import { hostOf } from './shape.ts'

/** The app’s `tenant_access_token`, good for up to two hours. */
export const tenantToken: TokenSource = { request, read: readToken }

function request(channel: Channel): OutgoingRequest {
  const [appSecret] = secretValues(channel.secrets, 'app_secret')
  return {
    method: 'POST',
    url: `${hostOf(channel)}/open-apis/auth/v3/tenant_access_token/internal`,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ app_id: channel.config.app_id, app_secret: appSecret }),
  }
}

/** Without a token nothing was sent, so an answer that cannot be understood is worth another try. */
function readToken(answer: Answer): ReturnType<TokenSource['read']> {
  const body = readBody(answer)
  const token = asText(body?.tenant_access_token)
  const expire = body?.expire
  if (answer.status === 200 && codeOf(body) === 0 && token !== undefined && typeof expire === 'number') {
    return { kind: 'token', token, expiresInMs: expire * 1000 }
  }
  const outcome: Outcome = read(answer)
  if (outcome.kind === 'rejected' || outcome.kind === 'retry') return outcome
  return { kind: 'retry', why: 'the answer holds no tenant_access_token' }
}
