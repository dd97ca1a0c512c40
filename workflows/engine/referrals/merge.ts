import type { Contact } from '../../../schema/actor.ts'
import { MARKS, type MarkKind, type ReferralFacts } from '../../../schema/referral.ts'
import type { Turn } from '../turn.ts'
import { toldPrefix } from './moves.ts'

const EACH_MAX = 5

/**
 * The referrals of the survivor of a merge, and of the contact that is no more. Nobody is brought twice: the referrer of
 * the second time is told that it does not count; and nobody has brought themselves.
 */
export function joinReferrals(turn: Turn, from: Readonly<Contact>): ReferralFacts | undefined {
  const { contact } = turn.actor
  const [mine, theirs] = [contact.facts.referral, from.facts.referral]
  if (!mine && !theirs) return undefined
  const merged = mergeReferrals(withCounts(contact), withCounts(from))
  const own = [contact.id, from.id]
  const double = [
    ...(theirs?.by && (mine?.by || own.includes(theirs.by.referrer)) ? [{ id: from.id, by: theirs.by }] : []),
    ...(mine?.by && own.includes(mine.by.referrer) ? [{ id: contact.id, by: mine.by }] : []),
  ]
  for (const { id, by } of double) {
    const to = by.status === 'qualified' ? 'reversed' : 'rejected'
    if (by.status === 'rejected' || by.status === 'reversed') continue
    const row = { inviteeId: id, status: to, at: turn.world.now, reason: 'merged', decidedBy: null } as const
    turn.kept.push({ table: 'referrals', row })
    const told = { referral_id: id, invitee_id: id, referrer_id: by.referrer, role: 'referrer', reason: 'merged' }
    const data = { ...told, from: by.status, to, ...(to === 'reversed' && { reversed: true }) }
    const name = `${toldPrefix(id)}${by.moves + 1}`
    const subjectId = own.includes(by.referrer) ? contact.id : by.referrer
    turn.emitted.push({ id: name, subjectId, type: 'referral.rejected', at: turn.world.now, data, causes: [] })
    if (merged.by === by) merged.by = { ...by, status: to, moves: by.moves + 1 }
  }
  return merged
}

/** Counts that were never told are those of the contact itself. */
function withCounts({ facts: { referral }, referrals }: Readonly<Contact>): ReferralFacts {
  const counts = referral?.counts ?? { pending: 0, qualified: referrals, rejected: 0 }
  return { ...referral, ...((referral?.counts || referrals > 0) && { counts }) }
}

/**
 * What is remembered of the referrals of two contacts that are one: `kept` goes on, `gone` is no more. Who brought them
 * is whoever brought the one that goes on, else the other; counts add up, and a rung that either has reached is reached.
 */
export function mergeReferrals(kept: ReferralFacts = {}, gone: ReferralFacts = {}): ReferralFacts {
  const { code = gone.code, by = gone.by } = kept
  const rejoined = kept.rejoined || gone.rejoined
  const counts = (kept.counts || gone.counts) && {
    pending: (kept.counts?.pending ?? 0) + (gone.counts?.pending ?? 0),
    qualified: (kept.counts?.qualified ?? 0) + (gone.counts?.qualified ?? 0),
    rejected: (kept.counts?.rejected ?? 0) + (gone.counts?.rejected ?? 0),
  }
  const rungs = (kept.rungs || gone.rungs) && { ...gone.rungs, ...kept.rungs }
  const lost = [...new Set([...(gone.lost ?? []), ...(kept.lost ?? [])])]
  const marks = (kept.marks || gone.marks) && bothMarks(kept.marks ?? {}, gone.marks ?? {})
  return {
    ...(code !== undefined && { code }),
    ...(by && { by }),
    ...(rejoined && { rejoined }),
    ...(counts && { counts }),
    ...(rungs && { rungs }),
    ...(lost.length > 0 && { lost }),
    ...(marks && { marks }),
  }
}

type MarkLists = Partial<Record<MarkKind, string[]>>

function bothMarks(kept: MarkLists, gone: MarkLists): MarkLists {
  return Object.fromEntries(
    MARKS.flatMap((kind) => {
      const all = [...new Set([...(gone[kind] ?? []), ...(kept[kind] ?? [])])]
      return all.length > 0 ? [[kind, all.slice(-EACH_MAX)]] : []
    }),
  )
}
