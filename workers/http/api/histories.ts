import type { Database } from '../../store/database.ts'
import { type Commit, listCommits } from '../../store/journal-read.ts'
import { idsOf } from '../../store/merged.ts'
import { encode, numberAt, type Page } from './page.ts'

/** Of one id that a contact has had: its commits, newest first, from where the page before has come to. */
type History = { id: string; commits: Commit[]; isAll: boolean }

/**
 * A page of what the commits of a contact have to tell, newest first, under all ids that it has had; `window` commits
 * are looked through. A cursor says how much of the next commit was shown, and at which version each id's history goes on.
 */
export async function pageOfHistories<L>(
  db: Database,
  { id, page, window = page.limit }: { id: string; page: Page; window?: number },
  linesOf: (commits: readonly Commit[]) => Promise<(commit: Commit) => L[]>,
): Promise<{ items: L[]; next_cursor: string | null }> {
  const histories = await Promise.all(
    (await idsOf(db, id)).map(async (one, i): Promise<History> => {
      const commits = await listCommits(db, one, numberAt(page, i + 1), window)
      return { id: one, commits, isAll: commits.length <= window }
    }),
  )
  // Of the same instant what the contact did under the id that it has now stands above the rest.
  const commits = histories.flatMap((one) => one.commits).sort((a, b) => b.at - a.at)
  const told = await linesOf(commits.slice(0, window + 1))
  const items: L[] = []
  const skipped = numberAt(page, 0) ?? 0
  for (const [place, commit] of commits.entries()) {
    const lines = told(commit)
    for (let i = place === 0 ? skipped : 0; i < lines.length; i++) {
      if (items.length === page.limit) return { items, next_cursor: cursorAt(commits, histories, [place, i]) }
      items.push(lines[i] as L)
    }
    if (place === window) return { items, next_cursor: cursorAt(commits, histories, [place, lines.length]) }
  }
  return { items, next_cursor: null }
}

/** Each history goes on at its first commit that was not shown whole; 0 where there is none any more. */
function cursorAt(
  commits: readonly Commit[],
  histories: readonly History[],
  [place, shown]: readonly [number, number],
): string {
  const rest = commits.slice(place)
  const versions = histories.map(({ id, commits: own, isAll }) => {
    const next = rest.find(({ subjectId }) => subjectId === id)
    return next?.version ?? (isAll ? 0 : (own.at(-1)?.version ?? 1) - 1)
  })
  return encode([shown, ...versions])
}

/** The events that a commit handled, and the first of those that it raised on its own: see `childId` of the engine. */
export function eventIds({ subjectId, version, events }: Commit): string[] {
  return [...events, `${subjectId}-v${version}.1`]
}
