import type { Json, JsonObject } from '../../schema/json.ts'

export type ParseJson = (body: Uint8Array) => { kind: 'json'; value: Json } | { kind: 'unreadable'; why: string }

const PREFIX = 'ce-'

/** Whether attributes come in headers. */
export function isBinary(headers: Headers): boolean {
  return ['specversion', 'id', 'source', 'type'].some((name) => headers.has(`${PREFIX}${name}`))
}

/**
 * Binary mode as the event that structured mode would carry: attributes from `ce-` headers, the body as data.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode
 */
export function readBinary(headers: Headers, body: Uint8Array, parse: ParseJson): ReturnType<ParseJson> {
  const event: JsonObject = {}
  for (const [header, value] of headers) {
    const name = header.toLowerCase()
    if (name.startsWith(PREFIX)) event[name.slice(PREFIX.length)] = decoded(value)
  }
  // The media type of the body says what the data is; these two belong to the other modes.
  for (const name of ['datacontenttype', 'data', 'data_base64']) delete event[name]
  if (body.byteLength === 0) return { kind: 'json', value: event }
  const mediaType = headers.get('content-type') ?? 'application/json'
  const read = readContent(body, mediaType, parse)
  if (read.kind === 'unreadable') return read
  if (read.kind === 'json') event.data = read.value
  else event.data_base64 = Buffer.from(body).toString('base64')
  return { kind: 'json', value: event }
}

/** Data as its media type says: JSON, text, or bytes that are neither. */
export function readContent(
  body: Uint8Array,
  mediaType: string,
  parse: ParseJson,
): ReturnType<ParseJson> | { kind: 'bytes' } {
  const { type, charset } = parsedType(mediaType)
  if (/^[a-z0-9.+-]+\/([a-z0-9.+-]+\+)?json$/.test(type)) return parse(body)
  if (!type.startsWith('text/') && !/^application\/([a-z0-9.+-]+\+)?xml$/.test(type)) return { kind: 'bytes' }
  try {
    return { kind: 'json', value: new TextDecoder(charset, { fatal: true, ignoreBOM: false }).decode(body) }
  } catch {
    return { kind: 'bytes' }
  }
}

export function mediaTypeOf(headers: Headers): { type: string; charset: string } {
  return parsedType(headers.get('content-type') ?? '')
}

function parsedType(text: string): { type: string; charset: string } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim())
  const charset = parameters.map((part) => /^charset="?([^"]+)"?$/i.exec(part)?.[1]).find((one) => one !== undefined)
  return { type: type.toLowerCase(), charset: (charset ?? 'utf-8').toLowerCase() }
}

/** Quoted values lose their quotes, then runs of percent-encoded bytes that are UTF-8 become their characters. */
function decoded(value: string): string {
  const unquoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]?.replace(/\\(.)/g, '$1') ?? value
  return unquoted.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}
