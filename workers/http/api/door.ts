import type { Hono } from 'hono'
import * as v from 'valibot'
import type { Json } from '../../../schema/json.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import { misshapen } from '../../../workflows/check/shape.ts'
import { bytesOf } from '../../body.ts'
import { parseJsonBody } from '../../channels/json-body.ts'
import { atLeast } from '../auth.ts'
import type { App, C } from '../context.ts'
import { problem } from '../problem.ts'
import { type Auditing, auditingOf } from './auditing.ts'
import { once } from './once.ts'
import type { Operation } from './operation.ts'
import { readPage } from './page.ts'

/** Put operations on the router, each behind its role and its shapes. */
export function mount(app: Hono<App>, operations: readonly Operation[]): void {
  const auditing = auditingOf(operations)
  for (const operation of operations)
    app.on(operation.method, operation.path, atLeast(operation.needs), (c) => enter(c, operation, auditing))
}

/** Everything is checked here, so that what a handler gets is as its shape says. */
async function enter(c: C, operation: Operation, auditing: Auditing): Promise<Response> {
  const query = v.safeParse(operation.query, c.req.query())
  if (!query.success) return problem(c, 400, 'the query is not right', misshapen(operation.query, c.req.query()))
  const page = readPage(query.output)
  if (!page) return problem(c, 400, 'the query is not right', [{ path: 'cursor', message: 'is none of ours' }])
  const asked = { c, deps: c.var.house.deps, id: c.req.param('id') ?? '', query: query.output, page }
  const nothing = { ...asked, body: undefined, text: '', bytes: new Uint8Array() }
  if (operation.streamed || operation.audited) return auditing(nothing, operation)
  if (operation.method === 'GET') return operation.handle(nothing)
  const bytes = await bytesOf(c)
  if (!bytes) return problem(c, 413, 'a body has at most 1 MiB')
  const read: ReadBody = operation.raw ? { kind: 'body', body: '' } : readBody(operation, bytes)
  if (read.kind === 'refused') return problem(c, 400, read.why, read.errors)
  const text = new TextDecoder().decode(bytes)
  return once(c, { bytes, secret: operation.secret }, async () =>
    auditing({ ...asked, body: read.body, text, bytes }, operation),
  )
}

type ReadBody = { kind: 'body'; body: unknown } | { kind: 'refused'; why: string; errors?: Problem[] }

/** A body of no bytes is an empty object: there is nothing to say. */
function readBody(operation: Operation, bytes: Uint8Array): ReadBody {
  let written: Json = {}
  if (bytes.byteLength > 0) {
    const parsed = parseJsonBody(bytes)
    if (parsed.kind === 'unreadable') return { kind: 'refused', why: parsed.why }
    written = parsed.value
  }
  const body = v.safeParse(operation.body, written)
  if (body.success) return { kind: 'body', body: body.output }
  const errors = misshapen(operation.body, written)
  return { kind: 'refused', why: 'the body is not right', errors: operation.secret ? errors.map(withoutValue) : errors }
}

/** What was found instead may be what nobody may read. */
function withoutValue({ message, ...problem }: Problem): Problem {
  return { ...problem, message: message.replace(/,? found .*$/s, '') }
}
