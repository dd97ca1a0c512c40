import { createHash } from 'node:crypto'
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status'
import { type Claim, claimAnswer, keepAnswer, releaseAnswer } from '../../store/answers.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'

type Request = { bytes: Uint8Array; secret: boolean }

/**
 * Carry out a write once for an `Idempotency-Key`: a repeat gets the first answer, the key on another request is
 * refused, and of two at the same time the second is asked to wait. Our own failures are not answers.
 */
export async function once(c: C, request: Request, work: () => Promise<Response>): Promise<Response> {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return work()
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    return problem(c, 400, 'an Idempotency-Key is 1 to 255 visible ASCII characters')
  const { deps } = c.var.house
  const claim = { caller: c.var.caller.id, key, request: hashOf(c, request.bytes), realNow: deps.clock.real() }
  const claimed = await claimAnswer(deps.db, claim)
  switch (claimed.kind) {
    case 'claimed':
      return answerFirst(c, claim, request, work)
    case 'busy':
      c.header('Retry-After', '1')
      return problem(c, 409, 'the same request is being carried out')
    case 'other request':
      return problem(c, 422, 'this Idempotency-Key was used for another request')
    case 'answered':
      return repeat(c, claimed.status, await opened(c, request, claimed.body))
    default:
      return claimed satisfies never
  }
}

async function answerFirst(c: C, claim: Claim, request: Request, work: () => Promise<Response>): Promise<Response> {
  const { deps, vault } = c.var.house
  let response: Response
  try {
    response = await work()
  } catch (error) {
    await releaseAnswer(deps.db, claim)
    throw error
  }
  if (response.status >= 500) await releaseAnswer(deps.db, claim)
  else {
    const body = await response.clone().text()
    await keepAnswer(deps.db, claim, response.status, request.secret && body !== '' ? await vault.seal({ body }) : body)
  }
  return response
}

async function opened(c: C, { secret }: Request, body: string): Promise<string> {
  return secret && body !== '' ? String((await c.var.house.vault.open(body)).body) : body
}

function repeat(c: C, status: number, body: string): Response {
  c.header('Idempotency-Replayed', 'true')
  if (body === '') return c.body(null, status as StatusCode)
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  return c.body(body, status as ContentfulStatusCode, { 'content-type': type })
}

function hashOf(c: C, bytes: Uint8Array): string {
  const { pathname, search } = new URL(c.req.url)
  return createHash('sha256').update(`${c.req.method} ${pathname}${search}\n`).update(bytes).digest('hex')
}
