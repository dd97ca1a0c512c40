import type { Problem } from '../../../workflows/check/problem.ts'
import { readSegment, ringOf, segmentsNamed } from '../../../workflows/engine/segments.ts'
import { suggest } from '../../../workflows/language/expressions/suggest.ts'
import type { Deps } from '../../run/deps.ts'
import { firstCount } from '../../run/members.ts'
import { segmentOf } from '../../run/segment.ts'
import { SCHEDULES } from '../../run/tick.ts'
import type { Statement } from '../../store/database.ts'
import { newId } from '../../store/id.ts'
import { keepJob } from '../../store/jobs.ts'
import { keepCount, listSegments, type Segment } from '../../store/segments.ts'

const SEGMENTS_MAX = 500
/** A count is taken as it is for so long. */
const RECENT_MS = 60_000

type Wish = { id: string; name: string; source: string }

/** What is wrong with a segment: its condition, a name that another has, a segment that is not there, a ring. */
export async function segmentProblems(deps: Deps, wish: Wish): Promise<Problem[]> {
  const all = await listSegments(deps.db, null, SEGMENTS_MAX)
  const others = all.filter(({ id }) => id !== wish.id)
  if (others.length >= SEGMENTS_MAX) return [{ path: 'id', message: `at most ${SEGMENTS_MAX} segments` }]
  const taken = others.some(({ id, name }) => [id, name].includes(wish.name) || name === wish.id)
  if (taken) return [{ path: 'name', message: 'another segment goes by this name' }]
  const parsed = readSegment(wish.source)
  if (parsed.kind === 'problem') return [{ path: 'if', ...parsed.problem }]
  const names = [...others, wish].flatMap(({ id, name }) => [id, name])
  const unknown = segmentsNamed(wish.source).find(({ name }) => !names.includes(name))
  if (unknown) {
    const near = suggest(unknown.name, names)
    const hint = near && `did you mean \`${near}\`?`
    const message = `there is no segment \`${unknown.name}\``
    return [{ path: 'if', ...placeAt(wish.source, unknown.at), message, ...(hint && { hint }) }]
  }
  const ring = ringOf(wish, others)
  return ring ? [{ path: 'if', message: `it asks for itself: ${ring.join(' → ')}` }] : []
}

function placeAt(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Segments and published workflows that ask for a segment. */
export async function usersOf(deps: Deps, { id, name }: Segment): Promise<string[]> {
  const asks = (text: string) => segmentsNamed(text).some((one) => one.name === id || one.name === name)
  const segments = await listSegments(deps.db, null, SEGMENTS_MAX)
  const { workflows } = await deps.catalogue.refresh()
  return [
    ...segments.filter((one) => one.id !== id && asks(one.source)).map((one) => `segment ${one.id}`),
    ...workflows
      .filter(({ program }) => asks(JSON.stringify(program.definition).replaceAll('\\"', '"')))
      .map((one) => `workflow ${one.id}`),
  ]
}

/** Who is in a segment may change with it: workflows that start on that have every contact looked at. */
export async function looksAgain({ catalogue, clock, timers }: Deps): Promise<Statement[]> {
  const { workflows } = await catalogue.known()
  const listens = workflows.some(({ program }) => program.triggers.some(({ kind }) => kind === 'segment'))
  if (!listens) return []
  const now = clock.now()
  await timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
  return [keepJob(`j${newId(now)}`, { kind: 'touch' }, now)]
}

export type Count = { count: number | null; at: number | null; jobId: string | null }

/** Count a segment at once when one look is enough, else by a job. Until that is done the count before stands. */
export async function countSegment(deps: Deps, segment: Segment, how: 'fresh' | 'recent'): Promise<Count> {
  const { id, source, count, countedAt } = segment
  const now = deps.clock.now()
  const catalogue = await deps.catalogue.refresh()
  const meant = segmentOf(source, catalogue)
  if (meant.kind === 'problem') return { count: null, at: null, jobId: null }
  const isRecent = how === 'recent' && countedAt !== null && now - countedAt < RECENT_MS
  const first = await firstCount(deps, meant)
  if (first?.isAll) {
    await deps.db.batch([keepCount(id, source, { count: first.matched, at: now })])
    return { count: first.matched, at: now, jobId: null }
  }
  if (isRecent && count !== null) return { count, at: countedAt, jobId: null }
  const jobId = `count-${id}-${now - (now % RECENT_MS)}${how === 'fresh' ? `-${newId(now)}` : ''}`
  await deps.db.batch([keepJob(jobId, { kind: 'count', segmentId: id, source }, now)])
  await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: now }])
  return { count, at: countedAt, jobId }
}
