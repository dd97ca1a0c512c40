import type { Json } from '../../schema/json.ts'
import type { RequestDraft } from '../../workflows/engine/delivery.ts'
import { masked, putSecrets } from '../../workflows/language/secrets.ts'

export type Secrets = ReadonlyMap<string, string>

export type Revealed =
  | { kind: 'request'; request: Omit<RequestDraft, 'secrets'>; used: string[] }
  | { kind: 'rejected'; why: string; code: string }

/** A request as it goes out: only here do secrets take the place of their placeholders. Nothing of it is kept. */
export function reveal({ secrets: places, ...request }: RequestDraft, secrets: Secrets): Revealed {
  if (!places) return { kind: 'request', request, used: [] }
  const unknown = places.names.find((name) => !secrets.has(name))
  if (unknown !== undefined)
    return { kind: 'rejected', why: `there is no secret \`${unknown}\``, code: 'unknown_secret' }
  const put = (text: string) => putSecrets(text, places, secrets)
  const url = put(request.url)
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    return { kind: 'rejected', why: 'the address is no http or https URL', code: 'invalid_url' }
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, put(value)]))
  if (Object.values(headers).some((value) => /[\r\n\0]/.test(value)))
    return { kind: 'rejected', why: 'a header must not have line breaks', code: 'invalid_header' }
  const body = request.body === undefined ? {} : { body: inBody(request.body, places, secrets) }
  const used = places.names.flatMap((name) => secrets.get(name) ?? [])
  return { kind: 'request', request: { ...request, url, headers, ...body }, used }
}

function inBody(body: string, places: NonNullable<RequestDraft['secrets']>, secrets: Secrets): string {
  return putSecrets(body, places, secrets, places.json ? (value) => JSON.stringify(value).slice(1, -1) : undefined)
}

/** Whatever came of it, without the secrets that it may repeat. */
export function concealed<T extends object>(outcome: T, used: readonly string[]): T {
  return used.length === 0 ? outcome : (masked(outcome as unknown as Json, used) as unknown as T)
}
