import type * as v from 'valibot'
import { pageOf } from '../../../schema/api/page.ts'
import { LedgerAnswer, LedgerQuery, PointsBody } from '../../../schema/api/points.ts'
import type { LedgerEntry } from '../../../schema/ledger.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { handleCommand } from '../../run/handle.ts'
import { findContact, readAt } from '../../store/contacts.ts'
import { newId } from '../../store/id.ts'
import { entryAt, entryByKey, listLedger, toLedgerEntry } from '../../store/ledger-read.ts'
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
    answers: { 200: pageOf(LedgerAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const rows = await listLedger(deps.db, query.contact_id, numberAt(page, 0), page.limit)
      if (rows.length === 0 && !(await findContact(deps.db, query.contact_id)))
        return problem(c, 404, 'no such contact')
      return c.json(pageAnswer(rows, page, ledgerJson, (entry) => [entry.seq]))
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
      const entered = await enter(c, deps, body)
      if (entered.kind === 'refused')
        return problem(c, entered.code === 'stale' ? 409 : 422, `${entered.code}: ${entered.message}`)
      return c.json(ledgerJson(entered.entry), entered.kind === 'repeated' ? 200 : 201)
    },
  }),
]

type Entered = { kind: 'entered' | 'repeated'; entry: LedgerEntry } | { kind: 'refused'; code: string; message: string }

/** Enter unless the key is there. Whether it is, is known of one version of the contact, and only that one is changed. */
async function enter(c: C, deps: Deps, body: v.InferOutput<typeof PointsBody>): Promise<Entered> {
  const { contact_id: subjectId, delta, reason } = body
  const key = body.key ?? `manual:${newId(deps.clock.now())}`
  let refused: Entered = { kind: 'refused', code: 'stale', message: 'the contact changes too often' }
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const { version, rows } = await readAt(deps.db, subjectId, entryByKey(subjectId, key))
    const [there] = rows
    if (there) return { kind: 'repeated', entry: toLedgerEntry(there) }
    if (version === undefined) return { kind: 'refused', code: 'unknown_contact', message: 'the contact is gone' }
    const command = { kind: 'points' as const, delta, reason, key, ...(body.key !== undefined && { seen: version }) }
    const result = await handleCommand(
      deps,
      { who: { subjectId }, events: [], results: [], commands: [command] },
      later(c),
    )
    if (result?.kind === 'done') {
      const [row] = (await deps.db.batch([entryAt(subjectId, result.entrySeq ?? 0)])).flatMap((answer) => answer.rows)
      if (row) return { kind: 'entered', entry: toLedgerEntry(row) }
    }
    if (result?.kind === 'refused') refused = result
    if (refused.kind === 'refused' && refused.code !== 'stale') return refused
  }
  return refused
}

function ledgerJson(entry: LedgerEntry): v.InferOutput<typeof LedgerAnswer> {
  const { subjectId, seq, delta, kind, reason, key, balance } = entry
  return {
    id: `${subjectId}.${seq}`,
    contact_id: subjectId,
    ...{ delta, kind, reason, key },
    at: formatIso(entry.at),
    available_at: entry.availableAt === null ? null : formatIso(entry.availableAt),
    expires_at: entry.expiresAt === null ? null : formatIso(entry.expiresAt),
    balance,
  }
}
