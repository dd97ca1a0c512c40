import type * as v from 'valibot'
import { CampaignAnswer, CampaignReport } from '../../../schema/api/campaigns.ts'
import { PageQuery, pageOf } from '../../../schema/api/page.ts'
import { Campaign, PHASES, phaseAt } from '../../../schema/campaign.ts'
import { COMMUNITY, slotOf } from '../../../schema/figure.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Deps } from '../../run/deps.ts'
import { segmentOf } from '../../run/segment.ts'
import { SCHEDULES } from '../../run/tick.ts'
import { type CampaignRow, deleteCampaign, findCampaign, listCampaigns, saveCampaign } from '../../store/campaigns.ts'
import { readSums, rollAllNotes, toSums, type Window } from '../../store/figures.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { pageAnswer, textAt } from './page.ts'
import { slugProblem } from './slug.ts'

/** Campaigns in four phases, and what they came to. */
export const campaigns = [
  operation({
    method: 'GET',
    path: '/campaigns',
    summary: 'Campaigns',
    query: PageQuery,
    answers: { 200: pageOf(CampaignAnswer) },
    handle: async ({ c, deps, page }) => {
      const rows = await listCampaigns(deps.db, textAt(page, 0), page.limit)
      return c.json(
        pageAnswer(
          rows,
          page,
          (row) => campaignJson(row, deps.clock.now()),
          ({ id }) => [id],
        ),
      )
    },
  }),
  operation({
    method: 'GET',
    path: '/campaigns/:id',
    summary: 'One campaign, with the phase in which it is',
    answers: { 200: CampaignAnswer },
    handle: async ({ c, deps, id }) => {
      const row = await findCampaign(deps.db, id)
      return row ? c.json(campaignJson(row, deps.clock.now())) : problem(c, 404)
    },
  }),
  operation({
    method: 'PUT',
    path: '/campaigns/:id',
    summary: 'Plan a campaign, or change it. Each phase that begins is the event `campaign.phase_changed`',
    body: Campaign,
    answers: { 200: CampaignAnswer },
    handle: async ({ c, deps, id, body }) => {
      const refused = slugProblem(c, id)
      if (refused) return refused
      const segment = body.audience === null ? undefined : segmentOf(body.audience, await deps.catalogue.refresh())
      if (segment?.kind === 'problem')
        return problem(c, 400, 'the audience is not right', [{ path: 'audience', ...segment.problem }])
      const now = deps.clock.now()
      await saveCampaign(deps.db, id, body, now)
      await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
      const row = await findCampaign(deps.db, id)
      return row ? c.json(campaignJson(row, now)) : problem(c, 404)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/campaigns/:id',
    summary: 'Delete a campaign. What it led to stays',
    answers: { 204: null },
    handle: async ({ c, deps, id }) => ((await deleteCampaign(deps.db, id)) ? c.body(null, 204) : problem(c, 404)),
  }),
  operation({
    method: 'GET',
    path: '/campaigns/:id/report',
    summary: 'What a campaign came to so far, by phase, and against as long a time before it',
    answers: { 200: CampaignReport },
    handle: async ({ c, deps, id }) => {
      const row = await findCampaign(deps.db, id)
      return row ? c.json(await report(deps, row)) : problem(c, 404)
    },
  }),
]

type Report = v.InferOutput<typeof CampaignReport>
type Figures = Report['campaign']

/** Figures are kept by the quarter of an hour: the one in which a phase begins is that phase's, so that the parts add up. */
async function report(deps: Deps, { id, body }: CampaignRow): Promise<Report> {
  const now = deps.clock.now()
  const starts = PHASES.map((phase) => Date.parse(body.phases[phase]))
  const from = starts[0] ?? now
  const to = Math.max(from, Math.min(now + 1, Date.parse(body.ends_at)))
  const endOf = (at: number) => (at === to ? slotOf(at - 1) + 1 : slotOf(at))
  const part = (a: number, b: number): Window => [slotOf(a), Math.max(slotOf(a), endOf(b))]
  const windows = [
    part(from, to),
    part(2 * from - to, from),
    ...starts.map((start, i) => part(Math.min(start, to), Math.min(starts[i + 1] ?? Number.MAX_SAFE_INTEGER, to))),
  ]
  await rollAllNotes(deps.db)
  const [rows] = await deps.db.batch([readSums(COMMUNITY, windows)])
  const [whole = {}, before = {}, ...phases] = toSums(rows?.rows ?? [], windows.length)
  return {
    id,
    phase: phaseAt(body, now).phase,
    ...{ from: formatIso(from), to: formatIso(to) },
    campaign: figuresOf(whole),
    before: figuresOf(before),
    phases: PHASES.map((phase, i) => ({ phase, ...figuresOf((starts[i] ?? to) < to ? (phases[i] ?? {}) : {}) })),
  }
}

function figuresOf(sums: Record<string, number>): Figures {
  return {
    sent: sums.sent ?? 0,
    clicked: sums['event:link.clicked'] ?? 0,
    joined: sums['event:member.joined'] ?? 0,
    invited: sums['event:referral.attributed'] ?? 0,
    rungs: sums['event:referral.rung_reached'] ?? 0,
    orders: sums['event:order.paid'] ?? 0,
    value: sums['amount:order.paid'] ?? 0,
    points: sums['points:award:in'] ?? 0,
  }
}

function campaignJson(row: CampaignRow, now: number): v.InferOutput<typeof CampaignAnswer> {
  const { phase, endsAt } = phaseAt(row.body, now)
  return {
    id: row.id,
    ...row.body,
    ...{ phase, phase_ends_at: endsAt === null ? null : formatIso(endsAt) },
    created_at: formatIso(row.createdAt),
    updated_at: formatIso(row.updatedAt),
  }
}
