import { readToken } from '../errcode.ts'
import { asText } from '../json-fields.ts'
import type { Channel, OutgoingRequest, TokenSource } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { read } from './outcome.ts'
import { hostOf } from './shape.ts'

/** The application's access token, good for two hours. */
export const accessToken: TokenSource = {
  request,
  read: (answer) => readToken(answer, { token: 'access_token', expires: 'expires_in' }, read),
}

function request(channel: Channel): OutgoingRequest {
  const [secret = ''] = secretValues(channel.secrets, 'corp_secret')
  const query = new URLSearchParams({ corpid: asText(channel.config.corp_id) ?? '', corpsecret: secret })
  return { method: 'GET', url: `${hostOf(channel)}/cgi-bin/gettoken?${query}`, headers: {} }
}
