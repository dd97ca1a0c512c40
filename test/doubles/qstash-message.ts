/** What a request to publish asks for, read from QStash's headers. */

const SECOND_MS = 1000
const UNIT_MS: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: SECOND_MS }
const DEDUPLICATION_ID = 'Upstash-Deduplication-Id'

export type Publication = {
  url: string
  method: string
  /** Headers the destination gets. */
  headers: Record<string, string>
  body: string
  dueAtMs: number
  retriesMax: number
  deduplicationId?: string
  label?: string
  flowControl?: { key: string; value: string }
}

export type Refusal = { status: number; error: string }

type Asked = { destination: string; headers: Headers; body: string; nowMs: number; delayMaxMs: number }

export function readPublication(asked: Asked): Publication | Refusal {
  const { destination, headers, body, nowMs } = asked
  const invalid = destinationFault(destination)
  if (invalid) return refuse(`invalid destination url: ${invalid}`)
  const dueAtMs = dueAt(headers, nowMs)
  if (dueAtMs === undefined) return refuse('invalid delay')
  if (dueAtMs - nowMs > asked.delayMaxMs) return { status: 412, error: 'maximum allowed delay exceeded' }
  const retries = headers.get('Upstash-Retries') ?? '3'
  if (!/^\d+$/.test(retries)) return refuse('invalid retries')
  const deduplicationId = headers.get(DEDUPLICATION_ID) ?? contentId(asked)
  if (headers.get(DEDUPLICATION_ID)?.includes(':')) return refuse("DeduplicationId cannot contain ':'")
  const key = headers.get('Upstash-Flow-Control-Key')
  return {
    url: destination,
    method: headers.get('Upstash-Method') ?? 'POST',
    headers: forwarded(headers),
    body,
    dueAtMs,
    retriesMax: Number(retries),
    ...(deduplicationId && { deduplicationId }),
    ...(headers.get('Upstash-Label') && { label: headers.get('Upstash-Label') ?? '' }),
    ...(key && { flowControl: { key, value: headers.get('Upstash-Flow-Control-Value') ?? '' } }),
  }
}

function refuse(error: string): Refusal {
  return { status: 400, error }
}

function destinationFault(destination: string): string | undefined {
  if (!/^https?:\/\//i.test(destination)) return 'endpoint has invalid scheme, add http:// or https://'
  return URL.canParse(destination) ? undefined : 'endpoint cannot be parsed'
}

/** `Upstash-Not-Before` in seconds since the epoch wins over `Upstash-Delay`. */
function dueAt(headers: Headers, nowMs: number): number | undefined {
  const notBefore = headers.get('Upstash-Not-Before')
  if (notBefore !== null) return /^\d+$/.test(notBefore) ? Math.max(Number(notBefore) * SECOND_MS, nowMs) : undefined
  const delay = headers.get('Upstash-Delay')
  if (delay === null) return nowMs
  const delayMs = readDuration(delay)
  return delayMs === undefined ? undefined : nowMs + delayMs
}

/** `90s`, `1d10h`, `6m5s`, in milliseconds. */
export function readDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?[dhms])+$/.test(text)) return undefined
  return [...text.matchAll(/([\d.]+)([dhms])/g)].reduce(
    (sum, [, amount, unit = 's']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0),
    0,
  )
}

function forwarded(headers: Headers): Record<string, string> {
  const result: Record<string, string> = {}
  headers.forEach((value, name) => {
    if (name === 'content-type') result[name] = value
    if (name.startsWith('upstash-forward-')) result[name.slice('upstash-forward-'.length)] = value
  })
  return result
}

function contentId({ destination, headers, body }: Asked): string | undefined {
  if (headers.get('Upstash-Content-Based-Deduplication') !== 'true') return undefined
  return JSON.stringify([destination, forwarded(headers), body])
}

type BatchItem = { destination: string; headers?: Record<string, string>; body?: string }

/** The items of a batch, or undefined when the text is none. */
export function readBatch(text: string): BatchItem[] | undefined {
  try {
    const items: unknown = JSON.parse(text)
    return Array.isArray(items) && items.every(isBatchItem) ? items : undefined
  } catch {
    return undefined
  }
}

function isBatchItem(item: unknown): item is BatchItem {
  return typeof item === 'object' && item !== null && 'destination' in item && typeof item.destination === 'string'
}
