import * as v from 'valibot'
import { isTypeName } from '../../../schema/event.ts'
import type { RetryPolicy } from '../../../schema/message.ts'
import { Duration } from '../../../schema/text.ts'
import { parseDuration } from '../../language/duration.ts'
import { formatIso } from '../../language/iso.ts'
import { action } from '../action.ts'
import { Address } from '../http/address.ts'

const TIMEOUT_MAX_MS = 30_000
const BODY_CHARS_MAX = 262_144
/** Standard Webhooks asks for patience: receivers that are down for an hour miss nothing. */
const RETRY: RetryPolicy = { attempts: 8, firstMs: 5_000, factor: 4, maxMs: 3_600_000 }

/**
 * Tell another system that something happened, signed as Standard Webhooks: `{ type, timestamp, data }`. The key of the
 * step is its `webhook-id`; the signature is made at each attempt, with the time of that attempt.
 */
export const send = action({
  name: 'webhook.send',
  params: {
    url: Address,
    type: v.pipe(v.string(), v.check(isTypeName, 'not an event type, such as member.welcomed')),
    data: v.optional(v.unknown(), {}),
    timeout: v.optional(Duration, '10s'),
  },
  decide: ({ url, type, data, timeout }, { contact, run, key, now, retry, secrets }) => {
    const body = JSON.stringify({ type, timestamp: formatIso(now), data })
    if (body.length > BODY_CHARS_MAX)
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
        // Every attempt carries the same webhook-id; a run that waits for the answer needs one.
        onUnknown: 'resend',
        request: {
          method: 'POST',
          url,
          headers: { 'content-type': 'application/json' },
          body,
          timeoutMs: Math.min(parseDuration(timeout) ?? TIMEOUT_MAX_MS, TIMEOUT_MAX_MS),
          signed: true,
          ...(secrets && { secrets: { ...secrets, json: true } }),
        },
      },
    }
  },
})
