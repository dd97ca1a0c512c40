import type { Restored, Told } from './community.ts'
import type { Store } from './database.ts'
import type { Fault } from './faults.ts'
import { CODES, FUND, LIMIT, ROOMS, THROTTLE_LIMIT } from './names.ts'
import type { Asked } from './operators.ts'
import type { Sending } from './outside.ts'
import type { Part } from './part.ts'
import { erased } from './part-erasing.ts'
import type { Load } from './workload.ts'

type Row = Record<string, unknown>

/** How an operator lets a message go out after all. */
const RETRY = '/messages/:found/retry'
/** One message a second in a room. */
const PACE_MS = 1_000

export type Outcome = {
  store: Store
  load: Load
  told: readonly Told[]
  sendings: ReadonlyMap<string, readonly Sending[]>
  faults: readonly Fault[]
  asked: readonly Asked[]
  parts: readonly Part[]
  /** Absent when the database was never put back. */
  restored: Restored | undefined
}

/** What is promised (LANGUAGE.md, “What is promised”), asked of the database and of the provider once all is at rest. */
export function judge(outcome: Outcome): string[] {
  const promises = [PROMISES, ...outcome.parts.map((part) => part.promises)].flatMap((some) => Object.entries(some))
  return promises.flatMap(([promise, wrong]) =>
    wrong(outcome)
      .slice(0, 3)
      .map((one) => `${promise}: ${typeof one === 'string' ? one : JSON.stringify(one)}`),
  )
}

/** Answers what contradicts it. */
export type Promised = (outcome: Outcome) => unknown[]

