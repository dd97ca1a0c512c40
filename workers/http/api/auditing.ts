import * as v from 'valibot'
import { isObject } from '../../../schema/json.ts'
import { takingAlong } from '../../store/along.ts'
import { type AuditRow, addAudit, closeAudit, dropAudit } from '../../store/audit.ts'
import { newOrderedId } from '../../store/id.ts'
import { logError } from '../../store/log.ts'
import { difference, placesOf, told } from './audited-json.ts'
import type { Asked, Operation } from './operation.ts'

/** How a write is told of: what it was like is asked of the API itself, by the operation that reads what it changes. */
export type Auditing = (asked: Asked, operation: Operation) => Promise<Response>

/**
 * Every write passes here. Its line in the audit is written by the very commit that changes something, with who, when,
 * what was asked and what it was like before; how it ended is added before the answer goes out. A request that is
 * refused and has changed nothing leaves no line.
 */
export function auditingOf(operations: readonly Operation[]): Auditing {
  const readers = new Map(operations.filter(readsOne).map((one) => [one.path, one]))
  return async (asked, operation) => {
    if (operation.reads) return operation.handle(asked)
    const before = operation.audited ? null : await stateOf(asked, readerOf(operation.path, readers))
    const row = rowOf(asked, operation, before)
    const { house } = asked.c.var
    const along = takingAlong(asked.deps.db, () => addAudit(row))
    const deps = { ...asked.deps, db: along.db }
    asked.c.set('house', { ...house, deps })
    const response = await operation.handle({ ...asked, deps })
    asked.c.set('house', house)
    const ended = { row, before, readers, response, written: along.written() }
    await close(asked, operation, ended).catch((error) => {
      // What was done is done: its line stands there without its end.
      logError('an audit line was not closed', error)
    })
    return response
  }
}

type Readers = ReadonlyMap<string, Operation>

type Ended = {
  row: AuditRow
  before: unknown
  readers: Readers
  response: Response
  written: 'no' | 'alone' | 'with a change'
}

async function close(asked: Asked, operation: Operation, { row, before, readers, response, written }: Ended) {
  const { db } = asked.deps
  if (response.status >= 400 && (written !== 'with a change' || response.status === 404)) {
    if (written !== 'no') await dropAudit(db, row.id)
    return
  }
  const answer = await bodyOf(response)
  const made = isObject(answer) && typeof answer.id === 'string' ? answer.id : null
  const resourceId = row.resourceId ?? made
  const reader = readerOf(operation.path, readers) ?? readers.get(`${operation.path}/:id`)
  const after = operation.forgets ? null : await stateOf({ ...asked, id: resourceId ?? '' }, reader)
  const changed = changeOf(operation, { before, after, answer })
  const contactId = row.contactId ?? contactOf(operation, resourceId, [answer, after])
  const request = operation.forgets ? null : requestOf(asked, operation)
  const ended = { ...row, ...changed, status: response.status, resourceId, contactId, request }
  if (written === 'no') await db.batch([addAudit(ended)])
  else await closeAudit(db, ended)
}

/** What nobody can read by itself is told by the answer, and so is what was made beside what the path names. */
function changeOf({ method, secret, forgets, audited }: Operation, { before, after, answer }: Record<string, unknown>) {
  if (audited || forgets || (secret && after === null)) return { before: null, after: null }
  const changed = difference(before, after ?? (method === 'DELETE' ? null : answer))
  const same = isObject(changed.after) && Object.keys(changed.after).length === 0
  return same && method === 'POST' && !secret ? { before: null, after: told(answer) } : changed
}

function rowOf(asked: Asked, operation: Operation, before: unknown): AuditRow {
  const { caller, requestId } = asked.c.var
  const at = asked.deps.clock.now()
  const resourceId = asked.id === '' ? null : asked.id
  const contactId = contactOf(operation, resourceId, [before, asked.body])
  return {
    ...{ id: newOrderedId(at), at, keyId: caller.id, keyName: caller.name, role: caller.role, requestId, status: null },
    ...{ resourceId, contactId, after: null },
    operation: `${operation.method} ${operation.path.replace(/:(\w+)/g, '{$1}')}`,
    resource: operation.path.split('/')[1] ?? '',
    // Of somebody who is not known yet nothing is written down that erasing them would not find.
    request: contactId === null && operation.path.startsWith('/contacts') ? null : requestOf(asked, operation),
    before: told(before),
  }
}

/** What a PUT and a PATCH say is seen in what differs; of secrets and of bytes only that they were given is told. */
function requestOf({ body, bytes, query, c }: Asked, { audited, raw, secret }: Operation): unknown {
  if (audited) return told(query)
  if (raw) return { bytes: bytes.byteLength, content_type: c.req.header('content-type') ?? null }
  if (secret) return { given: placesOf(body) }
  if (!isObject(body) || Object.keys(body).length === 0) return null
  return told('to' in body ? { ...body, to: '…' } : body)
}

function contactOf({ path }: Operation, id: string | null, states: readonly unknown[]): string | null {
  if (/^\/(contacts|referrals)(\/:id|$)/.test(path) && id !== null) return id
  for (const state of states)
    if (isObject(state)) {
      const named = path.startsWith('/contacts') ? (state.contact_id ?? state.id) : state.contact_id
      if (typeof named === 'string') return named
    }
  return null
}

function readsOne({ method, path, secret, query }: Operation): boolean {
  return (
    method === 'GET' && !secret && !('cursor' in entriesOf(query)) && (path.endsWith('/:id') || path === '/settings')
  )
}

function entriesOf(query: Operation['query']): object {
  return 'entries' in query && isObject(query.entries) ? query.entries : {}
}

/** What a request changes is what its path begins with. */
function readerOf(path: string, readers: Readers): Operation | undefined {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const reader = readers.get(at)
    if (reader) return reader
  }
  return undefined
}

/** As its own operation tells it, which shows no secret; null when there is none. */
async function stateOf(asked: Asked, reader: Operation | undefined): Promise<unknown> {
  if (!reader || (asked.id === '' && reader.path.endsWith('/:id'))) return null
  const query = v.safeParse(reader.query, {})
  if (!query.success) return null
  const response = await reader.handle({
    ...asked,
    ...{ query: query.output, body: undefined, text: '', bytes: new Uint8Array() },
  })
  return response.ok ? bodyOf(response) : null
}

async function bodyOf(response: Response): Promise<unknown> {
  if (!/^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '')) return null
  const text = await response.clone().text()
  return text === '' ? null : JSON.parse(text)
}
