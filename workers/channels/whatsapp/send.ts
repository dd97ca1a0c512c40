import { TEXT_ONLY } from '../capabilities.ts'
import { asText } from '../json-fields.ts'
import type { Answer, Channel, Outcome, Outgoing, OutgoingRequest, Sending } from '../kind.ts'
import { secretValues } from '../signature.ts'
import { contentOf, TEXT_MAX } from './content.ts'
import { FAULTS, read } from './outcome.ts'

const HOST = 'https://graph.facebook.com'
const VERSION = 'v24.0'

/** `POST /{phone_number_id}/messages` of the Cloud API. Limits: 80 a second, and one in six seconds to the same person. */
export const sending: Sending = {
  missing: (channel) => (secretValues(channel.secrets, 'access_token').length === 0 ? 'access_token' : undefined),
  request: async (message, channel) => postMessage(message, channel),
  read,
  probe: { request: aboutOurNumber, read: readAboutUs },
  faults: FAULTS,
  can: { ...TEXT_ONLY, length: { max: TEXT_MAX, unit: 'utf16' }, markdown: true, buttons: 3, image: true },
  limits: [
    { per: 'channel', limit: 80, perMs: 1000 },
    { per: 'recipient', limit: 10, perMs: 60_000 },
  ],
}

/** What Meta knows of our number: it answers only to a token that may use it. */
function aboutOurNumber(channel: Channel): OutgoingRequest {
  return graph(channel, '?fields=id', undefined)
}

function readAboutUs(answer: Answer): Outcome {
  return answer.status === 200 ? { kind: 'sent' } : read(answer)
}

/** Our own id goes along as `biz_opaque_callback_data` and comes back when the message fails later. */
function postMessage(message: Outgoing, channel: Channel): OutgoingRequest {
  return graph(channel, '/messages', {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: message.to.replace(/^\+/, ''),
    ...contentOf(message),
    biz_opaque_callback_data: message.id.slice(0, 512),
  })
}

function graph(channel: Channel, path: string, body: object | undefined): OutgoingRequest {
  const [accessToken] = secretValues(channel.secrets, 'access_token')
  const version = asText(channel.config.graph_version) ?? VERSION
  return {
    method: body ? 'POST' : 'GET',
    url: `${channel.apiBase ?? HOST}/${version}/${asText(channel.config.phone_number_id)}${path}`,
    headers: { authorization: `Bearer ${accessToken}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }
}
