import { sealCallback } from '../../../workers/channels/callback-cipher.ts'
import type { Answer, Channel, Inbound, Outgoing } from '../../../workers/channels/kind.ts'
import { concatBytes, hmac, sha256, toBase64, toHex } from '../../../workers/channels/signature.ts'

/** The clock of all channel tests: 2026-01-05T09:00:00Z. */
export const NOW_MS = Date.UTC(2026, 0, 5, 9)
export const NOW_SECONDS = String(NOW_MS / 1000)

export function inbound(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  { method = 'POST', query = '' }: { method?: string; query?: URLSearchParams | string } = {},
): Inbound {
  return {
    method,
    url: new URL(`https://qunflow.example/hooks/test?${query}`),
    headers: new Headers(headers),
    body: concatBytes(body),
  }
}

export function channel(kind: string, settings: Partial<Channel> = {}): Channel {
  return { id: 'test', kind, name: 'Test', config: {}, secrets: {}, ...settings }
}

export function outgoing(message: Partial<Outgoing> = {}): Outgoing {
  return { id: 'run-1:welcome:1', to: 'u1', recipient: 'contact', text: 'Hello', ...message }
}

export function answer(status: number, body: unknown = '', headers: Record<string, string> = {}): Answer {
  return { status, headers: new Headers(headers), body: typeof body === 'string' ? body : JSON.stringify(body) }
}

export async function sandboxSignature(body: string, secret: string): Promise<Record<string, string>> {
  return { 'x-signature': `sha256=${toHex(await hmac(secret, concatBytes(body)))}` }
}

export async function slackHeaders(
  body: string,
  secret: string,
  timestamp = NOW_SECONDS,
): Promise<Record<string, string>> {
  const signature = toHex(await hmac(secret, concatBytes(`v0:${timestamp}:${body}`)))
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` }
}

export async function webhookSignature(content: string, key: Uint8Array): Promise<string> {
  return `v1,${toBase64(await hmac(key, concatBytes(content)))}`
}

export async function larkHeaders(body: string, encryptKey: string): Promise<Record<string, string>> {
  const [timestamp, nonce] = [NOW_SECONDS, '64607134']
  const signature = toHex(await sha256(concatBytes(timestamp, nonce, encryptKey, body)))
  return { 'x-lark-request-timestamp': timestamp, 'x-lark-request-nonce': nonce, 'x-lark-signature': signature }
}

/** `{ encrypt }` as Feishu makes it. */
export async function larkEncrypt(plain: string, encryptKey: string): Promise<string> {
  const iv = concatBytes('0123456789abcdef')
  const keyBytes = await sha256(concatBytes(encryptKey))
  const key = await crypto.subtle.importKey('raw', keyBytes, 'AES-CBC', false, ['encrypt'])
  const sealed = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, concatBytes(plain))
  return JSON.stringify({ encrypt: toBase64(concatBytes(iv, new Uint8Array(sealed))) })
}

/** Secrets of the callback scheme; the key's last character carries stray bits, as a vendor's may. */
export const CALLBACK = { token: 'own-token', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' }

/** A callback as WeCom, WeChat and DingTalk make it: the query, and what is encrypted. */
export async function callback(text: string, receiver: string, secrets = CALLBACK) {
  const salt = { timestamp: NOW_SECONDS, nonce: '1372623149', random: new Uint8Array(16).fill(0xff) }
  const { signature, encrypted } = await sealCallback(text, { ...secrets, receiver }, salt)
  const query = new URLSearchParams({ msg_signature: signature, timestamp: salt.timestamp, nonce: salt.nonce })
  return { query, encrypted }
}

/** The envelope around it. */
export function xmlEnvelope(encrypted: string): string {
  return `<xml><ToUserName><![CDATA[to]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt><AgentID>1</AgentID></xml>`
}

/** Fields as `<xml>…</xml>`, as these platforms write them. */
export function xmlOf(fields: Record<string, string>): string {
  const lines = Object.entries(fields).map(([name, value]) =>
    value.startsWith('<') ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  )
  return `<xml>${lines.join('\n')}</xml>`
}
