import { pageOf } from '../../../schema/api/page.ts'
import { ReasonBody, RunAnswer, RunQuery } from '../../../schema/api/runs.ts'
import type { CommandResult } from '../../../workflows/engine/command.ts'
import { handleCommand } from '../../run/handle.ts'
import { readAt } from '../../store/contacts.ts'
import { journalOf } from '../../store/journal-read.ts'
import { findRun, listRuns, sentBy, toKnownRun } from '../../store/run-list.ts'
import { later } from '../afterwards.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { numberAt, pageAnswer } from './page.ts'
import { journalJson, runJson } from './run-json.ts'

const TRIES_MAX = 5

export const runs = [
  operation({
    method: 'GET',
    path: '/runs',
    summary: 'Runs, newest first',
    query: RunQuery,
    answers: { 200: pageOf(RunAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const filter = { workflowId: query.workflow, subjectId: query.contact_id, status: query.status }
      const rows = await listRuns(deps.db, filter, { before: numberAt(page, 0), limit: page.limit })
      return c.json(pageAnswer(rows, page, runJson, (run) => [run.seq]))
    },
  }),
  operation({
    method: 'GET',
    path: '/runs/:id',
    summary: 'One run: where it stands, and its journal',
    answers: { 200: RunAnswer },
    handle: ({ c, id }) => runAnswer(c, id),
  }),
  operation({
    method: 'POST',
    path: '/runs/:id/cancel',
    summary: 'End a run. What it has not sent yet is not sent',
    body: ReasonBody,
    answers: { 200: RunAnswer },
    handle: async ({ c, deps, id, body }) => {
      const run = await findRun(deps.db, id)
      if (!run) return problem(c, 404)
      const command = { kind: 'cancel' as const, runId: id, reason: body.reason ?? 'cancelled by an operator' }
      const who = { subjectId: run.subjectId }
      const result = await handleCommand(deps, { who, events: [], results: [], commands: [command] }, later(c))
      return result?.kind === 'done' ? runAnswer(c, id) : problem(c, 409, result?.message ?? 'the run has ended')
    },
  }),
  operation({
    method: 'POST',
    path: '/runs/:id/retry',
    summary: 'Let a failed run go on from the step that failed',
    answers: { 200: RunAnswer },
    handle: async ({ c, deps, id }) => {
      const run = await findRun(deps.db, id)
      if (!run) return problem(c, 404)
      const result = await retry(c, id, run.subjectId)
      return result?.kind === 'done' ? runAnswer(c, id) : problem(c, 409, result?.message ?? 'the contact is gone')
    },
  }),
]

/** The run is read together with its subject's version; when somebody changes the subject meanwhile, both are read again. */
async function retry(c: C, id: string, subjectId: string): Promise<CommandResult | undefined> {
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
    const command = { kind: 'retry' as const, run, seen: version }
    result = await handleCommand(deps, { who: { subjectId }, events: [], results: [], commands: [command] }, later(c))
    if (result?.kind !== 'refused' || result.code !== 'stale') return result
  }
  return result
}

async function runAnswer(c: C, id: string): Promise<Response> {
  const { db } = c.var.house.deps
  const run = await findRun(db, id)
  if (!run) return problem(c, 404)
  const { subjectId, firstVersion, lastVersion } = run
  const [entries, sent] = await Promise.all([
    journalOf(db, { subjectId, runId: id, firstVersion, lastVersion }),
    sentBy(db, id),
  ])
  return c.json({ ...runJson(run), journal: entries.map((entry) => journalJson(entry, sent)) })
}
