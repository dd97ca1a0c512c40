import { log, parallel, saying, settings } from './definitions.ts'
import type { Outcome } from './judge.ts'
import { ELSEWHERE, FAULTS_UNTIL_MS, SPAN_MS, USERS } from './names.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'
import type { Deed, Happening, Request } from './workload.ts'

/** What people at the desk decide, end, and let go on: some of it two at once, who do not agree. */
export const desk: Part = {
  name: 'desk',
  share: 0.25,
  definitions: (version) => [
    {
      id: 'approves',
      triggers: [{ on: 'custom.approval' }],
      entry: parallel,
      settings,
      actions: [
        log,
        {
          ...{ id: 'asked', approve: { title: 'may {{event.data.n}}?', timeout: '40s' } },
          then: [{ do: 'tag.add', with: { tag: 'yes-{{event.data.n}}' } }, saying(version)('yes')],
          else: [{ do: 'tag.add', with: { tag: 'no-{{event.data.n}}' } }],
        },
      ],
    },
    {
      id: 'frail',
      triggers: [{ on: 'custom.frail' }],
      entry: parallel,
      settings,
      actions: [
        log,
        {
          ...{ id: 'asked', do: 'http.request', retry: { attempts: 2, first: '1s' } },
          with: { method: 'POST', url: `${ELSEWHERE}/frail`, json: { n: '{{event.data.n}}' } },
        },
        { do: 'tag.add', with: { tag: 'done-{{event.data.n}}' } },
        { do: 'points.award', with: { points: 1, reason: 'frail' } },
      ],
    },
  ],
  draw: ({ random, name }) => ({ happenings: asking(random, name), deeds: deciding(random) }),
  promises: {
    'a run goes on as a person has decided, once': approvals,
    'a run that goes on after it failed does what is left of it once': ({ store }) =>
      store.rows(`SELECT r.id, r.status, r.ended_at, (SELECT count(*) FROM ledger l WHERE l.key LIKE r.id || ':%') AS awards
        FROM runs r WHERE r.workflow_id = 'frail' AND awards <> (r.status = 'completed')`),
    'what is over does nothing more': ({ store }) =>
      store.rows(`SELECT d.id, d.status, r.status AS run FROM runs r JOIN deliveries d ON d.run_id = r.id
        WHERE r.status IN ('exited', 'cancelled') AND d.status IN ('queued', 'deferred', 'sending')`),
  },
}

/** A task that was approved let its run go on with `then`, any other that is over with `else`; a run that was ended did neither. */
function approvals({ store }: Outcome): unknown[] {
  return store.rows(`SELECT t.id, t.status, r.status AS run, r.memory->>'$.event.data.n' AS n,
      EXISTS (SELECT 1 FROM json_each(s.tags) WHERE value = 'yes-' || (r.memory->>'$.event.data.n')) AS yes,
      EXISTS (SELECT 1 FROM json_each(s.tags) WHERE value = 'no-' || (r.memory->>'$.event.data.n')) AS no
    FROM runs r JOIN subjects s ON s.id = r.subject_id LEFT JOIN tasks t ON t.run_id = r.id
    WHERE r.workflow_id = 'approves' AND NOT CASE
      WHEN r.status IN ('exited', 'cancelled') THEN t.status <> 'open' AND NOT yes AND NOT no
      WHEN t.status = 'approved' THEN yes AND NOT no AND r.status = 'completed'
      ELSE t.status IN ('rejected', 'expired') AND no AND NOT yes AND r.status = 'completed' END`)
}

function asking(random: Random, name: () => string): Happening[][] {
  const one = (type: string) => (): Happening => {
    const id = name()
    return { id, user: random.pick(USERS), type, data: { n: id } }
  }
  const several = (type: string, most: number) => Array.from({ length: random.between(2, most) }, one(type))
  return [...several('custom.approval', 6), ...several('custom.frail', 5)].map((event) => [event])
}

const OPEN_TASKS =
  "SELECT id AS found FROM tasks WHERE status = 'open' AND kind = 'approval' AND id LIKE 'c%' ORDER BY id"

function deciding(random: Random): Deed[] {
  const decide = (verb: string): Request => ({
    ...{ do: 'ask', method: 'POST', path: `/tasks/:found/${verb}`, find: `${OPEN_TASKS} LIMIT 2` },
  })
  const cancel: Request = {
    ...{ do: 'ask', method: 'POST', path: '/runs/:found/cancel', body: { reason: 'enough' } },
    find: "SELECT id AS found FROM runs WHERE status IN ('active', 'waiting') AND workflow_id IN ('steps', 'waits', 'approves') ORDER BY started_at LIMIT 2",
  }
  const retryRun: Request = {
    ...{ do: 'ask', method: 'POST', path: '/runs/:found/retry' },
    find: "SELECT id AS found FROM runs WHERE status = 'failed' ORDER BY id LIMIT 2",
  }
  const retryMessage: Request = {
    ...{ do: 'ask', method: 'POST', path: '/messages/:found/retry' },
    find: "SELECT id AS found FROM deliveries WHERE kind = 'message' AND status IN ('unknown', 'failed') AND channel = 'simulated' ORDER BY id LIMIT 2",
  }
  const some = (of: Request, least: number, most: number): Deed[] =>
    Array.from({ length: random.between(least, most) }, () => {
      const deed = { atMs: 10_000 + random.below(SPAN_MS - 10_000), ...of }
      return random.chance(0.5) ? { ...deed, by: 'both' } : deed
    })
  const at = 10_000 + random.below(SPAN_MS - 10_000)
  const disagreeing: Deed[] = [
    { atMs: at, ...decide('approve') },
    { atMs: at, ...decide('reject'), by: 'other' },
  ]
  const late = [30_000, 60_000].map((after) => FAULTS_UNTIL_MS + after)
  return [
    ...some(decide('approve'), 1, 3),
    ...some(decide('reject'), 1, 2),
    ...some(cancel, 0, 2),
    ...some(retryRun, 1, 2),
    ...some(retryMessage, 0, 2),
    ...late.map((atMs): Deed => ({ atMs, ...retryRun, by: 'both' })),
    ...disagreeing,
  ]
}
