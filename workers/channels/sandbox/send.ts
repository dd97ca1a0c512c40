import { TEXT_ONLY } from '../capabilities.ts'
import { parseJsonText } from '../json-body.ts'
import { asId, asObject } from '../json-fields.ts'
import type { Answer, Outcome, Sending } from '../kind.ts'
import { statusOutcome } from '../status-outcome.ts'

export const sending: Sending = {
  missing: () => undefined,
  keeps: (channel) => channel.apiBase === undefined,
  request: async (message, channel) => {
    if (channel.apiBase === undefined) throw new Error('a sandbox without api_base keeps its messages')
    return {
      method: 'POST',
      url: `${channel.apiBase}/messages`,
      headers: { 'content-type': 'application/json', 'idempotency-key': message.id },
      body: JSON.stringify({ id: message.id, idempotency_key: message.id, to: message.to, text: message.text }),
    }
  },
  read,
  can: { ...TEXT_ONLY, rooms: true, idempotent: true },
  limits: [],
}

/** Any 2xx is sent, whatever the body says. */
function read(answer: Answer): Outcome {
  const failed = statusOutcome(answer)
  if (failed) return failed
  const parsed = parseJsonText(answer.body)
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  const providerId = asId(body?.id) ?? asId(body?.message_id)
  return providerId === undefined ? { kind: 'sent' } : { kind: 'sent', providerId }
}
