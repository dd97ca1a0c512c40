import { asText } from '../json-fields.ts'
import type { Answer, Channel, OutgoingRequest, TokenSource } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { errorCode, read, readBody } from './outcome.ts'
import { hostOf } from './shape.ts'

/** The application's access token, good for two hours. */
export const accessToken: TokenSource = { request, read: readToken }

function request(channel: Channel): OutgoingRequest {
  const [secret = ''] = secretValues(channel.secrets, 'corp_secret')
  const query = new URLSearchParams({ corpid: asText(channel.config.corp_id) ?? '', corpsecret: secret })
  return { method: 'GET', url: `${hostOf(channel)}/cgi-bin/gettoken?${query}`, headers: {} }
}

/** Without a token nothing was sent, so an answer that cannot be understood is worth another try. */
function readToken(answer: Answer): ReturnType<TokenSource['read']> {
  const body = readBody(answer)
  const token = asText(body?.access_token)
  const expires = body?.expires_in
  if (answer.status === 200 && (errorCode(body) ?? 0) === 0 && token !== undefined && typeof expires === 'number')
    return { kind: 'token', token, expiresInMs: expires * 1000 }
  const outcome = read(answer)
  if (outcome.kind === 'rejected' || outcome.kind === 'retry') return outcome
  return { kind: 'retry', why: 'the answer holds no access_token' }
}
