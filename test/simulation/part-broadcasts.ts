import { hold, parallel, settings } from './definitions.ts'
import type { Outcome } from './judge.ts'
import { FAULTS_UNTIL_MS, KNOWN } from './names.ts'
import type { Part } from './part.ts'
import { erased } from './part-erasing.ts'
import type { Random } from './random.ts'
import type { Deed, Request } from './workload.ts'

const EVERYBODY = 'contact.points >= 0'
const OPEN = "SELECT id AS found FROM tasks WHERE status = 'open' AND id LIKE 's-broadcast-%'"
const SLOTS = "SELECT * FROM jobs WHERE kind = 'for_each'"

/** What concerns everybody, page by page: a message to many, and a schedule for each. */
export const broadcasts: Part = {
  name: 'broadcasts',
  share: 0.25,
  definitions: () => [
    {
      id: 'daily',
      triggers: [{ schedule: '1,2 9 * * *', for_each: EVERYBODY }],
      entry: parallel,
      settings,
      actions: [{ do: 'message.send', with: { text: 'daily {{event.data.slot}}', ...hold } }],
    },
    {
      id: 'hourly',
      triggers: [{ schedule: '1,2 9 * * *' }],
      settings,
      actions: [{ do: 'metric.add', with: { metric: 'hours' } }],
    },
  ],
  draw: ({ random, ids }) => ({ deeds: [...sending(random, ids), ...looking(FAULTS_UNTIL_MS)] }),
  promises: {
    'a broadcast ends': ({ store, restored }) =>
      store
        .rows('SELECT id, status, look_at, job_id, ended_at FROM broadcasts ORDER BY id')
        .filter(({ status }, i) => !(status === 'draft' && (restored || i > 0)))
        .filter(({ status, look_at: lookAt }) => !ENDS.has(String(status)) || lookAt !== null),
    'a broadcast and a schedule write to each of those who are meant once': (outcome) => [
      ...ofBroadcasts(outcome),
      ...ofSlots(outcome),
    ],
    'a job has looked at each once, and started what it says': jobs,
    'the figures of a broadcast are its runs and messages': ({ store, asked }) =>
      erased({ store, asked }).size > 0
        ? []
        : store.rows(`SELECT b.id, b.figures, r.runs, d.messages FROM broadcasts b,
          (SELECT count(*) AS runs, workflow_id AS of FROM runs GROUP BY 2) r,
          (SELECT count(*) AS messages, r.workflow_id AS of FROM deliveries d JOIN runs r ON r.id = d.run_id GROUP BY 2) d
        WHERE r.of = 'broadcast--' || b.id AND d.of = r.of AND b.figures IS NOT NULL
          AND ((SELECT sum(value) FROM json_each(b.figures, '$.runs')) <> r.runs
            OR (SELECT sum(value) FROM json_each(b.figures, '$.messages')) <> d.messages)`),
    'nothing of a broadcast goes out when it is over': ({ store, sendings }) =>
      store
        .rows(`SELECT d.id, b.ended_at FROM broadcasts b JOIN runs r ON r.workflow_id = 'broadcast--' || b.id
          JOIN deliveries d ON d.run_id = r.id WHERE b.status = 'done'`)
        .filter(({ id, ended_at: endedAt }) =>
          (sendings.get(String(id)) ?? []).some(({ fromMs }) => fromMs > Number(endedAt) + SKEW_MS),
        ),
    'a slot ticks once, whoever finds it': ({ store }) =>
      store.rows(`SELECT data->>'slot' AS slot, count(*) AS times, sum(status <> 'handled') AS open FROM events
        WHERE type = 'schedule.tick' AND data->>'workflow_id' = 'hourly' GROUP BY 1 HAVING times <> 1 OR open > 0`),
  },
}

const ENDS = new Set(['done', 'cancelled', 'rejected'])
/** Clocks of two isolates differ by no more. */
const SKEW_MS = 4_000

