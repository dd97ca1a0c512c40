import * as v from 'valibot'
import { PHASES } from '../campaign.ts'
import { Instant } from '../instant.ts'

const Phase = v.picklist(['planned', ...PHASES, 'ended'])

export const CampaignAnswer = v.object({
  id: v.string(),
  name: v.union([v.string(), v.record(v.string(), v.string())]),
  phases: v.object({ warm_up: Instant, burst: Instant, continuation: Instant, wrap_up: Instant }),
  ends_at: Instant,
  audience: v.nullable(v.string()),
  phase: Phase,
  phase_ends_at: v.nullable(Instant),
  created_at: Instant,
  updated_at: Instant,
})

const Figures = v.object({
  sent: v.pipe(v.number(), v.title('Messages')),
  clicked: v.number(),
  joined: v.number(),
  invited: v.number(),
  rungs: v.pipe(v.number(), v.title('Rungs of the referral ladder that were reached')),
  orders: v.number(),
  value: v.number(),
  points: v.pipe(v.number(), v.title('Points that were awarded')),
})

export const CampaignReport = v.object({
  id: v.string(),
  phase: Phase,
  from: Instant,
  to: Instant,
  campaign: Figures,
  before: v.pipe(Figures, v.title('In as long a time before it')),
  phases: v.array(v.object({ phase: v.picklist(PHASES), ...Figures.entries })),
})
