import { phaseAt } from '../../schema/campaign.ts'
import type { JsonObject } from '../../schema/json.ts'
import { formatIso } from '../../workflows/language/iso.ts'
import { type CampaignRow, campaignStands, dueCampaigns, moveCampaign } from '../store/campaigns.ts'
import { eventIdOf, type InboxEvent, keepEvents } from '../store/events.ts'
import { keepJob } from '../store/jobs.ts'
import type { Deps } from './deps.ts'
import { segmentOf } from './segment.ts'
import { SCHEDULES } from './tick.ts'

const PAGE = 20
const PHASE_CHANGED = 'campaign.phase_changed'

/** Campaigns whose next phase begins: an event about the campaign itself, and one for each member of its audience. */
export async function carryOnCampaigns(deps: Deps): Promise<number> {
  const due = await dueCampaigns(deps.db, deps.clock.now(), PAGE)
  for (const row of due) await carryOn(deps, row)
  return due.length
}

/** The event and the job are named after the phase and the version: whoever comes second tells nobody twice. */
async function carryOn(deps: Deps, row: CampaignRow): Promise<void> {
  const now = deps.clock.now()
  const next = phaseAt(row.body, now)
  const statements = next.phase === row.phase ? [] : await telling(deps, row, now)
  await deps.db.batch([...statements, moveCampaign(row, next)])
  const wakes = [now, ...(next.endsAt === null ? [] : [next.endsAt])]
  await deps.timers.arm(wakes.map((dueAtMs) => ({ subjectId: SCHEDULES, dueAtMs })))
}

async function telling(deps: Deps, row: CampaignRow, now: number) {
  const { id, body, version, phase: from } = row
  const { phase: to, startsAt, endsAt } = phaseAt(body, now)
  const data: JsonObject = {
    ...{ campaign_id: id, name: body.name, from, to, starts_at: formatIso(startsAt) },
    ...(endsAt !== null && { ends_at: formatIso(endsAt) }),
  }
  const event: InboxEvent = {
    ...{ id: eventIdOf('campaign', `${id} ${version} ${to}`), type: PHASE_CHANGED, subjectId: `s-campaign-${id}` },
    ...{ at: now, receivedAt: now, data, channel: null, externalId: null, profile: null, causes: [] },
  }
  const told = keepEvents([event], 0, campaignStands(row))
  const segment = body.audience === null ? undefined : segmentOf(body.audience, await deps.catalogue.known())
  if (segment?.kind !== 'segment') return [told]
  const task = { kind: 'tell' as const, type: PHASE_CHANGED, data, of: { segment: segment.source } }
  return [told, keepJob(`campaign-${id}-${version}-${to}`, task, now)]
}
