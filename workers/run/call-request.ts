import type { Json, JsonObject } from '../../schema/json.ts'
import type { RequestDraft } from '../../workflows/engine/delivery.ts'
import { parseJsonText } from '../channels/json-body.ts'
import { afterMs, retryAfterMs } from '../channels/status-outcome.ts'
import { call } from './call.ts'
import type { Deps } from './deps.ts'
import { signWebhook } from './sign-webhook.ts'
import { concealed, reveal, type Secrets } from './with-secrets.ts'

export type RequestOutcome =
  | { kind: 'answer'; output: JsonObject }
  | { kind: 'retry'; why: string; afterMs?: number }
  | { kind: 'rejected'; why: string; code?: string }
  | { kind: 'unknown'; why: string }

/**
 * The call of an `http.request` or `webhook.send` step. Its key goes along, so that a service can tell a repetition. Secrets take their
 * places here, and what came of it is told without them.
 */
export async function callRequest(
  deps: Deps,
  draft: RequestDraft,
  { key, secrets }: { key: string; secrets: Secrets },
): Promise<RequestOutcome> {
  const revealed = reveal(draft, secrets)
  if (revealed.kind === 'rejected') return revealed
  return concealed(await callOut(deps, revealed.request, key), revealed.used)
}

async function callOut(deps: Deps, draft: RequestDraft, key: string): Promise<RequestOutcome> {
  const signed = draft.signed ? await signWebhook(deps, key, draft.body ?? '') : {}
  if (!signed) return { kind: 'rejected', why: 'the signing secret does not open under MASTER_KEY', code: 'no_secret' }
  const headers = { 'user-agent': 'Qunflow', 'idempotency-key': key, ...draft.headers, ...signed }
  const called = await call(deps, { ...draft, headers }, draft.timeoutMs)
  if (called.kind === 'forbidden') return { kind: 'rejected', why: called.why, code: 'forbidden_address' }
  if (called.kind === 'unreached') return { kind: 'retry', why: called.why }
  if (called.kind === 'unanswered') return { kind: 'unknown', why: called.why }
  const { status, headers: answered, body } = called.answer
  if (draft.expect ? draft.expect.includes(status) : status >= 200 && status < 300)
    return { kind: 'answer', output: { status, headers: plain(answered), body: parsed(body, answered) } }
  if (status === 429 || status === 408 || status >= 500)
    return { kind: 'retry', why: `HTTP ${status}`, ...afterMs(retryAfterMs(answered)) }
  return { kind: 'rejected', why: `HTTP ${status}`, code: `http_${status}` }
}

const HEADERS_MAX = 50

function plain(headers: Headers): JsonObject {
  return Object.fromEntries([...headers].slice(0, HEADERS_MAX))
}

const BODY_CHARS_MAX = 64 * 1024

/** The body, parsed when it is JSON that we may read: not too long, not too deep. Otherwise its text. */
function parsed(body: string, headers: Headers): Json {
  const text = body.slice(0, BODY_CHARS_MAX)
  if (body.length > BODY_CHARS_MAX || !headers.get('content-type')?.includes('json')) return text
  const read = parseJsonText(body)
  return read.kind === 'json' ? read.value : text
}
