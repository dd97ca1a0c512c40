import type * as v from 'valibot'
import type { EventAnswer } from '../../../schema/api/events.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { isSystem } from '../../run/read.ts'
import type { KnownEvent } from '../../store/event-list.ts'

export function eventJson(event: KnownEvent): v.InferOutput<typeof EventAnswer> {
  const { id, type, channel, data, status, started, reason, refused } = event
  return {
    ...{ id, type, channel },
    time: formatIso(event.at),
    received_at: formatIso(event.receivedAt),
    contact_id: contactIdOrNull(event.subjectId),
    ...{ data, status, started },
    ...(reason !== null && { reason }),
    ...(refused !== null && refused.length > 0 && { refused }),
  }
}

/** System subjects are no contacts. */
export function contactIdOrNull(subjectId: string | null): string | null {
  return subjectId !== null && isSystem(subjectId) ? null : subjectId
}