const PROMISES: Record<string, Promised> = {
  'every event that was taken is kept, and carried out': (outcome) => {
    const { store, told, restored } = outcome
    // Of somebody who was erased nothing is left, and nobody tells which of what they said came before that.
    const forgotten = (user: string) => user === 'eva' && erased(outcome).size > 0
    const events = store.rows("SELECT data, status, reason FROM events WHERE channel = 'simulated'")
    const kept = new Map(events.map((row) => [String(JSON.parse(String(row.data)).n), row]))
    return [
      // What came before the database was put back may be gone with it.
      ...told
        .filter(({ askedMs }) => askedMs() > (restored?.atMs ?? 0))
        .flatMap(({ post }) => post.events)
        .filter(({ id, user }) => !kept.has(id) && !forgotten(user))
        .map(({ id }) => `${id} is lost`),
      ...events.filter(({ status }) => status !== 'handled'),
    ]
  },
  'an event is carried out once': ({ store, asked }) => [
    ...store.rows(
      `SELECT e.value AS event, count(*) AS times FROM journal j, json_each(j.events) e GROUP BY 1 HAVING count(*) <> 1`,
    ),
    ...standing(
      { store, asked },
      `SELECT id, subject_id FROM events WHERE status = 'handled' AND channel = 'simulated'
      AND reason IS NOT 'contact erased'
      AND NOT EXISTS (SELECT 1 FROM journal j, json_each(j.events) e WHERE j.subject_id = events.subject_id AND e.value = events.id)`,
    ),
  ],
  'each matching event starts its workflow once': (outcome) =>
    standing(
      outcome,
      `SELECT e.id, e.subject_id, e.type, e.started, e.reason FROM events e WHERE e.channel = 'simulated' AND e.type <> 'custom.hello'
      AND e.type <> 'custom.waits' AND json_array_length(e.started) <> 1 AND e.reason IS NOT 'paused'`,
    ),
  'a run is ended, or waits for exactly one thing': ({ store }) =>
    store.rows(`SELECT id, status, wake_at, waiting FROM runs WHERE CASE WHEN status IN ('active', 'waiting')
      THEN (wake_at IS NOT NULL) + (waiting IS NOT NULL AND wake_at IS NULL) <> 1 OR ended_at IS NOT NULL
        OR id NOT IN (SELECT a.value FROM subjects s, json_each(s.active) a WHERE s.id = runs.subject_id)
      ELSE ended_at IS NULL OR wake_at IS NOT NULL
        OR id IN (SELECT a.value FROM subjects s, json_each(s.active) a WHERE s.id = runs.subject_id) END`),
  'times are whole milliseconds': ({ store }) =>
    store.rows(`SELECT id, due_at AS at FROM subjects WHERE typeof(due_at) NOT IN ('integer', 'null')
      UNION ALL SELECT id, wake_at FROM runs WHERE typeof(wake_at) NOT IN ('integer', 'null')
      UNION ALL SELECT id, send_after FROM deliveries WHERE typeof(send_after) NOT IN ('integer', 'null')
      UNION ALL SELECT id, at FROM events WHERE typeof(at) <> 'integer'`),
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
  'the balance behind each entry is their sum so far, and never negative': ({ store }) =>
    store.rows(`SELECT subject_id, seq, balance, sum FROM (SELECT *, sum(delta) OVER (PARTITION BY subject_id ORDER BY seq) AS sum
      FROM ledger) WHERE sum <> balance OR balance < 0`),
  'each step enters points once': ({ store }) =>
    store.rows('SELECT subject_id, key, count(*) AS times FROM ledger GROUP BY 1, 2 HAVING count(*) > 1'),
  'nobody is given more than a limit allows': ({ store, asked }) => [
    ...store.rows(`SELECT subject_id, sum(delta) AS given FROM ledger WHERE reason = 'limited' AND delta > 0 GROUP BY 1
      HAVING sum(delta) > ${LIMIT}`),
    ...store.rows(`SELECT sum(delta) AS given, (SELECT taken FROM shares WHERE resource LIKE 'budget:fund%') AS taken
      FROM ledger WHERE reason = 'fund' AND kind = 'award' HAVING given > ${FUND} OR given > taken
        OR (given < taken AND ${erased({ store, asked }).size} = 0)`),
  ],
  'what expires first is spent first, and nothing is left of what has expired': ({ store }) => lots(store),
  'the journal is complete': ({ store }) =>
    store.rows(`SELECT s.id, s.version, count(*) AS rows, max(j.version) AS last FROM subjects s JOIN journal j ON j.subject_id = s.id
      GROUP BY s.id HAVING count(*) <> s.version OR max(j.version) <> s.version`),
  'what was sent has a row, and what has a row as sent was sent': ({ store, sendings, restored, asked }) => {
    const gone = [...erased({ store, asked })]
    const isOfGone = (name: string) => gone.some((id) => name.includes(id))
    const key = ({ id, channel, body }: Row) => String(channel === ROOMS ? body : id)
    const since = restored?.atMs ?? 0
    const rows = new Map(
      store.rows('SELECT id, kind, status, channel, body FROM deliveries').map((row) => [key(row), row]),
    )
    const accepted = (row: Row, from = 0) =>
      (sendings.get(key(row)) ?? []).some((one) => one.accepted && one.fromMs >= from)
    const messages = [...rows.values()].filter(({ kind, id }) => kind === 'message' && !isOfGone(String(id)))
    return [
      ...[...sendings]
        .filter(([name, all]) => !rows.has(name) && !isOfGone(name) && all.some(({ fromMs }) => fromMs >= since))
        .map(([name]) => `${name} has no row`),
      ...messages.filter((row) => row.status === 'sent' && !accepted(row)),
      ...messages.filter((row) => row.status === 'failed' && accepted(row, since)),
    ]
  },
  'what must not be repeated is sent once, and once more for each who says so': ({ store, sendings, asked }) => {
    const held = store.rows(
      "SELECT iif(channel = ?1, body, id) AS name FROM deliveries WHERE on_unknown = 'hold'",
      ROOMS,
    )
    const times = (name: string) => (sendings.get(name) ?? []).filter((one) => one.accepted).length
    const wanted = (name: string) => asked.filter((one) => one.path === RETRY && one.found === name).length
    return held.map(({ name }) => String(name)).filter((name) => times(name) > 1 + wanted(name))
  },
  'nothing goes out again after a restore': ({ sendings, restored, told, asked }) => {
    if (!restored) return []
    const wanted = new Set(asked.filter(({ path }) => path === RETRY).map(({ found }) => found))
    const again = new Set(told.filter(({ askedMs }) => askedMs() >= restored.atMs).flatMap(({ post }) => post.events.map(({ id }) => id))) // biome-ignore format: one thought
    return [...sendings].flatMap(([key, all]) => {
      const before = all.filter((one) => one.accepted && one.fromMs < restored.atMs)
      const after = all.filter((one) => one.fromMs >= restored.atMs)
      const isToldAgain = after.some(({ text }) => again.has(/\be\d+\b/.exec(text)?.[0] ?? ''))
      return before.length > 0 && after.length > 0 && !isToldAgain && !wanted.has(key)
        ? [{ key, after: after[0]?.text }]
        : []
    })
  },
  'a key stands for one message': ({ sendings }) =>
    [...sendings].flatMap(([key, all]) => {
      const texts = [...new Set(all.map(({ text }) => text))]
      return texts.length > 1 ? [{ key, texts }] : []
    }),
  'nobody sends what somebody else is sending': ({ sendings }) =>
    [...sendings].flatMap(([key, all]) => {
      const sorted = [...all].sort((a, b) => a.fromMs - b.fromMs)
      return sorted.some((one, i) => i > 0 && one.fromMs < (sorted[i - 1]?.untilMs ?? Number.POSITIVE_INFINITY))
        ? [key]
        : []
    }),
  'nothing is sent twice when nothing went wrong': ({ sendings, faults, restored }) =>
    faults.length > 0 || restored ? [] : [...sendings].filter(([, all]) => all.length > 1).map(([key]) => key),
  'nothing is given up or unknown when nothing went wrong': ({ store, asked, faults, restored }) =>
    faults.length > 0 || restored || erased({ store, asked }).size > 0
      ? []
      : [
          ...store.rows("SELECT id, status, reason, attempts FROM deliveries WHERE status <> 'sent' OR attempts <> 1"),
          ...store.rows("SELECT id, status, attempts FROM events WHERE channel = 'simulated' AND attempts <> 0"),
        ],
  'a run follows the version it started with': ({ store }) =>
    store.rows(`SELECT d.id, d.body, r.version FROM deliveries d JOIN runs r ON r.id = d.run_id
      WHERE r.workflow_id = 'steps' AND d.body NOT LIKE '% v' || r.version`),
  'each run carried out each step once': ({ store }) => [
    ...store.rows(`SELECT r.id, count(d.id) AS messages FROM runs r LEFT JOIN deliveries d ON d.run_id = r.id
      WHERE r.workflow_id = 'steps' AND r.status = 'completed' GROUP BY r.id HAVING count(d.id) <> 2`),
    ...store.rows(`SELECT r.id, count(l.seq) AS awards FROM runs r LEFT JOIN ledger l ON l.key LIKE r.id || ':%'
      WHERE r.workflow_id = 'steps' AND r.status = 'completed' GROUP BY r.id HAVING count(l.seq) <> 2`),
  ],
  'what one contact tells another arrives once': ({ store }) =>
    store.rows(`SELECT r.id, count(e.id) AS told FROM runs r LEFT JOIN events e ON e.id LIKE r.id || ':%' AND e.type = 'custom.steps'
      WHERE r.workflow_id = 'passes' AND r.status = 'completed' GROUP BY r.id HAVING count(e.id) <> 1`),
  'what members share is not given twice': ({ store, asked }) => {
    const letIn = store.rows(
      "SELECT count(*) AS n FROM subjects s, json_each(s.tags) t WHERE t.value LIKE 'let-in-%'",
    )[0]
    const came = store.rows("SELECT count(*) AS n FROM runs WHERE workflow_id = 'shares' AND status = 'completed'")[0]
    const expected = Math.min(THROTTLE_LIMIT, Number(came?.n))
    const isTaken = Number(letIn?.n) < expected && erased({ store, asked }).size > 0
    return Number(letIn?.n) === expected || isTaken ? [] : [`${letIn?.n} were let in, not ${expected}`]
  },
  'a code is given once, while there are any': ({ store, asked }) => {
    const given = store.rows("SELECT t.value AS tag FROM subjects s, json_each(s.tags) t WHERE t.value LIKE 'gift-%'")
    const codes = given.map(({ tag }) => String(tag).replace(/^gift-[^-]*-/, ''))
    const [row] = store.rows("SELECT count(*) AS n FROM runs WHERE workflow_id = 'gifts' AND status = 'completed'")
    const expected = Math.min(CODES.length, Number(row?.n))
    const isTaken = codes.length < expected && erased({ store, asked }).size > 0
    return (codes.length === expected || isTaken) && new Set(codes).size === codes.length ? [] : [{ codes, expected }]
  },
  'a pace is kept': ({ sendings, faults }) => {
    const at = [...sendings].flatMap(([key, all]) => (key.startsWith('posted ') ? all.map((one) => one.fromMs) : []))
    at.sort((a, b) => a - b)
    return faults.length > 0 ? [] : at.filter((one, i) => i > 0 && one - (at[i - 1] ?? 0) < PACE_MS)
  },
  'what happened to a contact happened in some order': serial,
}

