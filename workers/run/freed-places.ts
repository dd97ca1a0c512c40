import type { Row } from '../store/database.ts'
import type { Decided } from './commit.ts'
import type { Work } from './read.ts'

/** Messages that ended runs had not sent yet give back their places among those that caps count. */
export function freedBy(decided: readonly Pick<Decided, 'loaded'>[], rows: readonly Row[]): Work[] {
  const counted = new Set(decided.flatMap(({ loaded }) => (loaded.actor.contact.facts.sends ?? []).map(([id]) => id)))
  return rows.flatMap(({ id, subject_id: subjectId }) => {
    if (!counted.has(String(id)) || typeof subjectId !== 'string') return []
    const result = { id: String(id), attempts: 0, kind: 'failed', code: 'cancelled', message: 'cancelled' } as const
    return [{ who: { subjectId }, events: [], results: [result], commands: [] }]
  })
}
