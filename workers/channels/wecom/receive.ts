import { type CallbackSecrets, isAesKey, type OpenedCallback, openCallback } from '../callback-cipher.ts'
import { asText } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { secretValues, unconfigured } from '../signature.ts'
import { parseXmlOrJson } from '../xml-body.ts'
import { readEvents } from './event.ts'

/** The check of the address (GET, answered within a second with the decrypted text and nothing else), and callbacks. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const secrets = secretsOf(channel)
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
  return events ? { kind: 'events', events } : { kind: 'unreadable', why: 'a callback without MsgType' }
}

async function check(request: Inbound, secrets: CallbackSecrets): Promise<Received> {
  const opened = await open(request, request.url.searchParams.get('echostr') ?? '', secrets)
  if (opened.kind !== 'opened') return opened
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  return { kind: 'challenge', reply: { status: 200, headers, body: opened.text } }
}

async function open({ url }: Inbound, encrypted: string, secrets: CallbackSecrets): Promise<OpenedCallback> {
  const [signature, timestamp, nonce] = ['msg_signature', 'timestamp', 'nonce'].map(
    (name) => url.searchParams.get(name) ?? '',
  )
  return openCallback(
    { signature: signature ?? '', timestamp: timestamp ?? '', nonce: nonce ?? '', encrypted },
    secrets,
  )
}

function secretsOf(channel: Channel): CallbackSecrets | { kind: 'forged'; why: string } {
  const tokens = secretValues(channel.secrets, 'token')
  const aesKeys = secretValues(channel.secrets, 'encoding_aes_key').filter(isAesKey)
  const receiver = asText(channel.config.corp_id)
  if (tokens.length === 0) return unconfigured('token')
  if (aesKeys.length === 0) return unconfigured('encoding_aes_key')
  return receiver === undefined ? unconfigured('corp_id') : { tokens, aesKeys, receiver }
}
