import type * as v from 'valibot'
import type { SegmentAnswer } from '../../../../schema/api/segments.ts'
import type { List } from '../../api.ts'
import { numeral } from '../../parts/moment.tsx'
import type { Choice } from '../../parts/tabs.tsx'
import type { Visit } from '../../site.ts'
import { fill } from '../../words.ts'
import { type Broadcast, sayBroadcast } from './words.ts'

export const EVERYBODY = 'true'

/** A segment by its id, in CEL, as broadcasts name it. */
export function segmentSource(id: string): string {
  return `segment('${id}')`
}

type Segment = v.InferOutput<typeof SegmentAnswer>

export async function segmentsOf(visit: Visit): Promise<readonly Segment[]> {
  const found = await visit.api.get<List<Segment>>('/segments', { limit: 200 })
  return found.kind === 'ok' ? found.body.items : []
}

/** Segments to choose from, each with how many were last counted in it. */
export function segmentChoices(visit: Visit, segments: readonly Segment[]): Choice[] {
  return segments.map(({ id, name, count }) => [
    segmentSource(id),
    count === null ? name : `${name} (${numeral(visit, count)})`,
  ])
}

/** Whom a broadcast is for, in words. */
export function audienceWords(visit: Visit, audience: Broadcast['audience'], segments: readonly Segment[]): string {
  const w = sayBroadcast(visit.locale)
  if ('rooms' in audience) return fill(w.rooms, { count: numeral(visit, audience.rooms.length) })
  if ('contact_ids' in audience) return fill(w.people, { count: numeral(visit, audience.contact_ids.length) })
  if (audience.segment.trim() === EVERYBODY) return w.everybody
  const known = segments.find(({ id, name }) => [segmentSource(id), id, name].includes(audience.segment.trim()))
  return known ? known.name : audience.segment
}
