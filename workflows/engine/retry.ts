import type { Run } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import { ended } from './actor.ts'
import { advance } from './advance.ts'
import { startQueued } from './begin.ts'
import type { CommandResult } from './command.ts'
import { loopsAt, samePlace } from './move.ts'
import { moving, note, type Turn } from './turn.ts'

/** A failed run goes on from the step that failed. `run` is as it was read at the subject's version `seen`. */
export function retry(
  turn: Turn,
  { run, seen, version = run.version }: { run: Run; seen: number; version?: number },
): CommandResult {
  if (turn.actor.contact.version !== seen)
    return { kind: 'refused', code: 'stale', message: 'the contact has changed meanwhile' }
  if (!ended(run) || run.status !== 'failed')
    return { kind: 'refused', code: 'not_failed', message: 'the run has not failed' }
  const program = turn.world.program(run.workflowId, version)
  if (!program) return { kind: 'refused', code: 'no_program', message: 'its version is gone' }
  const position = version === run.version ? run.position : samePlace(turn, run, program)
  if (position === undefined)
    return { kind: 'refused', code: 'no_step', message: `version ${version} has no such step to go on from` }
  const open = turn.actor.runs.find((candidate) => candidate.id === run.id)
  const again = open ?? run
  if (!open) turn.actor.runs.push(again)
  again.status = 'active'
  again.endedAt = null
  again.reason = null
  const input: JsonObject = { retried: true }
  if (version !== run.version) Object.assign(input, { version, retried_version: run.version })
  note(turn, again, { step: null, verb: 'run', status: 'started', input })
  if (version !== again.version) again.memory.loops = loopsAt(again, program, position)
  again.version = version
  advance(moving(turn, again, program), position)
  startQueued(turn, again)
  return { kind: 'done', runId: again.id }
}
