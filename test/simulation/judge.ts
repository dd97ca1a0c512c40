import type { Told } from './community.ts'
import type { Store } from './database.ts'
import type { Fault } from './faults.ts'
import type { Sending } from './outside.ts'
import { type Load, THROTTLE_LIMIT } from './workload.ts'

export type Outcome = {
  store: Store
  load: Load
  told: readonly Told[]
  sendings: ReadonlyMap<string, readonly Sending[]>
  faults: readonly Fault[]
}

/** What is promised (LANGUAGE.md, “What is promised”), asked of the database and of the provider once all is at rest. */
export function judge(outcome: Outcome): string[] {
  return Object.entries(PROMISES).flatMap(([promise, wrong]) =>
    wrong(outcome)
      .slice(0, 3)
      .map((one) => `${promise}: ${typeof one === 'string' ? one : JSON.stringify(one)}`),
  )
}

/** Each answers what contradicts it. */
const PROMISES: Record<string, (outcome: Outcome) => unknown[]> = {
  'every event that was taken is kept, and carried out': ({ store, load }) => {
    const events = store.rows("SELECT data, status, reason FROM events WHERE channel = 'simulated'")
    const kept = new Map(events.map((row) => [String(JSON.parse(String(row.data)).n), row]))
    return [
      ...load.posts
        .flatMap(({ events: all }) => all)
        .filter(({ id }) => !kept.has(id))
        .map(({ id }) => `${id} is lost`),
      ...events.filter(({ status }) => status !== 'handled'),
    ]
  },
  'an event is carried out once': ({ store }) => [
    ...store.rows(
      `SELECT e.value AS event, count(*) AS times FROM journal j, json_each(j.events) e GROUP BY 1 HAVING count(*) <> 1`,
    ),
    ...store.rows(`SELECT id FROM events WHERE status = 'handled' AND channel = 'simulated'
      AND NOT EXISTS (SELECT 1 FROM journal j, json_each(j.events) e WHERE j.subject_id = events.subject_id AND e.value = events.id)`),
  ],
  'each matching event starts its workflow once': ({ store }) =>
    store.rows(`SELECT e.id, e.type, e.started, e.reason FROM events e WHERE e.channel = 'simulated' AND e.type <> 'custom.hello'
      AND e.type <> 'custom.waits' AND json_array_length(e.started) <> 1 AND e.reason IS NOT 'paused'`),
  'a run is ended, or waits for exactly one thing': ({ store }) =>
    store.rows(`SELECT id, status, wake_at, waiting FROM runs WHERE CASE WHEN status IN ('active', 'waiting')
      THEN (wake_at IS NOT NULL) + (waiting IS NOT NULL AND wake_at IS NULL) <> 1 OR ended_at IS NOT NULL
        OR id NOT IN (SELECT a.value FROM subjects s, json_each(s.active) a WHERE s.id = runs.subject_id)
      ELSE ended_at IS NULL OR wake_at IS NOT NULL
        OR id IN (SELECT a.value FROM subjects s, json_each(s.active) a WHERE s.id = runs.subject_id) END`),
  'no run stands still': ({ store }) =>
    store.rows(`SELECT id, status, step, waiting FROM runs WHERE status IN ('active', 'waiting')
      AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.run_id = runs.id AND d.status = 'unknown')`),
  'whoever is met is one contact': ({ store }) =>
    store.rows('SELECT channel, external_id, count(*) AS contacts FROM identities GROUP BY 1, 2 HAVING count(*) > 1'),
  'nothing holds a lease': ({ store }) => [
    ...store.rows(
      "SELECT id, status, lease FROM deliveries WHERE lease IS NOT NULL OR status IN ('queued', 'sending')",
    ),
    ...store.rows("SELECT id, status FROM jobs WHERE status = 'running'"),
  ],
  'the ledger adds up': ({ store }) =>
    store.rows(`SELECT s.id, s.points, s.ledger_count, (SELECT sum(delta) FROM ledger l WHERE l.subject_id = s.id) AS sum,
        (SELECT balance FROM ledger l WHERE l.subject_id = s.id ORDER BY seq DESC LIMIT 1) AS last
      FROM subjects s WHERE s.points <> coalesce(sum, 0) OR s.points <> coalesce(last, 0) OR s.points < 0
        OR s.ledger_count <> (SELECT count(*) FROM ledger l WHERE l.subject_id = s.id)`),
  'the journal is complete': ({ store }) =>
    store.rows(`SELECT s.id, s.version, count(*) AS rows, max(j.version) AS last FROM subjects s JOIN journal j ON j.subject_id = s.id
      GROUP BY s.id HAVING count(*) <> s.version OR max(j.version) <> s.version`),
  'what was sent has a row, and what has a row as sent was sent': ({ store, sendings }) => {
    const rows = new Map(
      store.rows("SELECT id, status FROM deliveries WHERE kind = 'message'").map((row) => [row.id, row]),
    )
    const accepted = (key: string) => (sendings.get(key) ?? []).some((one) => one.accepted)
    return [
      ...[...sendings.keys()].filter((key) => !rows.has(key)).map((key) => `${key} has no row`),
      ...[...rows.values()].filter(({ id, status }) => status === 'sent' && !accepted(String(id))),
      ...[...rows.values()].filter(({ id, status }) => status === 'failed' && accepted(String(id))),
    ]
  },
  'what must not be repeated is sent once': ({ store, sendings }) => {
    const held = store.rows("SELECT id FROM deliveries WHERE on_unknown = 'hold'").map(({ id }) => String(id))
    return held.filter((id) => (sendings.get(id) ?? []).filter((one) => one.accepted).length > 1)
  },
  'nobody sends what somebody else is sending': ({ sendings }) =>
    [...sendings].flatMap(([key, all]) => {
      const sorted = [...all].sort((a, b) => a.fromMs - b.fromMs)
      return sorted.some((one, i) => i > 0 && one.fromMs < (sorted[i - 1]?.untilMs ?? Number.POSITIVE_INFINITY))
        ? [key]
        : []
    }),
  'nothing is sent twice when nothing went wrong': ({ sendings, faults }) =>
    faults.length > 0 ? [] : [...sendings].filter(([, all]) => all.length > 1).map(([key]) => key),
  'nothing is given up or unknown when nothing went wrong': ({ store, faults }) =>
    faults.length > 0
      ? []
      : [
          ...store.rows("SELECT id, status, reason, attempts FROM deliveries WHERE status <> 'sent' OR attempts <> 1"),
          ...store.rows('SELECT id, status, attempts FROM events WHERE attempts <> 0'),
        ],
  'a run follows the version it started with': ({ store }) =>
    store.rows(`SELECT d.id, d.body, r.version FROM deliveries d JOIN runs r ON r.id = d.run_id
      WHERE r.workflow_id = 'steps' AND d.body NOT LIKE '% v' || r.version`),
  'each run carried out each step once': ({ store }) => [
    ...store.rows(`SELECT r.id, count(d.id) AS messages FROM runs r LEFT JOIN deliveries d ON d.run_id = r.id
      WHERE r.workflow_id = 'steps' AND r.status = 'completed' GROUP BY r.id HAVING count(d.id) <> 2`),
    ...store.rows(`SELECT r.id, count(l.seq) AS awards FROM runs r LEFT JOIN ledger l ON l.subject_id = r.subject_id AND l.key LIKE r.id || ':%'
      WHERE r.workflow_id = 'steps' AND r.status = 'completed' GROUP BY r.id HAVING count(l.seq) <> 2`),
  ],
  'what one contact tells another arrives once': ({ store }) =>
    store.rows(`SELECT r.id, count(e.id) AS told FROM runs r LEFT JOIN events e ON e.id LIKE r.id || ':%' AND e.type = 'custom.steps'
      WHERE r.workflow_id = 'passes' AND r.status = 'completed' GROUP BY r.id HAVING count(e.id) <> 1`),
  'what members share is not given twice': ({ store }) => {
    const letIn = store.rows(
      "SELECT count(*) AS n FROM subjects s, json_each(s.tags) t WHERE t.value LIKE 'let-in-%'",
    )[0]
    const asked = store.rows("SELECT count(*) AS n FROM runs WHERE workflow_id = 'shares' AND status = 'completed'")[0]
    const expected = Math.min(THROTTLE_LIMIT, Number(asked?.n))
    return Number(letIn?.n) === expected ? [] : [`${letIn?.n} were let in, not ${expected}`]
  },
  'what happened to a contact happened in some order': serial,
}

