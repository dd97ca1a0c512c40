import * as v from 'valibot'
import { isTypeName } from '../../schema/event.ts'
import { isObject, type Json, type JsonObject } from '../../schema/json.ts'
import type { Profile } from '../../schema/profile.ts'
import { type Problem, pathText } from '../../workflows/check/problem.ts'
import { parseIsoTime } from '../channels/iso-time.ts'
import { parseJsonBody } from '../channels/json-body.ts'
import { isBinary, mediaTypeOf, type ParseJson, readBinary, readContent } from './cloud-event-binary.ts'

/** A CloudEvents 1.0 event as we take it: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export type CloudEvent = {
  id: string
  source: string
  type: string
  /** The contact's external id. */
  subject?: string
  atMs?: number
  data: JsonObject
  profile: Profile
}

export type ReadEvents =
  | { kind: 'events'; events: CloudEvent[] }
  | { kind: 'unsupported'; why: string }
  | { kind: 'unreadable'; why: string; errors?: Problem[] }

export const BATCH_MAX = 1000

/** Read a request in whichever of the three modes it is. A batch with one bad event is refused whole. */
export function readCloudEvents(headers: Headers, body: Uint8Array, parse: ParseJson): ReadEvents {
  const { type, charset } = mediaTypeOf(headers)
  if (type === 'application/cloudevents-batch+json' || type === 'application/cloudevents+json') {
    if (!/^(utf-8|us-ascii)$/.test(charset)) return { kind: 'unsupported', why: `JSON is not written in ${charset}` }
    return type === 'application/cloudevents+json' ? readStructured(parse(body)) : readBatch(parse(body))
  }
  if (type.startsWith('application/cloudevents'))
    return { kind: 'unsupported', why: `${type} is not a format that is read here` }
  if (isBinary(headers)) return readBinaryMode(headers, body, parse)
  if (type === 'application/json' || type === '') return readBare(parse(body))
  return { kind: 'unsupported', why: `${type} carries no CloudEvents` }
}

function readBinaryMode(headers: Headers, body: Uint8Array, parse: ParseJson): ReadEvents {
  const event = readBinary(headers, body, parse)
  return event.kind === 'json' ? readStructured(event) : event
}

function readBatch(parsed: ReturnType<ParseJson>): ReadEvents {
  if (parsed.kind === 'unreadable') return parsed
  if (!Array.isArray(parsed.value)) return { kind: 'unreadable', why: 'a batch is a JSON array' }
  if (parsed.value.length > BATCH_MAX) return { kind: 'unreadable', why: `a batch has at most ${BATCH_MAX} events` }
  const errors: Problem[] = []
  const events = parsed.value.flatMap((value, i) => toEvent(value, [i], errors))
  return errors.length > 0 ? { kind: 'unreadable', why: 'not CloudEvents 1.0', errors } : { kind: 'events', events }
}

function readStructured(parsed: ReturnType<ParseJson>): ReadEvents {
  if (parsed.kind === 'unreadable') return parsed
  const errors: Problem[] = []
  const events = toEvent(parsed.value, [], errors)
  return errors.length > 0
    ? { kind: 'unreadable', why: 'not a CloudEvents 1.0 event', errors }
    : { kind: 'events', events }
}

/** Plain `application/json`: an event or a batch from somebody who left the media type out. */
function readBare(parsed: ReturnType<ParseJson>): ReadEvents {
  return parsed.kind === 'json' && Array.isArray(parsed.value) ? readBatch(parsed) : readStructured(parsed)
}

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(1000))

/** Required attributes, optional ones, and extensions: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#context-attributes */
const Shape = v.objectWithRest(
  {
    specversion: v.literal('1.0'),
    id: Text,
    source: Text,
    type: v.pipe(v.string(), v.check(isTypeName, 'not an event type')),
    subject: v.nullish(Text),
    time: v.nullish(
      v.pipe(
        v.string(),
        v.check((text) => parseIsoTime(text) !== undefined, 'not an RFC 3339 timestamp'),
      ),
    ),
    datacontenttype: v.nullish(Text),
    dataschema: v.nullish(Text),
    data: v.optional(v.unknown()),
    data_base64: v.nullish(v.pipe(v.string(), v.check(isBase64, 'not base64'))),
  },
  v.union([v.null(), v.string(), v.boolean(), v.number()], 'an extension is a text, a number, or true or false'),
)

const OWN_NAMES: ReadonlySet<string> = new Set([...Object.keys(Shape.entries)])

/** Attribute names are lower-case letters and digits, so that every protocol can carry them. */
function misnamed(value: Json): string[] {
  return isObject(value) ? Object.keys(value).filter((name) => !OWN_NAMES.has(name) && !/^[a-z0-9]+$/.test(name)) : []
}

function toEvent(value: Json, at: (string | number)[], errors: Problem[]): CloudEvent[] {
  const parsed = v.safeParse(Shape, value)
  if (!parsed.success) {
    for (const issue of parsed.issues)
      errors.push({
        path: pathText([...at, ...(issue.path?.map((item) => item.key as string | number) ?? [])]),
        message: issue.message,
      })
    return []
  }
  for (const name of misnamed(value))
    errors.push({ path: pathText([...at, name]), message: 'the name of an attribute is lower-case letters and digits' })
  const { id, source, type, subject, time, datacontenttype, data, data_base64 } = parsed.output
  if (data !== undefined && typeof data_base64 === 'string') {
    errors.push({ path: pathText([...at, 'data_base64']), message: 'either `data` or `data_base64`, not both' })
    return []
  }
  const atMs = typeof time === 'string' ? parseIsoTime(time) : undefined
  const content = typeof data_base64 === 'string' ? decodedData(data_base64, datacontenttype ?? '') : (data as Json)
  return [
    {
      id,
      source,
      type,
      data: dataObject(content),
      profile: {},
      ...(typeof subject === 'string' && { subject }),
      ...(atMs !== undefined && { atMs }),
    },
  ]
}

/** Bytes that are JSON or text are read as what they are; others stay as they came. */
function decodedData(base64: string, mediaType: string): Json {
  const read = readContent(Buffer.from(base64, 'base64'), mediaType, parseJsonBody)
  return read.kind === 'json' ? read.value : { data_base64: base64 }
}

/** Our events carry an object; anything else becomes the `value` of one. */
function dataObject(data: Json | undefined): JsonObject {
  if (data === undefined || data === null) return {}
  return isObject(data) ? (data as JsonObject) : { value: data }
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1
}
