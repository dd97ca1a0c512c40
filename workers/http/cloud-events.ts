import * as v from 'valibot'
import { isTypeName } from '../../schema/event.ts'
import { isObject, type Json, type JsonObject } from '../../schema/json.ts'
import type { Profile } from '../../schema/profile.ts'
import { type Problem, pathText } from '../../workflows/check/problem.ts'

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

type ParseJson = (body: Uint8Array) => { kind: 'json'; value: Json } | { kind: 'unreadable'; why: string }

/** Read a request in whichever of the three modes it is. A batch with one bad event is refused whole. */
export function readCloudEvents(headers: Headers, body: Uint8Array, parse: ParseJson): ReadEvents {
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/cloudevents-batch+json') return readBatch(parse(body))
  if (type === 'application/cloudevents+json') return readStructured(parse(body))
  if (headers.has('ce-specversion') || headers.has('ce-id')) return readBinary(headers, type, body, parse)
  if (type === 'application/json' || type === '') return readBare(parse(body))
  return { kind: 'unsupported', why: `${type} carries no CloudEvents` }
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

const ATTRIBUTES = ['id', 'source', 'type', 'specversion', 'subject', 'time', 'datacontenttype'] as const

/** Binary mode: attributes in `ce-` headers, percent-encoded; the body is the data. */
function readBinary(headers: Headers, type: string, body: Uint8Array, parse: ParseJson): ReadEvents {
  const event: JsonObject = {}
  for (const name of ATTRIBUTES) {
    const value = headers.get(`ce-${name}`)
    if (value !== null) event[name] = decoded(value)
  }
  if (body.byteLength > 0) {
    if (/^application\/([a-z0-9.+-]+\+)?json$/.test(type) || type === '') {
      const parsed = parse(body)
      if (parsed.kind === 'unreadable') return parsed
      event.data = parsed.value
    } else if (type.startsWith('text/')) event.data = new TextDecoder().decode(body)
    else event.data_base64 = Buffer.from(body).toString('base64')
  }
  return readStructured({ kind: 'json', value: event })
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(1000))

const Shape = v.looseObject({
  specversion: v.literal('1.0'),
  id: Text,
  source: Text,
  type: v.pipe(v.string(), v.check(isTypeName, 'not an event type')),
  subject: v.optional(v.nullable(Text)),
  time: v.optional(v.nullable(v.pipe(v.string(), v.isoTimestamp('not an RFC 3339 timestamp')))),
  data: v.optional(v.unknown()),
  data_base64: v.optional(v.pipe(v.string(), v.base64('not base64'))),
})

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
  const { id, source, type, subject, time, data, data_base64 } = parsed.output
  if (data !== undefined && data_base64 !== undefined) {
    errors.push({ path: pathText([...at, 'data_base64']), message: 'either `data` or `data_base64`, not both' })
    return []
  }
  return [
    {
      id,
      source,
      type,
      data: dataObject(data as Json | undefined, data_base64),
      profile: {},
      ...(typeof subject === 'string' && { subject }),
      ...(typeof time === 'string' && { atMs: Date.parse(time) }),
    },
  ]
}

/** Our events carry an object; anything else becomes the `value` of one. */
function dataObject(data: Json | undefined, base64: string | undefined): JsonObject {
  if (base64 !== undefined) return { data_base64: base64 }
  if (data === undefined || data === null) return {}
  return isObject(data) ? (data as JsonObject) : { value: data }
}
