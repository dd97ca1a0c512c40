import type { Ask, Returned } from '../../schema/ask.ts'
import type { Statement } from './database.ts'

type Share = Extract<Ask, { kind: 'share' }>

/**
 * Give each of a line what it asks for, as long as there is enough: one that asks for more than is left leaves it to
 * those behind. The number taken is written in the same transaction, so it is never more than there are.
 */
export function takeShares(line: readonly [Share, ...Share[]]): Statement[] {
  const [{ resource }] = line
  const capacity = line.at(-1)?.capacity
  const params = [resource, JSON.stringify(line)]
  return [
    ...(capacity === undefined ? [] : [{ sql: CAPACITY, params: [resource, capacity] }]),
    { sql: `${WALK} ${ANSWER}`, params },
    { sql: TAKE, params },
  ]
}

const CAPACITY = `INSERT INTO shares (resource, capacity, taken) VALUES (?1, ?2, 0)
  ON CONFLICT (resource) DO UPDATE SET capacity = excluded.capacity WHERE capacity IS NOT excluded.capacity`

/** What is left of something without an end is more than this. */
const ENDLESS = 1e15

/** How much is left behind each of the line; null when there is no such thing. */
const WALK = `WITH RECURSIVE walk (n, left_over, given) AS (
    SELECT -1, (SELECT coalesce(capacity, ${Number.MAX_SAFE_INTEGER}) - taken FROM shares WHERE resource = ?1), 0
    UNION ALL
    SELECT walk.n + 1, iif(a.value->>'amount' <= left_over, left_over - (a.value->>'amount'), left_over),
      a.value->>'amount' <= left_over FROM walk JOIN json_each(?2) a ON a.key = walk.n + 1)`

const ANSWER = `INSERT INTO grants (resource, id, at, keep_until, answer)
  SELECT ?1, a.value->>'id', a.value->>'at', a.value->>'keepUntil',
    CASE WHEN given THEN json_object('amount', a.value->>'amount', 'left', iif(left_over < ${ENDLESS}, left_over, NULL)) WHEN given IS NULL THEN '{"refused":"unknown"}'
      ELSE '{"refused":"none_left"}' END
  FROM walk JOIN json_each(?2) a ON a.key = walk.n`

const TAKE = `UPDATE shares SET taken = taken + coalesce((SELECT sum(g.answer->>'amount') FROM json_each(?2) a
    CROSS JOIN grants g ON g.resource = ?1 AND g.id = a.value->>'id'), 0) WHERE resource = ?1`

/** Put back what one has taken; one that was refused has nothing to put back. */
export function putBackShares({ resource, amount, grant }: Returned): Statement {
  if (grant === undefined)
    return { sql: 'UPDATE shares SET taken = max(0, taken - ?2) WHERE resource = ?1', params: [resource, amount] }
  const sql = `UPDATE shares SET taken = max(0, taken - (SELECT g.answer->>'amount' FROM grants g
    WHERE g.resource = ?1 AND g.id = ?2)) WHERE resource = ?1
    AND EXISTS (SELECT 1 FROM grants g WHERE g.resource = ?1 AND g.id = ?2 AND g.answer->>'amount' IS NOT NULL)`
  return { sql, params: [resource, grant] }
}
