import { resourceOf } from '../../schema/ask.ts'
import type { SeatWish } from '../../schema/gathering.ts'
import type { JsonObject } from '../../schema/json.ts'
import { readGrants, toGrants, writeGrants } from '../store/grants.ts'
import { newId } from '../store/id.ts'
import { type SeatAsk, tellChange } from '../store/seats.ts'
import type { Deps } from './deps.ts'
import { SCHEDULES } from './tick.ts'

const KEPT_MS = 3_600_000

/**
 * What an operator does to somebody's seat, decided as the runs' wishes are, and told to the member's inbox in the same
 * batch. Answers what came of it; `refused` says why nothing did.
 */
export async function askSeat(
  deps: Deps,
  asked: { gathering: string; subjectId: string; wish: SeatWish; code?: string | undefined },
): Promise<JsonObject> {
  const { gathering, subjectId, wish, code } = asked
  const at = deps.clock.now()
  const ask: SeatAsk = {
    ...{ kind: 'seat', id: `api:${newId(at)}`, subjectId, resource: resourceOf('seat', gathering) },
    ...{ at, keepUntil: at + KEPT_MS, gathering, wish },
    ...(code !== undefined && { code }),
  }
  const reading = readGrants([{ resource: ask.resource, grant: ask.id }])
  const answers = await deps.db.batch([...writeGrants([ask]), tellChange(ask), reading])
  await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: at }])
  return toGrants(answers.at(-1)?.rows ?? []).get(ask.id) ?? { refused: 'unknown_gathering' }
}
