/** One thing of the engine changed: a fence, a key, a lease, a guard, a comparison. */
export type Mutation = {
  file: string
  from: string
  to: string
  caughtBy: readonly string[]
  /** Of the list of what went wrong elsewhere. */
  lesson?: number
}

const SIMULATION = 'simulation'
const LOST = 'test/workers/run/lost-answers.test.ts'
const FENCES = 'test/workers/store/fences.test.ts'
const GATE = ['whom', 'caps', 'gate'].map((name) => `test/workflows/engine/gate/${name}.test.ts`)
const ENTRY = 'test/workflows/engine/entry.test.ts'

/** What is changed in `file`, and the tests that ought to notice each change of it. */
export const of =
  (file: string, ...caughtBy: string[]) =>
  (from: string, to: string, ...also: string[]): Mutation => ({ file, from, to, caughtBy: [...caughtBy, ...also] })

const journal = of('workers/store/journal.ts', SIMULATION)
const subjects = of('workers/store/subjects.ts', FENCES)
const events = of('workers/store/events.ts', SIMULATION)
const deliveries = of('workers/store/deliveries.ts', SIMULATION, FENCES)
const read = of('workers/run/read.ts', SIMULATION)
const settle = of('workers/run/settle.ts', SIMULATION)
const record = of('workers/run/record.ts', SIMULATION)
const jobs = of('workers/store/jobs.ts', FENCES)
const grants = of('workers/store/grants.ts', SIMULATION, FENCES)
const shares = of('workers/store/shares.ts', 'test/workers/run/shared.test.ts')
const codes = of('workers/store/codes.ts', 'test/workers/run/shared.test.ts')
const metrics = of('workers/store/metrics.ts', FENCES)
const database = of('workers/store/database.ts', FENCES)
const caps = of('workflows/engine/gate/caps.ts', ...GATE)
const blocked = of('workflows/engine/gate/blocked.ts', ...GATE)
const consent = of('workflows/engine/gate/consent.ts', ...GATE)
const quietHours = of('workflows/engine/gate/quiet-hours.ts', 'test/workflows/engine/gate/quiet-hours.test.ts')
const quiet = of('workflows/engine/gate/quiet.ts', 'test/workflows/engine/gate/quiet-hours.test.ts', ...GATE)
const breaker = of('workflows/engine/breaker.ts', 'test/workflows/engine/breaker.test.ts')
const admit = of('workflows/engine/admit.ts', ENTRY)
const standard = of('workers/channels/standard-webhooks/verify.ts', 'test/workers/channels/standard-webhooks.test.ts')
const signature = of('workers/channels/signature.ts', 'test/workers/channels/signature.test.ts', 'test/workers/channels/sandbox.test.ts') // biome-ignore format: one list
const sandbox = of('workers/channels/sandbox/receive.ts', 'test/workers/channels/sandbox.test.ts')
const wake = of('workers/timers/signature.ts', 'test/workers/timers/signature.test.ts')
const tokens = of('workers/run/signed-tokens.ts', 'test/workers/http/links.test.ts')
const alarm = of('workers/timers/alarm.ts', 'test/workers/timers/alarm.test.ts', 'test/workers/timers/contract.test.ts')
const migration = of('schema/migrations/0000_foundation.sql', SIMULATION, FENCES)
const deliver = of('workers/run/deliver.ts', 'test/workers/run/lease.test.ts')
const sweep = of('workers/run/sweep.ts', 'test/workers/run/lease.test.ts', SIMULATION)
const keeper = of('workers/run/keeper.ts', 'test/workers/run/line.test.ts', 'test/workers/run/keeper.test.ts')

