import type { JsonObject } from '../../../schema/json.ts'
import { type CallbackPair, callbackSignature, openCallback } from '../callback-cipher.ts'
import { callbackSecrets, queryOf } from '../callback-fields.ts'
import { asText } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { passiveReply } from '../passive-reply.ts'
import { isAnyOf, secretValues, unconfigured } from '../signature.ts'
import { parseXmlOrJson } from '../xml-body.ts'
import { readEvents } from './event.ts'
import { answersPassively } from './shape.ts'

type Opened =
  | { kind: 'opened'; fields: JsonObject; json: boolean; pair?: CallbackPair }
  | { kind: 'forged' | 'unreadable'; why: string }

/** The check of the address (GET), and messages: encrypted where there is a key, else in the open. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  if (request.method === 'GET') return check(request, channel)
  const opened = await open(request, channel)
  if (opened.kind !== 'opened') return opened
  const { fields } = opened
  const events = readEvents(fields)
  if (!events) return { kind: 'unreadable', why: 'a message without MsgType' }
  const gone = asText(fields.Event)?.toLowerCase() === 'unsubscribe'
  const passive = answersPassively(channel) && !gone ? passiveReply(fields, opened) : undefined
  return { kind: 'events', events, ...(passive && { passive }) }
}

/** `echostr` is not encrypted here, and echoed as it came. */
async function check(request: Inbound, channel: Channel): Promise<Received> {
  const refused = await checkPlain(request, channel)
  if (refused) return refused
  const body = queryOf(request.url, 'echostr')
  if (body === '') return { kind: 'unreadable', why: 'no echostr' }
  return { kind: 'challenge', reply: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body } }
}

/**
 * In the open only the time is signed, not the body. So with a key nothing else than what is encrypted is taken, and
 * of a request that carries both, as in compatibility mode, only that.
 */
async function open(request: Inbound, channel: Channel): Promise<Opened> {
  const outer = parseXmlOrJson(request.body)
  if (channel.secrets.encoding_aes_key !== undefined) return openSealed(request, channel, outer)
  const refused = await checkPlain(request, channel)
  if (refused) return refused
  if (outer.kind === 'unreadable') return outer
  if (outer.value.Encrypt !== undefined && outer.value.MsgType === undefined)
    return { kind: 'forged', why: 'encrypted, but the channel has no encoding_aes_key' }
  return { kind: 'opened', fields: outer.value, json: outer.json }
}

async function openSealed(
  { url }: Inbound,
  channel: Channel,
  outer: ReturnType<typeof parseXmlOrJson>,
): Promise<Opened> {
  const names = { token: 'token', aesKey: 'encoding_aes_key' }
  const secrets = callbackSecrets(channel.secrets, names, asText(channel.config.app_id))
  if ('kind' in secrets) return secrets
  if (outer.kind === 'unreadable') return outer
  const encrypted = (asText(outer.value.Encrypt) ?? asText(outer.value.encrypt) ?? '').trim()
  const [timestamp, nonce] = [queryOf(url, 'timestamp'), queryOf(url, 'nonce')]
  const opened = await openCallback({ signature: queryOf(url, 'msg_signature'), timestamp, nonce, encrypted }, secrets)
  if (opened.kind !== 'opened') return opened
  const inner = parseXmlOrJson(opened.text)
  if (inner.kind === 'unreadable') return inner
  return { kind: 'opened', fields: inner.value, json: outer.json, pair: opened.with }
}

async function checkPlain({ url }: Inbound, channel: Channel): Promise<{ kind: 'forged'; why: string } | undefined> {
  const tokens = secretValues(channel.secrets, 'token')
  if (tokens.length === 0) return unconfigured('token')
  const [timestamp, nonce] = [queryOf(url, 'timestamp'), queryOf(url, 'nonce')]
  const expected = await Promise.all(tokens.map((token) => callbackSignature(token, timestamp, nonce)))
  const signed = timestamp !== '' && nonce !== '' && (await isAnyOf(queryOf(url, 'signature'), expected))
  return signed ? undefined : { kind: 'forged', why: 'the signature is missing or does not match' }
}
