import { pageOf } from '../../../schema/api/page.ts'
import { ReasonBody, RunAnswer, RunQuery } from '../../../schema/api/runs.ts'
import { handleCommand } from '../../run/handle.ts'
import { journalOf } from '../../store/journal-read.ts'
import { idsOf } from '../../store/merged.ts'
import { findRun, listRuns, sentBy } from '../../store/run-list.ts'
import { later } from '../afterwards.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'
import { foundAnswer, numberAt } from './page.ts'
import { journalJson, runJson } from './run-json.ts'

export const runs = [
  operation({
    method: 'GET',
    path: '/runs',
    summary: 'Runs, newest first',
    query: RunQuery,
    answers: { 200: pageOf(RunAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const { workflow: workflowId, contact_id: contactId, status } = query
      const filter = {
        workflowId,
        subjects: contactId === undefined ? undefined : await idsOf(deps.db, contactId),
        status,
      }
      const found = await listRuns(deps.db, filter, { before: numberAt(page, 0), limit: page.limit })
      return c.json(foundAnswer(found, page, runJson))
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
]

/** The run as it is now, with its journal. */
export async function runAnswer(c: C, id: string): Promise<Response> {
  const { db } = c.var.house.deps
  const run = await findRun(db, id)
  if (!run) return problem(c, 404)
  const [entries, sent] = await Promise.all([journalOf(db, run), sentBy(db, id)])
  return c.json({ ...runJson(run), journal: entries.map((entry) => journalJson(entry, sent)) })
}
