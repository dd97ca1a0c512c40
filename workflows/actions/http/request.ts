import * as v from 'valibot'
import type { RetryPolicy } from '../../../schema/message.ts'
import { Duration } from '../../../schema/text.ts'
import { parseDuration } from '../../language/duration.ts'
import { action } from '../action.ts'
import { Address } from './address.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const
const TIMEOUT_MAX_MS = 30_000
const BODY_CHARS_MAX = 262_144
const RETRY: RetryPolicy = { attempts: 3, firstMs: 5_000, factor: 3, maxMs: 600_000 }

/** Call an HTTP address and go on with its answer. Carries the step's key as `Idempotency-Key`. */
export const request = action({
  name: 'http.request',
  params: {
    method: v.optional(v.pipe(v.string(), v.toUpperCase(), v.picklist(METHODS)), 'GET'),
    url: Address,
    headers: v.optional(v.record(v.string(), v.string()), {}),
    json: v.optional(v.unknown()),
    body: v.optional(v.string()),
    timeout: v.optional(Duration, '10s'),
    expect: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)))),
  },
  result: { status: v.number(), headers: v.record(v.string(), v.string()), body: v.unknown() },
  decide: ({ method, url, headers, json, body, timeout, expect }, { contact, run, key, retry, secrets }) => {
    const typed = json !== undefined && !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
    const content = json === undefined ? body : JSON.stringify(json)
    if (content !== undefined && content.length > BODY_CHARS_MAX)
      return { kind: 'refused', code: 'body_too_large', message: `a body has at most ${BODY_CHARS_MAX} characters` }
    return {
      kind: 'send',
      delivery: {
        kind: 'request',
        id: key,
        subjectId: contact.id,
        runId: run.id,
        category: 'transactional',
        awaited: true,
        retry: retry ?? RETRY,
        // A repeated request carries the same Idempotency-Key; a run that waits for its answer needs one.
        onUnknown: 'resend',
        request: {
          method,
          url,
          headers: { ...headers, ...(typed && { 'content-type': 'application/json' }) },
          ...(content !== undefined && { body: content }),
          timeoutMs: Math.min(parseDuration(timeout) ?? TIMEOUT_MAX_MS, TIMEOUT_MAX_MS),
          ...(expect && { expect }),
          ...(secrets && { secrets: { ...secrets, json: json !== undefined } }),
        },
      },
    }
  },
})