function sending(random: Random, ids: ReadonlyMap<string, string>): Deed[] {
  const began = random.below(50_000)
  const listed = KNOWN.slice(0, random.between(2, KNOWN.length)).map((name) => ids.get(name) ?? '')
  const audience = random.chance(0.7) ? { segment: EVERYBODY } : { contact_ids: listed }
  const body = { name: 'news', content: { en: 'news for {{contact.id}}' }, audience }
  const soon = () => random.between(1_000, 30_000)
  const change = (verb: string, status: string): Request => ({
    ...{ do: 'ask', method: 'POST', path: `/broadcasts/:found/${verb}` },
    find: `SELECT id AS found FROM broadcasts WHERE status = '${status}' ORDER BY id LIMIT 1`,
  })
  const decide: Request = { do: 'ask', method: 'POST', path: '/tasks/:found/approve', find: OPEN }
  const decided = began + soon()
  const deeds: Deed[] = [
    { atMs: began, do: 'ask', method: 'POST', path: '/broadcasts', body, key: 'news' },
    { atMs: began + 10, ...change('submit', 'draft'), ...(random.chance(0.5) && { by: 'both' as const }) },
    { atMs: decided, ...decide, ...(random.chance(0.5) && { by: 'both' as const }) },
    { atMs: decided + soon(), ...decide },
  ]
  if (random.chance(0.3)) deeds.push({ atMs: decided + soon(), ...change('pause', 'sending') })
  if (random.chance(0.2)) deeds.push({ atMs: decided + soon(), ...change('cancel', 'sending') })
  if (random.chance(0.1)) deeds.push({ atMs: decided, ...decide, path: '/tasks/:found/reject' })
  return deeds
}

/** What somebody does who looks whether anything was left lying. */
function looking(from: number): Deed[] {
  const resume: Request = {
    ...{ do: 'ask', method: 'POST', path: '/broadcasts/:found/resume' },
    find: "SELECT id AS found FROM broadcasts WHERE status = 'paused'",
  }
  const approve: Request = { do: 'ask', method: 'POST', path: '/tasks/:found/approve', find: OPEN }
  return Array.from({ length: 6 }, (_, i) => from + 20_000 + i * 20_000).flatMap((atMs) => [
    { atMs, ...resume },
    { atMs, ...approve },
  ])
}

/** Those whom the product knew from the beginning, and who are nobody else by now. */
const MEMBERS = `SELECT s.id FROM subjects s JOIN events e ON e.subject_id = s.id AND e.type = 'custom.hello'
  WHERE s.id NOT IN (SELECT from_id FROM merged UNION SELECT into_id FROM merged)`

function ofBroadcasts({ store }: Outcome): unknown[] {
  return store.rows(`SELECT b.id, b.status, m.id AS member,
      (SELECT count(*) FROM runs r WHERE r.subject_id = m.id AND r.workflow_id = 'broadcast--' || b.id) AS runs,
      (SELECT count(*) FROM deliveries d JOIN runs r ON r.id = d.run_id WHERE r.subject_id = m.id
        AND r.workflow_id = 'broadcast--' || b.id) AS messages,
      b.body->>'$.audience.segment' IS NOT NULL
        OR EXISTS (SELECT 1 FROM json_each(b.body, '$.audience.contact_ids') WHERE value = m.id) AS meant
    FROM broadcasts b, (${MEMBERS}) m
    WHERE runs > meant OR messages > meant OR (b.status = 'done' AND (runs <> meant OR messages <> meant))`)
}

function ofSlots({ store }: Outcome): unknown[] {
  return store.rows(`SELECT j.id, j.task->>'slot' AS slot, m.id AS member, (SELECT count(*) FROM runs r JOIN events e
      ON e.subject_id = m.id AND e.type = 'schedule.tick' AND r.id IN (SELECT value FROM json_each(e.started))
      WHERE unixepoch(e.data->>'slot') = j.task->>'slot' / 1000 AND r.workflow_id = 'daily') AS runs
    FROM (${SLOTS} AND status = 'done') j, (${MEMBERS}) m WHERE runs <> 1`)
}

function jobs({ store, asked }: Outcome): unknown[] {
  const gone = erased({ store, asked }).size
  const [row] = store.rows("SELECT count(*) AS n FROM (SELECT id FROM subjects WHERE kind = 'contact' UNION SELECT subject_id FROM journal WHERE subject_id NOT LIKE 's-%')") // biome-ignore format: one query
  return store
    .rows(`SELECT j.*, (SELECT count(*) FROM events e WHERE e.data->>'job_id' = j.id OR (j.kind = 'for_each'
        AND e.type = 'schedule.tick' AND e.data->>'workflow_id' = 'daily'
        AND unixepoch(e.data->>'slot') = j.task->>'slot' / 1000)) AS events FROM jobs j WHERE kind IN ('start', 'for_each')`)
    .filter(
      ({ events, matched, done, status }) =>
        Number(matched) - Number(events) < 0 ||
        Number(matched) - Number(events) > gone ||
        Number(done) > Number(row?.n) ||
        (status !== 'done' && status !== 'cancelled'),
    )
}
