import type { BroadcastShape } from '../../schema/broadcast.ts'
import { number } from '../store/cell.ts'
import { toContact } from '../store/subjects.ts'
import type { Deps } from './deps.ts'
import { isMember, segmentOf } from './segment.ts'

const PAGE = 500
const LOOKED_MAX = 20_000

export type Counted = { count: number | null; exact: boolean; sample: string | null }

/** How many a broadcast is for, and one of them. Of very many contacts a part is looked at, and the rest estimated. */
export async function countAudience(deps: Deps, audience: BroadcastShape['audience']): Promise<Counted> {
  if ('rooms' in audience) return { count: audience.rooms.length, exact: true, sample: null }
  if ('contact_ids' in audience) {
    const ids = new Set(audience.contact_ids)
    return { count: ids.size, exact: true, sample: audience.contact_ids[0] ?? null }
  }
  const catalogue = await deps.catalogue.known()
  const segment = segmentOf(audience.segment, catalogue)
  if (segment.kind === 'problem') return { count: null, exact: false, sample: null }
  const now = deps.clock.now()
  let [looked, count, after]: [number, number, string] = [0, 0, '']
  let sample: string | null = null
  while (looked < LOOKED_MAX) {
    const sql = "SELECT * FROM subjects WHERE id > ?1 AND kind = 'contact' ORDER BY id LIMIT ?2"
    const page = (await deps.db.rows(sql, after, PAGE)).map(toContact)
    const meant = page.filter((contact) => isMember(contact, segment.expression, catalogue, now))
    count += meant.length
    sample ??= meant[0]?.id ?? null
    looked += page.length
    after = page.at(-1)?.id ?? after
    if (page.length < PAGE) return { count, exact: true, sample }
  }
  const [row] = await deps.db.rows("SELECT count(*) AS total FROM subjects WHERE kind = 'contact'")
  return { count: Math.round((count / looked) * number(row?.total)), exact: false, sample }
}
