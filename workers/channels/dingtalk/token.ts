import { readToken } from '../errcode.ts'
import { asText } from '../json-fields.ts'
import type { Channel, OutgoingRequest, TokenSource } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { read } from './outcome.ts'
import { hostOf } from './shape.ts'

/** The application's access token, good for two hours. */
export const accessToken: TokenSource = {
  request,
  read: (answer) => readToken(answer, { token: 'accessToken', expires: 'expireIn' }, read),
}

function request(channel: Channel): OutgoingRequest {
  const [appSecret = ''] = secretValues(channel.secrets, 'app_secret')
  return {
    method: 'POST',
    url: `${hostOf(channel)}/v1.0/oauth2/accessToken`,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ appKey: asText(channel.config.app_key) ?? '', appSecret }),
  }
}
