import {
  FunnelAnswer,
  FunnelQuery,
  OverviewAnswer,
  RANGE_DAYS_MAX,
  RangeQuery,
  RetentionAnswer,
  WorkflowFiguresAnswer,
  WorkflowListAnswer,
  WorkflowListQuery,
} from '../../../schema/api/metrics.ts'
import { dayAfter } from '../../../workflows/language/day.ts'
import type { Deps } from '../../run/deps.ts'
import { overview, rate } from '../../run/overview.ts'
import { funnel, retention } from '../../run/retention.ts'
import { daysOf, type Range, today } from '../../run/windows.ts'
import { figuresOfEach, workflowFigures } from '../../run/workflow-figures.ts'
import { findWorkflow } from '../../store/workflows.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

export const metrics = [
  operation({
    method: 'GET',
    path: '/metrics/overview',
    summary: 'The community in figures: over some days, day by day, and over as many days before',
    query: RangeQuery,
    answers: { 200: OverviewAnswer },
    handle: async ({ c, deps, query }) => {
      const range = await rangeOf(deps, query)
      if (range === undefined) return problem(c, 400, RANGE)
      const { figures, before, days } = await overview(deps, range)
      const back = daysOf(range).length
      const past = { from: dayAfter(range.from, -back), to: dayAfter(range.from, -1), figures: before }
      return c.json({ ...rangeJson(range), figures, before: past, days })
    },
  }),
  operation({
    method: 'GET',
    path: '/metrics/retention',
    summary: 'Of those who joined on each day, how many were active 1, 7, 30 and 90 days later',
    query: RangeQuery,
    answers: { 200: RetentionAnswer },
    handle: async ({ c, deps, query }) => {
      const range = await rangeOf(deps, query)
      if (range === undefined) return problem(c, 400, RANGE)
      return c.json({ ...rangeJson(range), ...(await retention(deps, range)) })
    },
  }),
  operation({
    method: 'GET',
    path: '/metrics/funnel',
    summary: 'How many members come how far: joined, active, checked in, ordered, or the `steps` given',
    query: FunnelQuery,
    answers: { 200: FunnelAnswer },
    handle: async ({ c, deps, query }) => {
      const range = await rangeOf(deps, query)
      if (range === undefined) return problem(c, 400, RANGE)
      const steps = query.steps ?? STEPS
      const found = await funnel(deps, range, steps)
      const [first = 0] = found
      const told = steps.map((step, i) => {
        const [members, before] = [found[i] ?? 0, found[i - 1] ?? 0]
        const past =
          i === 0
            ? { of_previous: null, dropped: 0 }
            : { of_previous: rate(members, before), dropped: before - members }
        return { step, members, of_first: rate(members, first), ...past }
      })
      return c.json({ ...rangeJson(range), steps: told })
    },
  }),
  operation({
    method: 'GET',
    path: '/metrics/workflows',
    summary: 'Several workflows in a few figures each: entered, ended, converted, sent, and how many are in them now',
    query: WorkflowListQuery,
    answers: { 200: WorkflowListAnswer },
    handle: async ({ c, deps, query }) => {
      const range = await rangeOf(deps, query)
      if (range === undefined) return problem(c, 400, RANGE)
      return c.json({ ...rangeJson(range), items: await figuresOfEach(deps, query.ids, range) })
    },
  }),
  operation({
    method: 'GET',
    path: '/metrics/workflows/:id',
    summary: 'One workflow in figures: entered, ended and why, waiting where, sent, skipped, converted, and how late',
    query: RangeQuery,
    answers: { 200: WorkflowFiguresAnswer },
    handle: async ({ c, deps, id, query }) => {
      const range = await rangeOf(deps, query)
      if (range === undefined) return problem(c, 400, RANGE)
      if (!(await findWorkflow(deps.db, id))) return problem(c, 404, 'no such workflow')
      return c.json({ workflow_id: id, ...rangeJson(range), ...(await workflowFigures(deps, id, range)) })
    },
  }),
]

const STEPS = ['member.joined', 'active', 'checkin.made', 'order.paid']
const RANGE = `from is a day, not after to, and they are at most ${RANGE_DAYS_MAX} days apart`
const DAYS_UNLESS_SAID = 30

type Asked = { from?: string | undefined; to?: string | undefined; timezone?: string | undefined }

/** The days asked for; undefined when they are none, or too many. */
async function rangeOf(deps: Deps, { from, to, timezone }: Asked): Promise<Range | undefined> {
  const zone = timezone ?? (await deps.catalogue.known()).settings.timezone
  const last = to ?? today(deps.clock.now(), zone)
  const first = from ?? dayAfter(last, 1 - DAYS_UNLESS_SAID)
  if (first > last || dayAfter(first, RANGE_DAYS_MAX) <= last) return undefined
  return { from: first, to: last, zone }
}

function rangeJson({ from, to, zone }: Range) {
  return { from, to, timezone: zone }
}