/** Rows with their `subject_id`, but for those of whom was erased. */
function standing({ store, asked }: Pick<Outcome, 'store' | 'asked'>, sql: string): Row[] {
  const gone = erased({ store, asked })
  return store.rows(sql).filter(({ subject_id: of }) => !gone.has(String(of)))
}

type Entry = { subject: string; kind: string; delta: number; expires: number | null; took: [number, number][] }

/** Lots as the entries tell of them, but for those that came with a merge: a purchase takes from none while one that expires sooner has something left. */
function lots(store: Store): unknown[] {
  const left = new Map<string, Map<number, number>>()
  const wrong: unknown[] = []
  const rows = store.rows(`SELECT subject_id, kind, delta, expires_at, took FROM ledger
    WHERE subject_id NOT IN (SELECT into_id FROM merged UNION SELECT from_id FROM merged) ORDER BY subject_id, seq`)
  for (const row of rows) {
    const entry: Entry = {
      ...{ subject: String(row.subject_id), kind: String(row.kind), delta: Number(row.delta) },
      expires: row.expires_at === null ? null : Number(row.expires_at),
      took: JSON.parse(String(row.took ?? '[]')),
    }
    const own = left.get(entry.subject) ?? new Map<number, number>()
    left.set(entry.subject, own)
    if (entry.delta > 0 && entry.expires !== null) own.set(entry.expires, (own.get(entry.expires) ?? 0) + entry.delta)
    for (const [expires, taken] of entry.took) {
      const sooner = [...own].filter(([other, rest]) => other < expires && rest > 0)
      if (entry.kind === 'redeem' && sooner.length > 0) wrong.push({ ...entry, sooner })
      own.set(expires, (own.get(expires) ?? 0) - taken)
    }
  }
  const until = Number(store.rows('SELECT max(at) AS at FROM journal')[0]?.at)
  for (const [subject, own] of left)
    for (const [expires, rest] of own)
      if (rest < 0 || (rest > 0 && expires <= until)) wrong.push({ subject, expires, rest })
  return wrong
}

