import type { Ask, Returned } from '../../schema/ask.ts'
import type { Statement } from './database.ts'

/** Answer what is asked about referrals, as part of the commit that asks: each sees those that were committed before it. */
export function answerReferrals(asks: readonly Ask[]): Statement[] {
  const codes = asks.filter(({ kind }) => kind === 'referral code')
  const claims = asks.filter(({ kind }) => kind === 'referral')
  const counts = asks.filter(({ kind }) => kind === 'referral count')
  return [
    ...(codes.length > 0 ? [makeCodes(codes), { sql: TELL_CODES, params: [JSON.stringify(codes)] }] : []),
    ...(claims.length > 0 ? [CLAIM, TELL_CLAIMS].map((sql) => ({ sql, params: [JSON.stringify(claims)] })) : []),
    ...(counts.length > 0 ? [{ sql: TELL_COUNTS, params: [JSON.stringify(counts)] }] : []),
  ]
}

/** A code for each that has none. One that happens to be there already makes the commit fail, and be decided again. */
export function makeCodes(asked: readonly { subjectId: string; at: number }[]): Statement {
  return { sql: MAKE_CODES, params: [JSON.stringify(asked)] }
}

const PLACES = Array.from({ length: 32 }, (_, i) => i).join(',')

/** As for coupons: naming the place and the ask makes every letter be drawn anew. */
const MAKE_CODES = `INSERT INTO referral_codes (code, subject_id, created_at, clicks)
  SELECT (SELECT group_concat(substr(k.value->>'alphabet', 1 + abs(random() % length(k.value->>'alphabet')) + 0 * l.key, 1), '')
      FROM json_each('[${PLACES}]') l WHERE l.key < k.value->>'length' AND k.key IS NOT NULL),
    k.value->>'subjectId', k.value->>'at', 0
  FROM json_each(?1) k WHERE NOT EXISTS (SELECT 1 FROM referral_codes c WHERE c.subject_id = k.value->>'subjectId')
    AND NOT EXISTS (SELECT 1 FROM json_each(?1) b WHERE b.key < k.key AND b.value->>'subjectId' = k.value->>'subjectId')`

const GRANT = 'INSERT INTO grants (resource, id, at, keep_until, answer)'
const ASKED = "k.value->>'resource', k.value->>'id', k.value->>'at', k.value->>'keepUntil'"

const TELL_CODES = `${GRANT} SELECT ${ASKED}, json_object('code', c.code)
  FROM json_each(?1) k JOIN referral_codes c ON c.subject_id = k.value->>'subjectId'`

/** More than any limit is not counted. */
const SEEN_MAX = 1_000
const SAME_MAX = 50
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** Whoever else was invited and has the same, before this one or after; but for those whom a person has approved. */
function others(mark: string): string {
  return `(SELECT count(*) FROM (SELECT 1 FROM referrals v WHERE v.${mark} = m.${mark} AND v.n <> m.n
    AND (v.decided_by IS NULL OR v.status IN ('rejected', 'reversed')) LIMIT ${SAME_MAX}))`
}

const COUNTED_MAX = 10_000_000
const TELL_COUNTS = `${GRANT} SELECT ${ASKED}, json_object('count', coalesce(s.referrals, 0),
    'same', json_object('device', ${others('device')}, 'phone', ${others('phone')}, 'email', ${others('email')}),
    'around', (SELECT json_array(coalesce(sum(abs(v.at - m.at) <= ${MINUTE_MS}), 0), count(*)) FROM (
      SELECT at FROM referrals WHERE ip = m.ip AND referrer_id = m.referrer_id AND n <> m.n
        AND at BETWEEN m.at - ${HOUR_MS} AND m.at + ${HOUR_MS} LIMIT ${SEEN_MAX}) v))
  FROM json_each(?1) k LEFT JOIN subjects s ON s.id = k.value->>'referrer'
    LEFT JOIN referrals m ON m.invitee_id = k.value->>'subjectId' LIMIT ${COUNTED_MAX}`

