import * as v from 'valibot'
import type { Json } from '../../../schema/json.ts'
import { explain } from '../explain.ts'
import { parseIsoTime } from '../iso-time.ts'
import { parseJsonBody } from '../json-body.ts'
import { asText, present } from '../json-fields.ts'
import type { Channel, Inbound, IncomingEvent, Received, Sender } from '../kind.ts'
import { fromHex, secretValues, signedByAny, unconfigured } from '../signature.ts'
import { SandboxEvent } from './shape.ts'

const BATCH_MAX = 100

/** Plain events, one or up to 100, signed when the channel has a secret. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const refused = await refuseUnsigned(request, channel)
  if (refused) return refused
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  return readBatch(parsed.value)
}

async function refuseUnsigned(request: Inbound, channel: Channel): Promise<Received | undefined> {
  if (channel.secrets.secret === undefined) return undefined
  const keys = secretValues(channel.secrets, 'secret')
  if (keys.length === 0) return unconfigured('secret')
  const header = request.headers.get('x-signature')
  if (header === null) return { kind: 'forged', why: 'X-Signature is missing' }
  const signature = header.startsWith('sha256=') ? fromHex(header.slice('sha256='.length)) : undefined
  if (!signature) return { kind: 'forged', why: 'X-Signature is not sha256=<hex>' }
  const genuine = await signedByAny(keys, { content: request.body, signature })
  return genuine ? undefined : { kind: 'forged', why: 'X-Signature does not match' }
}

function readBatch(value: Json): Received {
  const items = Array.isArray(value) ? value : [value]
  if (items.length === 0) return { kind: 'unreadable', why: 'the batch is empty' }
  if (items.length > BATCH_MAX) return { kind: 'unreadable', why: `a batch holds at most ${BATCH_MAX} events` }
  const events: IncomingEvent[] = []
  for (const [index, item] of items.entries()) {
    const checked = v.safeParse(SandboxEvent, item)
    if (!checked.success) {
      const where = Array.isArray(value) ? `event ${index}: ` : ''
      return { kind: 'unreadable', why: where + explain(checked.issues) }
    }
    events.push(toIncoming(checked.output))
  }
  return { kind: 'events', events }
}

function toIncoming({ id, type, time, user, data }: SandboxEvent): IncomingEvent {
  const atMs = time === undefined ? undefined : parseIsoTime(time)
  const room = asText(data.room)
  return {
    id,
    type,
    ...(atMs === undefined ? {} : { atMs }),
    ...(user ? { user: toSender(user) } : {}),
    ...(room === undefined ? {} : { room }),
    data,
  }
}

function toSender({ id, ...details }: NonNullable<SandboxEvent['user']>): Sender {
  return { id, ...present(details) }
}
