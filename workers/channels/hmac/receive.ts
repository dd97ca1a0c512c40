import type { JsonObject } from '../../../schema/json.ts'
import { contentId, genericEvent, parseAnyBody } from '../generic-event.ts'
import { parseIsoTime } from '../iso-time.ts'
import { asText } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { concatBytes, fromHex, secretValues, signatureIn, signedByAny, unconfigured } from '../signature.ts'

const WINDOW_MS = 300_000
const HASHES = { sha256: 'SHA-256', sha1: 'SHA-1', sha512: 'SHA-512' } as const

/** An HMAC in a header, as the channel describes it. */
export async function receive(request: Inbound, channel: Channel, nowMs: number): Promise<Received> {
  const keys = secretValues(channel.secrets, 'secret')
  if (keys.length === 0) return unconfigured('secret')
  const { config } = channel
  const header = asText(config.header)
  if (header === undefined) return { kind: 'forged', why: 'the channel is not configured: header is missing' }
  const signature = readSignature(request.headers.get(header), config)
  if (!signature) return { kind: 'forged', why: `${header} is missing, or not written as the channel says` }
  const time = readTime(request, config, nowMs)
  if (time.kind === 'forged') return time
  const hash = HASHES[asText(config.algorithm) as keyof typeof HASHES] ?? 'SHA-256'
  for (const content of signedContents(request, config, time.text))
    if (await signedByAny(keys, { hash, content, signature })) return read(request, channel)
  return { kind: 'forged', why: `${header} does not match` }
}

async function read(request: Inbound, channel: Channel): Promise<Received> {
  const parsed = parseAnyBody(request)
  if (parsed.kind === 'unreadable') return parsed
  return { kind: 'events', events: [genericEvent(await contentId(request.body), parsed.value, channel)] }
}

function readSignature(header: string | null, config: JsonObject): Uint8Array | undefined {
  const prefix = asText(config.prefix) ?? ''
  if (!header?.startsWith(prefix)) return undefined
  const written = header.slice(prefix.length).trim()
  // Whoever writes base64 for addresses often leaves its padding out.
  const padded = written.padEnd(Math.ceil(written.length / 4) * 4, '=')
  if (config.encoding === 'base64') return signatureIn(padded.replaceAll('-', '+').replaceAll('_', '/'))
  return fromHex(written)
}

type Time = { kind: 'time'; text?: string } | { kind: 'forged'; why: string }

function readTime(request: Inbound, config: JsonObject, nowMs: number): Time {
  const header = asText(config.timestamp_header)
  if (header === undefined) return { kind: 'time' }
  const text = request.headers.get(header)?.trim() ?? ''
  const atMs = instant(text)
  if (atMs === undefined) return { kind: 'forged', why: `${header} is missing, or not a time` }
  if (Math.abs(nowMs - atMs) > WINDOW_MS) return { kind: 'forged', why: `${header} is outside the 300 s window` }
  return { kind: 'time', text }
}

function instant(text: string): number | undefined {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000
  return /^\d{12,14}$/.test(text) ? Number(text) : parseIsoTime(text)
}

/**
 * What may have been signed. A body that itself begins like a time and a dot is never taken as signed alone where a time
 * belongs to it: it would be a signed request repeated under another time.
 */
function signedContents({ body }: Inbound, config: JsonObject, time: string | undefined): Uint8Array[] {
  if (time === undefined) return config.signed === 'timestamp.body' ? [] : [body]
  const timed = concatBytes(`${time}.`, body)
  if (config.signed === 'timestamp.body') return [timed]
  if (config.signed === 'body') return [body]
  const repeated = /^[\dT:.Z+-]+\./.test(new TextDecoder().decode(body.subarray(0, 40)))
  return repeated ? [timed] : [timed, body]
}
