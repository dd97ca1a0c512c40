import type { Contribution, Verdict } from '../../schema/contribution.ts'
import type { JsonObject } from '../../schema/json.ts'
import { apply, raiseOwn } from './apply.ts'
import type { CommandResult } from './command.ts'
import type { Effect } from './effect.ts'
import type { Turn } from './turn.ts'

/** What somebody contributes; empty texts are none. */
export type Given = { kind?: string; title?: string; text?: string; url?: string }

/** Made just now, and nobody has looked at it; undefined when there is nothing in it. */
export function contributed(given: Given, at: { id: string; subjectId: string; at: number }): Contribution | undefined {
  const [title, text, url] = [given.title, given.text, given.url].map((said) => said?.trim() || null)
  if (!title && !text && !url) return undefined
  return {
    ...{ ...at, kind: given.kind ?? 'post', title: title ?? null, text: text ?? null, url: url ?? null },
    ...{ status: 'waiting', grade: null, featuredAt: null, decidedAt: null, decidedBy: null, note: null },
  }
}

/** What making it changes. */
export function effectsOf(made: Contribution): Effect[] {
  return [
    { kind: 'keep', row: { table: 'contributions', row: made } },
    { kind: 'count', metric: 'contributions.made', value: 1 },
    { kind: 'raise', type: 'contribution.made', data: aboutOf(made) },
  ]
}

/** An operator writes one down for the contact. */
export function addContribution(turn: Turn, given: Given): CommandResult {
  const { contact } = turn.actor
  if (contact.kind !== 'contact') return { kind: 'refused', code: 'unknown_contact', message: 'no such contact' }
  const id = `${contact.id}-u${contact.version + 1}.${turn.kept.length + 1}`
  const made = contributed(given, { id, subjectId: contact.id, at: turn.world.now })
  if (!made) return { kind: 'refused', code: 'empty', message: 'a contribution has a text, a title or an address' }
  apply(turn, effectsOf(made), [])
  return { kind: 'done', contributionId: id }
}

export type Judging = { contribution: Contribution; verdict: Verdict; by: string; note: string | null; seen: number }

/**
 * A person decides about a contribution, as it was read at the version `seen`: its grade counts on the board, and
 * workflows hear of it. It is graded or rejected once, and featured once.
 */
export function judgeContribution(turn: Turn, { contribution, verdict, by, note, seen }: Judging): CommandResult {
  if (turn.actor.contact.version !== seen)
    return { kind: 'refused', code: 'stale', message: 'the contact has changed meanwhile' }
  const refused = refusalOf(contribution, verdict)
  if (refused) return { kind: 'refused', code: 'decided', message: refused }
  const { now, settings } = turn.world
  const features = verdict.kind === 'feature' || (verdict.kind === 'grade' && verdict.featured)
  const decided = verdict.kind !== 'feature' || contribution.status === 'waiting'
  const judged: Contribution = {
    ...contribution,
    ...(verdict.kind === 'grade' && { status: 'graded', grade: verdict.grade }),
    ...(verdict.kind === 'reject' && { status: 'rejected' }),
    ...(features && { featuredAt: contribution.featuredAt ?? now }),
    ...(decided && verdict.kind !== 'feature' && { decidedAt: now, decidedBy: by }),
    ...(note !== null && { note }),
  }
  const isFeatured = features && contribution.featuredAt === null
  const earned =
    (verdict.kind === 'grade' ? verdict.grade : 0) + (isFeatured ? settings.contributions.featured_score : 0)
  apply(
    turn,
    [
      { kind: 'keep', row: { table: 'contributions', row: judged } },
      { kind: 'score', board: 'contributions', delta: earned },
    ],
    [],
  )
  const about = { ...aboutOf(judged), by, ...(note !== null && { note }) }
  if (verdict.kind === 'grade') raiseOwn(turn, 'contribution.graded', { ...about, grade: verdict.grade })
  if (verdict.kind === 'reject') raiseOwn(turn, 'contribution.rejected', about)
  if (isFeatured) raiseOwn(turn, 'contribution.featured', { ...about, ...gradeOf(judged) })
  return { kind: 'done', contributionId: judged.id }
}

function refusalOf({ status, featuredAt }: Contribution, { kind }: Verdict): string | undefined {
  if (status === 'rejected') return 'it is rejected'
  if (kind === 'feature') return featuredAt === null ? undefined : 'it is featured already'
  if (kind === 'reject' && featuredAt !== null) return 'it is featured'
  return status === 'graded' ? 'it is graded already' : undefined
}

function gradeOf({ grade }: Contribution): JsonObject {
  return grade === null ? {} : { grade }
}

/** What every event about it carries. */
function aboutOf({ id, kind, title, url, featuredAt }: Contribution): JsonObject {
  return {
    ...{ contribution_id: id, kind, featured: featuredAt !== null },
    ...(title !== null && { title }),
    ...(url !== null && { url }),
  }
}