/** Whoever is invited is so once: a second row is not written. */
const CLAIM = `INSERT INTO referrals (invitee_id, referrer_id, code, at, status, score, signals, device, ip, phone, email, asked)
  SELECT k.value->>'subjectId', coalesce(c.subject_id, i.subject_id), k.value->>'code', k.value->>'happenedAt', 'asked', 0, '[]',
    k.value->>'$.marks.device', k.value->>'$.marks.ip', k.value->>'$.marks.phone', k.value->>'$.marks.email', k.value->>'id'
  FROM json_each(?1) k LEFT JOIN referral_codes c ON c.code = k.value->>'code'
    LEFT JOIN identities i ON c.code IS NULL AND i.channel = k.value->>'$.inviter.channel'
      AND i.external_id = k.value->>'$.inviter.external_id'
  WHERE coalesce(c.subject_id, i.subject_id) IS NOT NULL
  ON CONFLICT (invitee_id) DO NOTHING`

/** Within a minute, an hour and a day before; clocks of senders may differ a little. */
const before = (who: string) => `(SELECT json_array(coalesce(sum(b.at > m.at - ${MINUTE_MS}), 0),
  coalesce(sum(b.at > m.at - ${HOUR_MS}), 0), count(*)) FROM (SELECT v.at FROM referrals v
    WHERE ${who} AND v.n < m.n AND v.at > m.at - ${DAY_MS} AND v.at <= m.at + ${MINUTE_MS} ORDER BY v.at DESC LIMIT ${SEEN_MAX}) b)`

const same = (mark: string) =>
  `(SELECT count(*) FROM (SELECT 1 FROM referrals v WHERE v.${mark} = m.${mark} AND v.n < m.n LIMIT ${SAME_MAX}))`

const RING_MAX = 5

const TELL_CLAIMS = `WITH RECURSIVE mine AS (
    SELECT k.key AS place, r.* FROM json_each(?1) k
    JOIN referrals r ON r.invitee_id = k.value->>'subjectId' AND r.asked = k.value->>'id'),
  chain (invitee, member, depth) AS (
    SELECT invitee_id, referrer_id, 1 FROM mine
    UNION ALL SELECT c.invitee, r.referrer_id, c.depth + 1 FROM chain c JOIN referrals r ON r.invitee_id = c.member
      WHERE c.depth < ${RING_MAX} AND c.member <> c.invitee)
  ${GRANT} SELECT ${ASKED}, CASE WHEN m.n IS NULL THEN
      CASE WHEN EXISTS (SELECT 1 FROM referrals r WHERE r.invitee_id = k.value->>'subjectId')
        THEN '{"refused":"already_attributed"}' ELSE '{"refused":"unknown_code"}' END
    ELSE json_object('referrer', m.referrer_id, 'code', m.code, 'since', coalesce(s.created_at, 0),
      'marks', json(coalesce(s.facts->'$.referral.marks', '{}')),
      'same', json_object('device', ${same('device')}, 'phone', ${same('phone')}, 'email', ${same('email')}),
      'byReferrer', ${before('v.referrer_id = m.referrer_id')},
      'byBoth', ${before('v.ip = m.ip AND v.referrer_id = m.referrer_id')},
      'byAddress', ${before('v.ip = m.ip')},
      'ring', (SELECT min(c.depth) FROM chain c WHERE c.invitee = m.invitee_id AND c.member = m.invitee_id)) END
  FROM json_each(?1) k LEFT JOIN mine m ON m.place = k.key LEFT JOIN subjects s ON s.id = m.referrer_id`

/** Whoever asked does not want to know any more: nothing was attributed. */
export function forgetAsked({ grant = '', resource }: Returned): Statement {
  const invitee = resource.slice(resource.indexOf(':') + 1)
  const sql = "DELETE FROM referrals WHERE invitee_id = ?1 AND asked = ?2 AND status = 'asked'"
  return { sql, params: [invitee, grant] }
}
