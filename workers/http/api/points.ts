import type * as v from 'valibot'
import { LedgerAnswer, LedgerPage, LedgerQuery, PointsBody, ReverseBody } from '../../../schema/api/points.ts'
import type { PendingPoints } from '../../../schema/facts.ts'
import type { LedgerEntry } from '../../../schema/ledger.ts'
import type { Command } from '../../../workflows/engine/command.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { handleCommand } from '../../run/handle.ts'
import { oneByOne } from '../../run/in-turn.ts'
import { findContact, readAt } from '../../store/contacts.ts'
import { newId } from '../../store/id.ts'
import { entryAt, entryByKey, entryOrReversal, listLedger, toLedgerEntry } from '../../store/ledger-read.ts'
import { idsOf } from '../../store/merged.ts'
import { later } from '../afterwards.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { numberAt, pageAnswer } from './page.ts'

const TRIES_MAX = 10

export const points = [
  operation({
    method: 'GET',
    path: '/points',
    summary: 'The ledger of a contact, newest first',
    query: LedgerQuery,
    answers: { 200: LedgerPage },
    handle: async ({ c, deps, query, page }) => {
      const contact = await findContact(deps.db, query.contact_id)
      if (!contact) return problem(c, 404, 'no such contact')
      const rows = await listLedger(deps.db, contact.id, numberAt(page, 0), page.limit)
      const pending = (contact.facts.points?.pending ?? []).map((one) => pendingJson(contact.id, one))
      return c.json({ ...pageAnswer(rows, page, ledgerJson, ({ seq }) => [seq]), balance: contact.points, pending })
    },
  }),
  operation({
    method: 'POST',
    path: '/points',
    summary: 'Enter points by hand. The same `key` is entered once for a contact; a repeat answers the first entry',
    body: PointsBody,
    answers: { 200: LedgerAnswer, 201: LedgerAnswer },
    handle: async ({ c, deps, body }) => {
      if (!(await findContact(deps.db, body.contact_id)))
        return problem(c, 422, 'no such contact', [{ path: 'contact_id', message: 'there is no such contact' }])
      const entered = await oneByOne(`seen ${body.contact_id}`, () => enter(c, deps, body))
      if (entered.kind === 'refused')
        return problem(c, entered.code === 'stale' ? 409 : 422, `${entered.code}: ${entered.message}`)
      return c.json(ledgerJson(entered.entry), entered.kind === 'repeated' ? 200 : 201)
    },
  }),
  operation({
    method: 'POST',
    path: '/points/:id/reverse',
    summary: 'Reverse an entry, once: by as much as is still there. A repeat answers the same reversal',
    body: ReverseBody,
    answers: { 200: LedgerAnswer, 201: LedgerAnswer },
    handle: async ({ c, deps, id, body }) => {
      const dot = id.lastIndexOf('.')
      const seq = Number(id.slice(dot + 1))
      if (dot < 0 || !Number.isSafeInteger(seq)) return problem(c, 404)
      const subjectId = id.slice(0, dot)
      const reversing = { subjectId, seq, reason: body.reason }
      const reversed = await oneByOne(`seen ${subjectId}`, () => reverse(c, deps, reversing))
      if (reversed.kind === 'nothing') return problem(c, 404)
      if (reversed.kind === 'refused')
        return problem(c, reversed.code === 'stale' ? 409 : 422, `${reversed.code}: ${reversed.message}`)
      return c.json(ledgerJson(reversed.entry), reversed.kind === 'repeated' ? 200 : 201)
    },
  }),
]

type Entered = { kind: 'entered' | 'repeated'; entry: LedgerEntry } | { kind: 'refused'; code: string; message: string }

const STALE: Entered = { kind: 'refused', code: 'stale', message: 'the contact changes too often' }

/** Enter unless the key is there. Whether it is, is known of one version of the contact, and only that one is changed. */
async function enter(c: C, deps: Deps, body: v.InferOutput<typeof PointsBody>): Promise<Entered> {
  const { contact_id: contactId, delta, reason, expires_at } = body
  const key = body.key ?? `manual:${newId(deps.clock.now())}`
  const expiring = expires_at === undefined || delta < 0 ? {} : { expiresAt: Date.parse(expires_at) }
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const ids = await idsOf(deps.db, contactId)
    const subjectId = ids[0] ?? contactId
    const { version, rows } = await readAt(deps.db, subjectId, entryByKey(ids, key))
    const [there] = rows
    if (there) return { kind: 'repeated', entry: toLedgerEntry(there) }
    if (version === undefined && (await findContact(deps.db, contactId))) continue // merged just now
    if (version === undefined) return { kind: 'refused', code: 'unknown_contact', message: 'the contact is gone' }
    const seen = body.key === undefined ? {} : { seen: version }
    const entered = await carryOut(c, deps, subjectId, { kind: 'points', delta, reason, key, ...expiring, ...seen })
    if (entered.kind !== 'refused' || entered.code !== 'stale') return entered
  }
  return STALE
}

async function reverse(
  c: C,
  deps: Deps,
  { subjectId, seq, reason }: { subjectId: string; seq: number; reason: string },
): Promise<Entered | { kind: 'nothing' }> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const ids = await idsOf(deps.db, subjectId)
    const who = ids[0] ?? subjectId
    const { version, rows } = await readAt(deps.db, who, entryOrReversal(subjectId, seq, ids))
    const [entry, reversal] = rows.map(toLedgerEntry)
    if (reversal) return { kind: 'repeated', entry: reversal }
    if (!entry || version === undefined) return { kind: 'nothing' }
    const reversed = await carryOut(c, deps, who, { kind: 'reverse', entry, reason, seen: version })
    if (reversed.kind !== 'refused' || reversed.code !== 'stale') return reversed
  }
  return STALE
}

async function carryOut(c: C, deps: Deps, subjectId: string, command: Command): Promise<Entered> {
  const work = { who: { subjectId }, events: [], results: [], commands: [command] }
  const result = await handleCommand(deps, work, later(c))
  if (result?.kind === 'refused') return result
  const rows = (await deps.db.batch([entryAt(subjectId, result?.entrySeq ?? 0)])).flatMap((answer) => answer.rows)
  return rows[0] ? { kind: 'entered', entry: toLedgerEntry(rows[0]) } : STALE
}

function pendingJson(contactId: string, { key, points: given, reason, at, availableAt }: PendingPoints) {
  return {
    ...{ id: `${contactId}.${key}`, points: given, reason, key },
    at: formatIso(at),
    available_at: formatIso(availableAt),
  }
}

function ledgerJson(entry: LedgerEntry): v.InferOutput<typeof LedgerAnswer> {
  const { subjectId, seq, delta, kind, reason, key, balance, item } = entry
  return {
    id: `${subjectId}.${seq}`,
    contact_id: subjectId,
    ...{ delta, kind, reason, key },
    at: formatIso(entry.at),
    available_at: entry.availableAt === null ? null : formatIso(entry.availableAt),
    expires_at: entry.expiresAt === null ? null : formatIso(entry.expiresAt),
    balance,
    item,
  }
}
