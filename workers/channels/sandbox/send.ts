import { TEXT_ONLY } from '../capabilities.ts'
import { parseJsonText } from '../json-body.ts'
import { asId, asObject } from '../json-fields.ts'
import type { Answer, Capabilities, Outcome, Outgoing, Sending } from '../kind.ts'
import { statusOutcome } from '../status-outcome.ts'

/** The sandbox shows all that a message can be, and cuts no text. */
const EVERYTHING: Capabilities = {
  ...TEXT_ONLY,
  length: { max: 100_000, unit: 'utf16' },
  ...{ markdown: true, buttons: 100, image: true, card: true, mentions: true, rooms: true, idempotent: true },
}

export const sending: Sending = {
  missing: () => undefined,
  keeps: (channel) => channel.apiBase === undefined,
  request: async (message, channel) => {
    if (channel.apiBase === undefined) throw new Error('a sandbox without api_base keeps its messages')
    return {
      method: 'POST',
      url: `${channel.apiBase}/messages`,
      headers: { 'content-type': 'application/json', 'idempotency-key': message.id },
      body: JSON.stringify(body(message)),
    }
  },
  read,
  can: EVERYTHING,
  limits: [],
}

/** HTTP.md's four names, and whatever else the message shows. */
function body({ id, to, text, recipient, ticket: _, unsubscribe: __, ...extras }: Outgoing) {
  return { id, idempotency_key: id, to, text, ...(recipient === 'room' && { recipient }), ...extras }
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
