import type { Json, JsonObject } from '../../schema/json.ts'
import { parseFormBody } from './form-body.ts'
import { parseJsonText } from './json-body.ts'
import { asObject, asText } from './json-fields.ts'

/** A recorded body as the channel's expressions see it: JSON, or a form whose fields may hold JSON. */
export async function readSample(body: string, contentType: string | null): Promise<Json> {
  const json = parseJsonText(body)
  if (json.kind === 'json') return json.value
  const isForm = contentType?.includes('form') || /^[\w.[\]%+-]+=/.test(body)
  if (!isForm) return body
  const boundary = /^--(\S+)\r?\n/.exec(body)?.[1]
  const type = contentType ?? (boundary === undefined ? null : `multipart/form-data; boundary=${boundary}`)
  const form = await parseFormBody(new TextEncoder().encode(body), type)
  if (form.kind === 'unreadable') return body
  const { HandshakeKey: _, ...fields } = form.fields
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, opened(value)]))
}

function opened(value: Json): Json {
  const text = asText(value)
  if (text === undefined || !/^\s*[[{]/.test(text)) return value
  const parsed = parseJsonText(text)
  return parsed.kind === 'json' ? parsed.value : value
}

const OURS = ['form_id', 'form_name', 'response_id', 'submitted_at', 'hidden', 'edited'] as const

/** The body that became this event: what we added to a submission is taken away again. */
export function bodyOfEvent(kind: string, { type, data }: { type: string; data: JsonObject }): Json {
  if (kind === 'standard-webhooks' && type !== 'custom.webhook' && !asObject(data.data)) return { type, data }
  if (!('response_id' in data) || !('answers' in data)) return data
  const added: ReadonlySet<string> = new Set([...OURS, ...(kind === 'google-forms' ? [] : ['answers'])])
  return Object.fromEntries(
    Object.entries(data).filter(([key]) => !added.has(key) || (key === 'form_name' && kind === 'jinshuju')),
  )
}
