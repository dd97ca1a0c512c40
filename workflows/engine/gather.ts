import type { DigestSettings } from '../../schema/digest.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Draft } from '../../schema/message.ts'
import { parseDuration } from '../language/duration.ts'
import { formatIso } from '../language/iso.ts'
import { nextLocal, parseTimeOfDay } from '../language/zone.ts'
import { collect } from './digest.ts'
import { DAY_MS } from './limits.ts'
import type { Moving } from './turn.ts'

type Gathered = { digest: string; reason: string; text: string }

/** Put a message that does not go alone into the contact's own digest. Answers what its step returns. */
export function gather(
  { turn, run, program }: Moving,
  step: string,
  draft: Draft,
  { digest, reason, text }: Gathered,
): JsonObject {
  const { contact } = turn.actor
  const { now, settings, timezone } = turn.world
  const { id, type, at, channel } = run.memory.event
  const window = { forMs: windowMs(settings.digest, now, contact.timezone ?? timezone) }
  const { max } = settings.digest
  const collected = collect(turn, {
    ...{ name: digest, key: draft.id, workflowId: program.workflowId, version: program.version, step, window, max },
    item: {
      ...{ at: now, run: { id: run.id, startedAt: run.startedAt }, event: { id, type, at, channel, data: {} }, text },
      ...(draft.links && { links: draft.links }),
    },
    grade: { category: draft.category, ...(draft.channel !== undefined && { channel: draft.channel }) },
  })
  return { message_id: collected.id, status: 'collected', reason, send_after: formatIso(collected.closesAt) }
}

/** Until the time of day, on the contact's clock, or for so long. */
function windowMs({ at, window }: DigestSettings, now: number, zone: string): number {
  const time = at === undefined ? undefined : parseTimeOfDay(at)
  const next = time && nextLocal(now, zone, time)
  return next === undefined ? (parseDuration(window) ?? DAY_MS) : next - now
}
