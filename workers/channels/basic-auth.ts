import { fromBase64 } from './signature.ts'

/** What `Authorization: Basic …` carries (RFC 7617): UTF-8, the name up to the first colon. The scheme is in any case. */
export function basicAuth(headers: Headers): { user: string; password: string } | undefined {
  const written = /^basic +(\S+)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1]
  const bytes = written === undefined ? undefined : fromBase64(written)
  if (!bytes) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const colon = text.indexOf(':')
    return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
  } catch {
    return undefined
  }
}
