import { type CallbackSecrets, type OpenedCallback, openCallback } from '../callback-cipher.ts'
import { callbackSecrets, queryOf } from '../callback-fields.ts'
import { asText } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { passiveReply } from '../passive-reply.ts'
import { parseXmlOrJson } from '../xml-body.ts'
import { readEvents } from './event.ts'
import { askWhoCame } from './newcomers.ts'
import { answersPassively } from './shape.ts'

/** The check of the address (GET, answered within a second with the decrypted text and nothing else), and callbacks. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const names = { token: 'token', aesKey: 'encoding_aes_key' }
  const secrets = callbackSecrets(channel.secrets, names, asText(channel.config.corp_id))
  if ('kind' in secrets) return secrets
  if (request.method === 'GET') return check(request, secrets)
  const outer = parseXmlOrJson(request.body)
  if (outer.kind === 'unreadable') return outer
  const encrypted = asText(outer.value.Encrypt) ?? asText(outer.value.encrypt) ?? ''
  const opened = await open(request, encrypted.trim(), secrets)
  if (opened.kind !== 'opened') return opened
  const inner = parseXmlOrJson(opened.text)
  if (inner.kind === 'unreadable') return inner
  const events = readEvents(inner.value)
  if (!events) return { kind: 'unreadable', why: 'a callback without MsgType' }
  const format = { pair: opened.with, json: outer.json }
  const passive = answersPassively(channel) ? passiveReply(inner.value, format) : undefined
  const lookUp = askWhoCame(inner.value, channel)
  return { kind: 'events', events, ...(passive && { passive }), ...(lookUp && { lookUp }) }
}

async function check(request: Inbound, secrets: CallbackSecrets): Promise<Received> {
  const opened = await open(request, queryOf(request.url, 'echostr'), secrets)
  if (opened.kind !== 'opened') return opened
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  return { kind: 'challenge', reply: { status: 200, headers, body: opened.text } }
}

async function open({ url }: Inbound, encrypted: string, secrets: CallbackSecrets): Promise<OpenedCallback> {
  const signature = queryOf(url, 'msg_signature')
  const [timestamp, nonce] = [queryOf(url, 'timestamp'), queryOf(url, 'nonce')]
  return openCallback({ signature, timestamp, nonce, encrypted }, secrets)
}
