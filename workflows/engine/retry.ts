import type { Run } from '../../schema/actor.ts'
import { ended } from './actor.ts'
import { advance } from './advance.ts'
import type { CommandResult } from './command.ts'
import { startQueued } from './start.ts'
import { moving, note, type Turn } from './turn.ts'

/** A failed run goes on from the step that failed. `run` is as it was read at the subject's version `seen`. */
export function retry(turn: Turn, { run, seen }: { run: Run; seen: number }): CommandResult {
  if (turn.actor.contact.version !== seen)
    return { kind: 'refused', code: 'stale', message: 'the contact has changed meanwhile' }
  if (!ended(run) || run.status !== 'failed')
    return { kind: 'refused', code: 'not_failed', message: 'the run has not failed' }
  const program = turn.world.program(run.workflowId, run.version)
  if (!program) return { kind: 'refused', code: 'no_program', message: 'its version is gone' }
  const open = turn.actor.runs.find((candidate) => candidate.id === run.id)
  const again = open ?? run
  if (!open) turn.actor.runs.push(again)
  again.status = 'active'
  again.endedAt = null
  again.reason = null
  note(turn, again, { step: null, verb: 'run', status: 'started', input: { retried: true } })
  advance(moving(turn, again, program), again.position)
  startQueued(turn, again)
  return { kind: 'done', runId: again.id }
}
