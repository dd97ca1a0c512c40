import type { Command, CommandResult } from '../../../workflows/engine/command.ts'
import type { Deps } from '../../run/deps.ts'
import { handle } from '../../run/handle.ts'
import { countOpenRuns, subjectsRunning } from '../../store/workflows.ts'

/** Contacts a commit, and commits a request: a request may ask the database a thousand times at most. */
const PAGE = 100
const PAGES_MAX = 60

/** Cancel the open runs of a workflow that follow a version before this one. Answers how many. */
export async function cancelRuns(deps: Deps, workflowId: string, before: number, reason: string): Promise<number> {
  const results = await forAll(
    deps,
    { workflowId, before },
    { kind: 'cancel all', workflowId, version: before, reason },
  )
  return results.reduce((sum, result) => sum + (result.kind === 'done' ? (result.cancelled ?? 0) : 0), 0)
}

/** Move the open runs of a workflow to this version, where their step exists. Answers how many went. */
export async function moveRuns(deps: Deps, workflowId: string, version: number): Promise<number> {
  const results = await forAll(deps, { workflowId, before: version }, { kind: 'move all', workflowId, version })
  return results.reduce((sum, result) => sum + (result.kind === 'done' ? (result.moved ?? 0) : 0), 0)
}

export function keptRuns(deps: Deps, workflowId: string, version: number): Promise<number> {
  return countOpenRuns(deps.db, { workflowId, before: version })
}

async function forAll(
  deps: Deps,
  of: { workflowId: string; before: number },
  command: Command,
): Promise<CommandResult[]> {
  const results: CommandResult[] = []
  let after = ''
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const subjects = await subjectsRunning(deps.db, of, { after, limit: PAGE })
    const works = subjects.map((subjectId) => ({ who: { subjectId }, events: [], results: [], commands: [command] }))
    for (const { result } of await handle(deps, works)) if (result) results.push(result)
    after = subjects.at(-1) ?? after
    if (subjects.length < PAGE) break
  }
  return results
}