/**
 * Each event appends its name to the contact's log, as the log was when it was decided: the log is the order. It names
 * each event once, and the purchases it tells of are those that somebody with that balance could make.
 */
function serial({ store }: Outcome): unknown[] {
  return store
    .rows("SELECT id, traits, points FROM subjects WHERE kind = 'contact' AND id NOT IN (SELECT into_id FROM merged)")
    .flatMap((row) => {
      const names = String(JSON.parse(String(row.traits)).log ?? '')
        .split(' ')
        .filter((name) => name !== '')
      const logging = store.rows(`SELECT json_extract(e.data, '$.n') AS n, e.type FROM events e, json_each(e.started) st JOIN runs r ON r.id = st.value
      WHERE e.subject_id = ?1 AND e.type LIKE 'custom.%' AND r.workflow_id NOT IN ('waits', 'purse')
        AND NOT (r.workflow_id IN ('awaits', 'asks') AND r.status <> 'completed')`, String(row.id)) // biome-ignore format: one query
      const letIn = new Set(store.rows("SELECT t.value AS tag FROM subjects s, json_each(s.tags) t WHERE s.id = ?1", String(row.id)).map(({ tag }) => /^(?:let-in|gift)-([^-]*)/.exec(String(tag))?.[1])) // biome-ignore format: one query
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
