import type { Outcome } from './judge.ts'
import { SPAN_MS } from './names.ts'
import type { Part } from './part.ts'

/** Asked for by an operator, in the middle of what the contact does. They may come again, as somebody new. */
export const ERASE = '/contacts/:found'
/** Whoever was at sending something when it happened has done so by then. */
const UNDER_WAY_MS = 60_000

export const erasing: Part = {
  name: 'erasing',
  share: 0.2,
  definitions: () => [],
  draw: ({ random }) => ({
    deeds: [
      {
        ...{ atMs: 15_000 + random.below(SPAN_MS - 15_000), do: 'ask', method: 'DELETE', path: ERASE },
        find: "SELECT subject_id AS found FROM identities WHERE external_id = 'eva'",
        ...(random.chance(0.5) && { by: 'both' as const }),
      },
    ],
  }),
  promises: {
    'nothing is left of whom an operator has erased': (outcome) =>
      [...erased(outcome)].flatMap((id) => [
        ...outcome.store.rows(
          `SELECT 'identity' AS left FROM identities WHERE subject_id = ?1 UNION ALL
          SELECT 'run' FROM runs WHERE subject_id = ?1 UNION ALL SELECT 'entry' FROM ledger WHERE subject_id = ?1 UNION ALL
          SELECT 'task' FROM tasks WHERE subject_id = ?1 UNION ALL SELECT 'seat' FROM signups WHERE subject_id = ?1 AND status IN ('confirmed', 'waitlisted') UNION ALL
          SELECT 'term' FROM terms WHERE subject_id = ?1 UNION ALL SELECT 'code' FROM codes WHERE subject_id = ?1 UNION ALL
          SELECT 'referral' FROM referrals WHERE invitee_id = ?1 UNION ALL
          SELECT 'message' FROM deliveries WHERE id >= ?1 || '-' AND id < ?1 || '.' AND (body <> '' OR recipient IS NOT NULL
            OR status IN ('queued', 'sending', 'deferred', 'unknown')) UNION ALL
          SELECT 'journal' FROM journal WHERE subject_id = ?1 AND (events <> '[]' OR entries <> '[]') UNION ALL
          SELECT 'event' FROM events WHERE subject_id = ?1 AND channel IS NOT NULL AND (data <> '{}' OR external_id IS NOT NULL)`,
          id,
        ),
      ]),
    'nobody writes to whom an operator has erased': (outcome) => {
      const gone = erased(outcome)
      const since = (id: string) =>
        Math.min(...outcome.asked.flatMap((one) => (one.found === id && one.doneMs !== undefined ? [one.doneMs] : [])))
      return [...outcome.sendings].flatMap(([key, all]) => {
        const id = [...gone].find((one) => key.startsWith(`${one}-`))
        return id !== undefined && all.some(({ fromMs }) => fromMs > since(id) + UNDER_WAY_MS) ? [key] : []
      })
    },
  },
}

/** Those who were erased, and were not brought back with the database. */
export function erased({ store, asked }: Pick<Outcome, 'store' | 'asked'>): ReadonlySet<string> {
  const wanted = asked.filter(({ path }) => path === ERASE).map(({ found }) => found)
  return new Set(wanted.filter((id) => store.rows('SELECT 1 FROM subjects WHERE id = ?1', id).length === 0))
}
