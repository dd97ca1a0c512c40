import type { JsonObject } from '../../../schema/json.ts'
import { type CallbackPair, freshSalt, openCallback, sealCallback } from '../callback-cipher.ts'
import { callbackSecrets, queryOf } from '../callback-fields.ts'
import { parseJsonBody, parseJsonText } from '../json-body.ts'
import { asObject, asText } from '../json-fields.ts'
import type { Channel, Inbound, Received, Reply } from '../kind.ts'
import { readEvents } from './event.ts'
import { readRobotMessage } from './message.ts'
import { isRobotsSign } from './robot-sign.ts'
import { caseless } from './shape.ts'

/** The checks of an address. Those of third parties' suites want their own random text back. */
const CHECKS: ReadonlySet<string> = new Set(['check_url', 'check_create_suite_url', 'check_update_suite_url'])

/** Encrypted events at an address, answered with an encrypted `success`; and what people say to the robot. */
export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const parsed = parseJsonBody(request.body)
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  const encrypted = asText(body?.encrypt)
  if (encrypted !== undefined) return receiveEvent(request, channel, { encrypted, nowMs })
  const refused = await isRobotsSign(request.headers, channel, nowMs)
  if (refused) return refused
  if (parsed.kind === 'unreadable') return parsed
  const events = body && readRobotMessage(body)
  if (!events) return { kind: 'unreadable', why: 'a message without msgId' }
  return { kind: 'events', events, reply: json({}) }
}

async function receiveEvent(
  { url }: Inbound,
  channel: Channel,
  { encrypted, nowMs }: { encrypted: string; nowMs: number },
): Promise<Received> {
  const owner = asText(channel.config.owner_key) ?? asText(channel.config.app_key)
  const secrets = callbackSecrets(channel.secrets, { token: 'token', aesKey: 'aes_key' }, owner)
  if ('kind' in secrets) return secrets
  const signature = queryOf(url, 'msg_signature') || queryOf(url, 'signature')
  const [timestamp, nonce] = [queryOf(url, 'timestamp'), queryOf(url, 'nonce')]
  const opened = await openCallback({ signature, timestamp, nonce, encrypted }, secrets)
  if (opened.kind !== 'opened') return opened
  const parsed = parseJsonText(opened.text)
  if (parsed.kind === 'unreadable') return parsed
  const event = caseless(asObject(parsed.value) ?? {})
  const type = asText(event.eventtype)
  if (type === undefined) return { kind: 'unreadable', why: 'an event without EventType' }
  const reply = await sealedReply(answerTo(type, event), opened.with, nowMs)
  if (CHECKS.has(type)) return { kind: 'challenge', reply }
  return { kind: 'events', events: await readEvents(type, event, opened.text), reply }
}

function answerTo(type: string, event: JsonObject): string {
  return (CHECKS.has(type) ? asText(event.random) : undefined) ?? 'success'
}

async function sealedReply(text: string, pair: CallbackPair, nowMs: number): Promise<Reply> {
  const sealed = await sealCallback(text, pair, { ...freshSalt(), timestamp: String(nowMs) })
  const { signature, timestamp, nonce, encrypted } = sealed
  return json({ msg_signature: signature, timeStamp: timestamp, nonce, encrypt: encrypted })
}

function json(body: JsonObject): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
