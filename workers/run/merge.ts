import { survivorOf } from '../store/merged.ts'
import type { Deps } from './deps.ts'
import { handle } from './handle.ts'

const TRIES_MAX = 20

/**
 * Make one contact of two. Both sides are written by one commit, which both journals fence: all of it or nothing, and
 * a crash leaves two contacts or one. Who meets them meanwhile decides again. Merging twice changes nothing more.
 */
export async function merge(deps: Deps, { into, from }: { into: string; from: string }): Promise<'merged' | 'busy'> {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const none = { events: [], results: [] }
    await handle(deps, [
      { who: { subjectId: from }, ...none, commands: [{ kind: 'merge away', into }] },
      { who: { subjectId: into }, ...none, commands: [{ kind: 'merge in', from }] },
    ])
    if ((await survivorOf(deps.db, from)) !== undefined) return 'merged'
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * tries))
  }
  return 'busy'
}
