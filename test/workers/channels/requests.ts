import type { Answer, Channel, Inbound, Outgoing } from '../../../workers/channels/kind.ts'
import { concatBytes, hmac, sha256, toBase64, toHex } from '../../../workers/channels/signature.ts'

/** The clock of all channel tests: 2026-01-05T09:00:00Z. */
export const NOW_MS = Date.UTC(2026, 0, 5, 9)
export const NOW_SECONDS = String(NOW_MS / 1000)

export function inbound(body: string | Uint8Array, headers: Record<string, string> = {}): Inbound {
  return {
    method: 'POST',
    url: new URL('https://qunflow.example/hooks/test'),
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