/**
 * Each event appends its name to the contact's log, as the log was when it was decided: the log is the order. It names
 * each event once, and the purchases it tells of are those that somebody with that balance could make.
 */
function serial({ store }: Outcome): unknown[] {
  return store.rows("SELECT id, traits, points FROM subjects WHERE kind = 'contact'").flatMap((row) => {
    const names = String(JSON.parse(String(row.traits)).log ?? '')
      .split(' ')
      .filter((name) => name !== '')
    const logging = store.rows(`SELECT json_extract(e.data, '$.n') AS n, e.type FROM events e, json_each(e.started) st JOIN runs r ON r.id = st.value
      WHERE e.subject_id = ?1 AND r.workflow_id IN ('steps', 'spend', 'passes', 'awaits', 'shares')
        AND NOT (r.workflow_id = 'awaits' AND r.status <> 'completed')`, String(row.id)) // biome-ignore format: one query
    const letIn = new Set(store.rows("SELECT substr(t.value, 8) AS n FROM subjects s, json_each(s.tags) t WHERE s.id = ?1 AND t.value LIKE 'let-in-%'", String(row.id)).map(({ n }) => String(n))) // biome-ignore format: one query
    const expected = logging
      .map(({ n }) => String(n))
      .filter((n) => !letIn.has(n))
      .sort()
    const told = names.map((name) => name.replace('!', '')).sort()
    if (JSON.stringify(told) !== JSON.stringify(expected))
      return [
        {
          contact: row.id,
          log: names,
          missing: expected.filter((n) => !told.includes(n)),
          odd: told.filter((n) => !expected.includes(n)),
        },
      ]
    return []
  })
}
