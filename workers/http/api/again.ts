import { ReplayAnswer, ReplayBody, RetryBody, RunAnswer } from '../../../schema/api/runs.ts'
import type { CommandResult } from '../../../workflows/engine/command.ts'
import type { Deps } from '../../run/deps.ts'
import { handleCommand } from '../../run/handle.ts'
import { oneByOne } from '../../run/in-turn.ts'
import { readAt } from '../../store/contacts.ts'
import { findRun, toKnownRun } from '../../store/run-list.ts'
import { later } from '../afterwards.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { runAnswer } from './runs.ts'

const TRIES_MAX = 5

/** Runs once more: from the step that failed, or from the beginning. */
export const again = [
  operation({
    method: 'POST',
    path: '/runs/:id/retry',
    summary: 'Let a failed run go on from the step that failed, in its own version or another one',
    body: RetryBody,
    answers: { 200: RunAnswer },
    handle: async ({ c, deps, id, body }) => {
      const run = await findRun(deps.db, id)
      if (!run) return problem(c, 404)
      const version = body.version ?? run.version
      if (!(await hasVersion(deps, run.workflowId, version))) return noVersion(c, version)
      const wanted = { id, subjectId: run.subjectId, version }
      const result = await oneByOne(`seen ${run.subjectId}`, () => retry(c, wanted))
      return result?.kind === 'done' ? runAnswer(c, id) : problem(c, 409, result?.message ?? 'the contact is gone')
    },
  }),
  operation({
    method: 'POST',
    path: '/runs/:id/replay',
    summary: 'A new run of the same workflow, with the event and the inputs of this one',
    body: ReplayBody,
    answers: { 202: ReplayAnswer },
    handle: async ({ c, deps, id, body }) => {
      const run = await findRun(deps.db, id)
      if (!run) return problem(c, 404)
      const { workflowId, memory } = run
      const workflow = (await deps.catalogue.refresh()).workflows.find((one) => one.id === workflowId)
      if (!workflow) return problem(c, 409, 'the workflow is not published')
      const version = body.version ?? workflow.program.version
      if (!(await hasVersion(deps, workflowId, version))) return noVersion(c, version)
      const replayed = { run: id, version: run.version, inputs: memory.inputs }
      const command = { kind: 'replay' as const, workflowId, version, event: memory.event, replayed }
      const work = { who: { subjectId: run.subjectId }, events: [], results: [], commands: [command] }
      const result = await handleCommand(deps, work, later(c))
      if (!result) return problem(c, 409, 'the contact is gone')
      const answer = { replay_of: id, version, replayed_version: run.version }
      if (result.kind === 'done') return c.json({ run_ids: [result.runId ?? ''], ...answer }, 202)
      if (result.reason === 'queued') return c.json({ run_ids: [], ...answer, reason: 'queued' }, 202)
      return problem(c, 409, result.message)
    },
  }),
]

async function hasVersion(deps: Deps, workflowId: string, version: number): Promise<boolean> {
  const find = await deps.catalogue.programs([{ workflowId, version }])
  return find(workflowId, version) !== undefined
}

function noVersion(c: C, version: number): Response {
  return problem(c, 422, 'there is no such version', [
    { path: 'version', message: `version ${version} was never published` },
  ])
}

type Again = { id: string; subjectId: string; version: number }

/** The run is read together with its subject's version; when somebody changes the subject meanwhile, both are read again. */
async function retry(c: C, { id, subjectId, version: wanted }: Again): Promise<CommandResult | undefined> {
  const { deps } = c.var.house
  let result: CommandResult | undefined
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const { version, rows } = await readAt(deps.db, subjectId, {
      sql: 'SELECT * FROM runs WHERE id = ?1',
      params: [id],
    })
    const [row] = rows
    if (!row || version === undefined) return undefined
    const { seq: _, subjectId: __, ...run } = toKnownRun(row)
    await deps.catalogue.programs([{ workflowId: run.workflowId, version: run.version }])
    const command = { kind: 'retry' as const, run, seen: version, version: wanted }
    result = await handleCommand(deps, { who: { subjectId }, events: [], results: [], commands: [command] }, later(c))
    if (result?.kind !== 'refused' || result.code !== 'stale') return result
  }
  return result
}
