import type { Json, JsonObject } from '../../schema/json.ts'

type ParsedForm = { kind: 'fields'; fields: JsonObject } | { kind: 'unreadable'; why: string }

const FIELDS_MAX = 2000

/** Reads `multipart/form-data` or a URL-encoded form as an object. A field that comes twice becomes a list; files are left out. */
export async function parseFormBody(body: Uint8Array, contentType: string | null): Promise<ParsedForm> {
  const type = contentType?.toLowerCase() ?? ''
  if (type.startsWith('multipart/form-data')) return parseMultipart(body, contentType ?? '')
  if (type !== '' && !type.startsWith('application/x-www-form-urlencoded'))
    return unreadable('the body is neither multipart/form-data nor URL-encoded')
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body)
    return collect([...new URLSearchParams(text)])
  } catch {
    return unreadable('the body is not UTF-8')
  }
}

async function parseMultipart(body: Uint8Array, contentType: string): Promise<ParsedForm> {
  try {
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
    return collect([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])))
  } catch {
    return unreadable('the body is not multipart/form-data')
  }
}

function collect(entries: readonly (readonly [string, string])[]): ParsedForm {
  if (entries.length > FIELDS_MAX) return unreadable(`a form has at most ${FIELDS_MAX} fields`)
  const fields = new Map<string, Json>()
  for (const [name, value] of entries) {
    if (/^(__proto__|constructor|prototype)$/.test(name)) return unreadable(`the field "${name}" is not allowed`)
    const present = fields.get(name)
    if (Array.isArray(present)) present.push(value)
    else fields.set(name, present === undefined ? value : [present, value])
  }
  return { kind: 'fields', fields: Object.fromEntries(fields) }
}

function unreadable(why: string): ParsedForm {
  return { kind: 'unreadable', why }
}
