import { log, parallel, saying, settings } from './definitions.ts'
import { SPAN_MS, USERS } from './names.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'
import type { Deed, Happening, Request } from './workload.ts'

const SEATS = 2
const tea = (capacity: number): Request => ({
  ...{ do: 'ask', method: 'PUT', path: '/gatherings/tea' },
  body: { name: 'Tea', starts_at: '2099-01-01T10:00:00Z', capacity },
})

/** Few seats, and more who want one: they come, give them back, and wait in a line. */
export const seats: Part = {
  name: 'seats',
  share: 0.25,
  prepares: [tea(SEATS)],
  definitions: (version) => [
    {
      id: 'seats',
      triggers: [{ on: 'custom.seat' }],
      entry: parallel,
      settings,
      actions: [
        {
          if: 'event.data.wish == "come"',
          then: [{ id: 'come', do: 'signup.add', with: { gathering: 'tea' }, on_error: 'continue' }],
          else: [{ id: 'go', do: 'signup.cancel', with: { gathering: 'tea' }, on_error: 'continue' }],
        },
        log,
      ],
    },
    {
      id: 'moved-up',
      triggers: [{ on: 'signup.confirmed', if: 'event.data.promoted' }],
      entry: parallel,
      settings,
      actions: [saying(version)('a seat is yours')],
    },
  ],
  draw: ({ random, name }) => ({ happenings: wishes(random, name), deeds: deeds(random) }),
  promises: {
    'there are never more with a seat than seats, and the count of them is right': ({ store }) =>
      store.rows(`SELECT sh.capacity, sh.taken, count(s.subject_id) AS seated FROM shares sh
        LEFT JOIN signups s ON s.gathering_id = 'tea' AND s.status IN ('confirmed', 'attended')
        WHERE sh.resource = 'seat:tea' GROUP BY sh.resource HAVING seated > sh.capacity OR seated <> sh.taken`),
    'nobody waits while a seat is free': ({ store }) =>
      store.rows(`SELECT s.subject_id, sh.taken FROM signups s JOIN shares sh ON sh.resource = 'seat:' || s.gathering_id
        WHERE s.status = 'waitlisted' AND sh.taken < sh.capacity`),
    'who came first has the seat before who came later': ({ store }) =>
      store.rows(`SELECT w.subject_id AS waits, w.seq, s.subject_id AS has, s.seq AS came FROM signups w JOIN signups s
        ON s.gathering_id = w.gathering_id AND s.seq > w.seq WHERE w.status = 'waitlisted' AND s.status = 'confirmed'`),
    'whoever came and did not go has a place': ({ store }) =>
      store.rows(`SELECT c.id, c.comes, c.goes, c.lives FROM (SELECT s.id,
          (SELECT count(*) FROM runs r WHERE r.subject_id = s.id AND r.workflow_id = 'seats'
            AND r.memory->>'$.steps.come.changed' = 1) AS comes,
          (SELECT count(*) FROM runs r WHERE r.subject_id = s.id AND r.workflow_id = 'seats'
            AND r.memory->>'$.steps.go.changed' = 1) + (SELECT count(*) FROM events e WHERE e.subject_id = s.id
            AND e.id LIKE 'signup-tea-%-cancelled') AS goes,
          (SELECT count(*) FROM signups g WHERE g.subject_id = s.id AND g.status <> 'cancelled') AS lives
        FROM subjects s WHERE s.kind = 'contact') c WHERE c.comes - c.goes <> c.lives`),
    'whoever moves up is told once': ({ store }) =>
      store.rows(`SELECT s.subject_id, s.seq, e.status, e.started, (SELECT count(*) FROM deliveries d
          WHERE d.run_id = e.started->>0) AS messages FROM signups s JOIN subjects c ON c.id = s.subject_id
        LEFT JOIN events e ON e.id = 'signup-tea-' || s.subject_id || '-' || s.seq || '-confirmed'
        WHERE s.promoted = 1 AND (e.id IS NULL OR e.status <> 'handled' OR json_array_length(e.started) <> 1 OR messages <> 1)`),
  },
}

/** Often several in one request: they are decided together. */
function wishes(random: Random, name: () => string): Happening[][] {
  const one = (): Happening => {
    const id = name()
    const wish = random.chance(0.6) ? 'come' : 'go'
    return { id, user: random.pick(USERS), type: 'custom.seat', data: { n: id, wish } }
  }
  return Array.from({ length: random.between(5, 14) }, () =>
    Array.from({ length: random.chance(0.3) ? random.between(2, 4) : 1 }, one),
  )
}

function deeds(random: Random): Deed[] {
  const withdraw: Request = {
    ...{ do: 'ask', method: 'POST', path: '/gatherings/tea/withdraw', body: { contact_id: ':found' } },
    find: "SELECT subject_id AS found FROM signups WHERE status = 'confirmed' ORDER BY seq LIMIT 1",
  }
  return [
    ...(random.chance(0.5) ? [{ atMs: random.below(SPAN_MS), ...withdraw }] : []),
    ...(random.chance(0.3) ? [{ atMs: random.below(SPAN_MS), ...tea(SEATS + 1) }] : []),
  ]
}
