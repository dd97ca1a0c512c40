import { MARKS, type MarkKind, type ReferralFacts } from '../../../schema/referral.ts'

const EACH_MAX = 5

/**
 * What is remembered of the referrals of two contacts that are one: `kept` goes on, `gone` is no more. Who brought them
 * is whoever brought the one that goes on, else the other; counts add up, and a rung that either has reached is reached.
 * The caller moves the rows of `referrals` and `referral_codes`, and takes `counts.qualified` as `contact.referrals`.
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
