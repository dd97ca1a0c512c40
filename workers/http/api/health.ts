import * as v from 'valibot'
import { Instant } from '../../../schema/instant.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { isHeld } from '../../run/keeping.ts'
import { READ_LINES } from '../../run/line.ts'
import { forgetHold, leftAloneUntil } from '../../run/places.ts'
import { SCHEDULES } from '../../run/tick.ts'
import { faultsOfDatabase } from '../../store/database.ts'
import { hurryLine } from '../../store/deliveries.ts'
import { readHealth } from '../../store/health.ts'
import { findStandstill } from '../../store/standstill.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

const NEWEST = 1000
const CHANNELS_MAX = 50

const late = (title: string) => v.pipe(v.nullable(Instant), v.title(title))

const HealthAnswer = v.object({
  events: v.object({ pending: v.number(), oldest: late('Since when the oldest waits'), failed: v.number() }),
  timers: v.object({ overdue: v.number(), oldest: late('When the first should have been') }),
  messages: v.object({
    ...{ overdue: v.number(), oldest: late('When the first should have gone') },
    ...{ unknown: v.number(), failed: v.number() },
  }),
  runs: v.pipe(v.object({ ended: v.number(), failed: v.number() }), v.title('Within the last hour')),
  jobs: v.pipe(v.object({ failed: v.number() }), v.title('Within the last day')),
  database: v.object({ faults: v.pipe(v.number(), v.title('Calls that failed, in this isolate')) }),
  channels: v.array(
    v.object({
      id: v.string(),
      held_until: late('A provider wants to be left alone until then'),
      in_line: v.boolean(),
    }),
  ),
  standstill: v.pipe(v.nullable(v.string()), v.title('Why nothing is carried out')),
  recovering: v.pipe(
    v.nullable(v.object({ from: Instant, until: Instant })),
    v.title('The database was restored: what falls due is held until the present is reached'),
  ),
})

/** How it goes, and what can be let go on. */
export const healthy = [
  operation({
    method: 'GET',
    path: '/health',
    summary: 'How it goes: what waits, what is late, what failed. Failures are told of the newest thousand',
    answers: { 200: HealthAnswer },
    handle: async ({ c, deps }) => {
      const now = deps.clock.now()
      const { channels, recovering } = await deps.catalogue.refresh()
      const { events, timers, messages, runs, jobs } = await readHealth(deps.db, { now, newest: NEWEST })
      const inLine = new Set((await deps.db.rows(READ_LINES.sql)).map(({ line }) => line))
      const held = await Promise.all(
        [...channels.keys()].slice(0, CHANNELS_MAX).map(async (id) => {
          const kept = await deps.keeper(id).state(now)
          // A channel without a pace has nobody who keeps it but this isolate.
          const own = leftAloneUntil(id)
          const heldUntil = kept.heldUntil ?? (isHeld(own, now) ? own : null)
          return { id, heldUntil, inLine: kept.inLine || inLine.has(id) }
        }),
      )
      return c.json({
        events: { ...events, oldest: instant(events.oldest) },
        timers: { ...timers, oldest: instant(timers.oldest) },
        messages: { ...messages, oldest: instant(messages.oldest) },
        ...{ runs, jobs, database: { faults: faultsOfDatabase() } },
        channels: held
          .filter(({ heldUntil, inLine }) => heldUntil !== null || inLine)
          .map(({ id, heldUntil, inLine }) => ({ id, held_until: instant(heldUntil), in_line: inLine })),
        standstill: (await findStandstill(deps.db))?.why ?? null,
        recovering: recovering && { from: formatIso(recovering.from), until: formatIso(recovering.until) },
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/channels/:id/resume',
    summary: 'Go on with a channel at once that its provider wanted left alone',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => {
      if (!(await deps.catalogue.refresh()).channels.has(id)) return problem(c, 404)
      await deps.keeper(id).release()
      forgetHold(id)
      await deps.db.batch([hurryLine(id, deps.clock.now())])
      await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: deps.clock.now() }])
      return c.body(null, 204)
    },
  }),
]

function instant(at: number | null): string | null {
  return at === null ? null : formatIso(at)
}
