import type { ReferralChange, ReferralStatus, Signal } from '../../schema/referral.ts'
import { json, number, numberOrNull, text, textOrNull } from './cell.ts'
import type { Database, Row, Statement } from './database.ts'
import { list, when } from './listing.ts'
import { makeCodes } from './referral-asks.ts'

/** Write what has become of referrals: of several changes to one, the last. */
export function changeReferrals(changes: readonly ReferralChange[]): Statement {
  const last = new Map<string, ReferralChange>()
  for (const change of changes) {
    const judged = last.get(change.inviteeId)
    last.set(change.inviteeId, { ...(judged?.signals && { signals: judged.signals, score: judged.score }), ...change })
  }
  const sql = `UPDATE referrals SET status = k.value->>'status', reason = coalesce(k.value->>'reason', referrals.reason),
    decided_at = k.value->>'at', decided_by = coalesce(k.value->>'decidedBy', decided_by),
    score = coalesce(k.value->>'score', score),
    signals = CASE WHEN k.value->'signals' IS NULL THEN signals ELSE ${BOTH} END
    FROM json_each(?1) k WHERE referrals.invitee_id = k.value->>'inviteeId'`
  return { sql, params: [JSON.stringify([...last.values()])] }
}

/** What was said before stays, unless the same is said anew. */
const BOTH = `(SELECT json_group_array(json(one)) FROM (
  SELECT o.value AS one FROM json_each(referrals.signals) o WHERE NOT EXISTS (
    SELECT 1 FROM json_each(k.value->'signals') s WHERE s.value->>'signal' = o.value->>'signal')
  UNION ALL SELECT s.value FROM json_each(k.value->'signals') s))`

export type Referral = {
  n: number
  inviteeId: string
  referrerId: string
  code: string
  at: number
  status: ReferralStatus
  score: number
  signals: Signal[]
  reason: string | null
  decidedAt: number | null
  decidedBy: string | null
}

export type ReferralFilter = Partial<Record<'status' | 'referrerId' | 'inviteeId', string | undefined>>

/** Referrals, the newest first. */
export async function listReferrals(
  db: Database,
  { status, referrerId, inviteeId }: ReferralFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<Referral[]> {
  const conditions = [
    { sql: "status <> 'asked'", params: [] },
    ...when(status, 'status = ?'),
    ...when(referrerId, 'referrer_id = ?'),
    ...when(inviteeId, 'invitee_id = ?'),
    ...when(before, 'n < ?'),
  ]
  const { sql, params } = list('referrals', conditions, 'n DESC', limit)
  return (await db.rows(sql, ...params)).map(toReferral)
}

export async function findReferral(db: Database, inviteeId: string): Promise<Referral | undefined> {
  const [row] = await db.rows("SELECT * FROM referrals WHERE invitee_id = ?1 AND status <> 'asked'", inviteeId)
  return row && toReferral(row)
}

function toReferral(row: Row): Referral {
  return {
    n: number(row.n),
    inviteeId: text(row.invitee_id),
    referrerId: text(row.referrer_id),
    code: text(row.code),
    at: number(row.at),
    status: text(row.status) as ReferralStatus,
    score: number(row.score),
    signals: json(row.signals),
    reason: textOrNull(row.reason),
    decidedAt: numberOrNull(row.decided_at),
    decidedBy: textOrNull(row.decided_by),
  }
}

type Wish = { subjectId: string; at: number; alphabet: string; length: number }

/** The code of a contact: made when there is none. Undefined when there is no such contact. */
export async function codeOf(db: Database, wish: Wish): Promise<{ code: string; clicks: number }> {
  const sql = 'SELECT code, clicks FROM referral_codes WHERE subject_id = ?1'
  const [, found] = await db.batch([makeCodes([wish]), { sql, params: [wish.subjectId] }])
  const [row] = found?.rows ?? []
  return { code: text(row?.code), clicks: number(row?.clicks) }
}

/** Count that an invitation was opened, on the row that is there. Answers whether there is such a code. */
export async function clickCode(db: Database, code: string): Promise<boolean> {
  const [clicked] = await db.batch([
    { sql: 'UPDATE referral_codes SET clicks = clicks + 1 WHERE code = ?1', params: [code] },
  ])
  return (clicked?.changes ?? 0) > 0
}

export async function isCode(db: Database, code: string): Promise<boolean> {
  return (await db.rows('SELECT 1 FROM referral_codes WHERE code = ?1', code)).length > 0
}

/** What was theirs goes. Whom they brought keeps that they were brought, by nobody who can be named. */
export function forgetReferrals(id: string): Statement[] {
  return [
    { sql: 'DELETE FROM referral_codes WHERE subject_id = ?1', params: [id] },
    { sql: 'DELETE FROM referrals WHERE invitee_id = ?1', params: [id] },
    { sql: "UPDATE referrals SET code = '' WHERE referrer_id = ?1", params: [id] },
  ]
}

/** Two contacts are one: what is written of the one goes over, where the other has nothing of the kind. */
export function moveReferrals(from: string, into: string): Statement[] {
  return [
    'UPDATE OR IGNORE referral_codes SET subject_id = ?2 WHERE subject_id = ?1',
    'UPDATE OR IGNORE referrals SET invitee_id = ?2 WHERE invitee_id = ?1 AND referrer_id <> ?2',
    'UPDATE referrals SET referrer_id = ?2 WHERE referrer_id = ?1',
  ].map((sql) => ({ sql, params: [from, into] }))
}