/** What a careless change could do to what keeps the promises. */
export const mutations: readonly Mutation[] = [
  journal("insertAll('journal', COLUMNS, rows)", "insertAll('journal', COLUMNS, rows, 'ON CONFLICT DO NOTHING')"),
  journal("insertAll('journal', COLUMNS, rows)", "insertAll('journal', COLUMNS, rows, 'ON CONFLICT (subject_id, version) DO UPDATE SET entries = excluded.entries')"), // biome-ignore format: one mutation
  subjects(' WHERE subjects.version = excluded.version - 1', ''),
  subjects('excluded.version - 1', 'excluded.version'),
  subjects('AND due_at < ?2', ''),
  events('ON CONFLICT (id) DO NOTHING RETURNING id', "ON CONFLICT (id) DO UPDATE SET status = 'pending' RETURNING id"),
  events("status = 'pending' AND lease_until <= ?1 ORDER", "status = 'pending' ORDER", FENCES),
  events('attempts = attempts + 1', 'attempts = attempts', FENCES),
  events("AND events.status = 'pending'`", '`', FENCES),
  events('events.id = e.value->>', 'events.id <> e.value->>'),
  read("WHERE e.status = 'pending'", 'WHERE true', LOST),
  read('pending.delete(event.id)', 'pending.has(event.id)', 'test/workers/run/turns.test.ts'),
  settle("if (failure === 'broken') throw error", 'throw error', 'test/workers/run/turns.test.ts', LOST),
  settle("failure === 'conflict' ||", 'true ||', LOST),
  settle("tryAlone(deps, one, also([one.work], 'theirs'))", 'tryAlone(deps, one, [])', LOST),
  settle('return dueAt !== null && dueAt <= deps.clock.now()', 'return true', 'test/workers/run/lease.test.ts'),
  settle('work.events.length + work.results.length', 'work.events.length'),
  settle('if (!waited && joined.length === 0)', 'if (!waited)', LOST),
  settle('clock.real() + EVENT_LEASE_MS', 'clock.real() - EVENT_LEASE_MS'),
  record("delivery.onUnknown === 'hold'", "delivery.onUnknown !== 'hold'"),
  record(
    "status: 'queued', attempts: delivery.attempts - 1",
    "status: 'queued', attempts: delivery.attempts",
    'test/workers/run/lease.test.ts',
  ),
  record('if (!delivery.awaited && !givesBack)', 'if (!givesBack)'),
  deliveries("AND deliveries.lease = d.value->>'lease'`", '`'),
  deliveries("lease_until <= ?1 AND on_unknown = 'hold'", 'lease_until <= ?1 AND 0'),
  deliveries("status = 'sending' AND lease_until <= ?1", "status = 'sending'"),
  deliveries('send_after <= ?1 AND lease_until <= ?2', 'send_after <= ?1'),
  deliveries('send_after <= ?1 AND lease_until <= ?2', 'lease_until <= ?2'),
  deliveries('DELIVERY_LEASE_MS = 60_000', 'DELIVERY_LEASE_MS = 5_000'),
  deliveries(
    "AND deliveries.status IN ('queued', 'deferred')",
    "AND deliveries.status IN ('queued', 'deferred', 'sending', 'sent')",
  ),
  deliveries(" WHERE deliveries.status IN ('deferred', 'failed', 'unknown', 'expired', 'cancelled')`", '`'),
  deliveries("status = 'queued' AND send_after <= ?2", 'send_after <= ?2'),
  jobs("status = 'running' AND lease_until <= ?1", "status = 'running'"),
  jobs("WHERE id = ?1 AND cursor = ?2 AND status = 'running'`", "WHERE id = ?1 AND status = 'running'`"),
  jobs("WHERE id = ?1 AND cursor = ?2 AND status = 'running'`", 'WHERE id = ?1 AND cursor = ?2`'),
  jobs('id = ?2 AND cursor = ?3 AND', 'id = ?2 AND ?3 = ?3 AND'),
  jobs("cursor = ?3 AND status = 'running')", 'cursor = ?3)'),
  jobs('ON CONFLICT (id) DO NOTHING', "ON CONFLICT (id) DO UPDATE SET cursor = ''"),
  grants('<= most', '<= most + 1'),
  grants('grants.at > asked.since', 'grants.at > asked.since + 1000000000000'),
  grants('keep_until <= ?1', 'keep_until > ?1'),
  shares("a.value->>'amount' <= left_over FROM", 'true FROM'),
  shares('- taken FROM shares', '- 0 FROM shares'),
  codes('<= p.per_member', '< p.per_member + 99'),
  codes('p.issued + a.place <= p.total', 'p.issued <= p.total'),
  codes('issued_at IS NULL ORDER BY n', 'true ORDER BY n'),
  metrics('WHERE crossings.turn = excluded.turn - 1', ''),
  metrics('AND turn = ?4 AND holds = 1', 'AND ?4 = ?4 AND holds = 1'),
  metrics('turn = turn + 1 FROM', 'turn = turn FROM'),
  database("return 'conflict'", "return 'broken'"),
  database("if (/UNIQUE constraint failed: (ledger|deliveries)\\./.test(message)) return 'broken'", ''),
  database("'overloaded',", "'never said',"),
  migration('CREATE UNIQUE INDEX `events_id`', 'CREATE INDEX `events_id`'),
  migration('CREATE UNIQUE INDEX `deliveries_id`', 'CREATE INDEX `deliveries_id`'),
  migration('PRIMARY KEY(`channel`, `external_id`)', 'PRIMARY KEY(`channel`, `external_id`, `subject_id`)'),
  deliver(
    'deps.clock.real() > delivery.leaseUntil - LEFT_MIN_MS',
    'deps.clock.real() > delivery.leaseUntil + LEFT_MIN_MS',
  ),
  sweep('attempts > EVENT_TRIES_MAX)', 'attempts > EVENT_TRIES_MAX * 100)'),
  sweep('WHERE due_at <= ?1 ORDER', 'WHERE due_at > ?1 ORDER'),
  sweep('if (dueAtMs > deps.clock.now()) await', 'if (dueAtMs > deps.clock.now() + 9e9) await'),
  keeper('if (this.#line.until > nowMs)', 'if (this.#line.until > nowMs + 999_999)'),
  keeper('isHeld(kept.heldUntil, productNow)) return', 'isHeld(0, productNow)) return'),
  alarm('earliestMs < setMs', 'earliestMs > setMs'),
  alarm('atMs > nowMs && atMs <= dueMs', 'atMs <= dueMs'),
  caps("draft.category === 'transactional' ||", ''),
  caps('if (id === draft.id) return false', ''),
  caps('- first < perMs', '- first <= perMs'),
  caps('.length < cap.limit', '.length <= cap.limit'),
  blocked('if (contact.facts.blocked) return', 'if (false) return'),
  blocked('contact.leftAt !== null &&', ''),
  consent('=== false', '=== true'),
  consent("'all',", "'none',"),
  quietHours('shown >= from && shown < to', 'shown > from && shown < to'),
  quietHours('shown >= from || shown < to', 'shown >= from || shown <= to'),
  quiet("draft.category === 'transactional' ||", ''),
  quiet('patience <= now', 'patience < now'),
  breaker('causes.length < CAUSES_MAX', 'causes.length <= CAUSES_MAX'),
  breaker('counted.length >= STARTS_MAX', 'counted.length > STARTS_MAX'),
  breaker('at > since', 'at < since'),
  breaker('if (causes.length === 0) return', ''),
  admit("first && entry.mode === 'single'", "first && entry.mode === 'parallel'"),
  admit('queue.length >= entry.max', 'queue.length > entry.max'),
  admit('active.length >= entry.max', 'active.length > entry.max'),
  admit('now - last < entry.reentryMs', 'now - last <= entry.reentryMs'),
  admit("entry.reentry === 'never'", "entry.reentry === 'ever'"),
  standard('Math.abs(nowMs - atMs) > WINDOW_MS', 'nowMs - atMs > WINDOW_MS'),
  standard('Math.abs(nowMs - atMs) > WINDOW_MS', 'false'),
  standard("if (keys.length === 0) return unconfigured('secret')", ''),
  signature(
    "if (await crypto.subtle.verify('HMAC', hmacKey, signed.signature, signed.content)) return true",
    'return true',
  ),
  signature("values.filter((text) => text !== '')", 'values'),
  sandbox('return genuine ? undefined', 'return true ? undefined'),
  sandbox('if (header === null) return', 'if (header === null) return undefined\n  if (false) return'),
  wake('if (sub !== url)', 'if (false)'),
  wake('exp * 1000 <= nowMs', 'exp * 1000 <= 0'),
  wake('nbf * 1000 > nowMs', 'nbf * 1000 > 9e15'),
  wake("hash.replace(/=+$/, '') === digest", 'true'),
  wake("token.header.alg !== 'HS256'", "token.header.alg === 'none'"),
  tokens('if (!macs.some((mac) => timingSafeEqual(given, mac(said)))) return undefined', ''),
  tokens('given.length !== MAC_BYTES', 'given.length < 0', 'test/workers/http/unsubscribe.test.ts'),
]
