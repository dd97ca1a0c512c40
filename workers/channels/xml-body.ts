import { XMLParser } from 'fast-xml-parser'
import type { Json, JsonObject } from '../../schema/json.ts'
import { FORBIDDEN_KEYS, parseJsonText } from './json-body.ts'
import { asObject } from './json-fields.ts'

/** `json` says in which of the two formats it came. */
type Parsed = { kind: 'object'; value: JsonObject; json: boolean } | { kind: 'unreadable'; why: string }

const DEPTH_MAX = 16
const LENGTH_MAX = 1024 * 1024

/** Numbers stay text, because ids are longer than numbers are exact. Entities stay as they are: nothing is expanded. */
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
})

/** The fields of `<xml>…</xml>`, or of a JSON object: these platforms send either, as their console says. */
export function parseXmlOrJson(bytes: Uint8Array | string): Parsed {
  const text = typeof bytes === 'string' ? bytes : decode(bytes)
  if (text === undefined) return unreadable('the body is not UTF-8')
  if (text.length > LENGTH_MAX) return unreadable('the body is too long')
  return text.trimStart().startsWith('{') ? parseJson(text) : parseXml(text)
}

function parseJson(text: string): Parsed {
  const parsed = parseJsonText(text)
  if (parsed.kind === 'unreadable') return parsed
  const value = asObject(parsed.value)
  return value ? { kind: 'object', value, json: true } : unreadable('the body is not an object')
}

function parseXml(text: string): Parsed {
  if (declares(text)) return unreadable('document types and declarations are not taken')
  try {
    const root: unknown = parser.parse(text, true)
    const fields = typeof root === 'object' && root !== null && 'xml' in root ? read(root.xml, 1) : undefined
    const value = asObject(fields)
    return value ? { kind: 'object', value, json: false } : unreadable('the body is not <xml>…</xml>')
  } catch {
    return unreadable('the body is not XML')
  }
}

/** Whether there is any `<!…` besides CDATA, where members may write what they like. One pass. */
function declares(text: string): boolean {
  for (let at = text.indexOf('<!'); at >= 0; at = text.indexOf('<!', at)) {
    if (!text.startsWith('<![CDATA[', at)) return true
    const end = text.indexOf(']]>', at)
    if (end < 0) return true
    at = end + 3
  }
  return false
}

/** What the parser made, as JSON without the white space between elements. Undefined when it is too deep. */
function read(value: unknown, depth: number): Json | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return undefined
  if (Array.isArray(value)) return value.flatMap((item) => read(item, depth + 1) ?? [])
  const fields: JsonObject = {}
  for (const [name, inner] of Object.entries(value)) {
    const field = name === '#text' || FORBIDDEN_KEYS.has(name) ? undefined : read(inner, depth + 1)
    if (field !== undefined) fields[name] = field
  }
  return fields
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return undefined
  }
}

function unreadable(why: string): Parsed {
  return { kind: 'unreadable', why }
}
