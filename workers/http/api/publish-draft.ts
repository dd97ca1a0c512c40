import type { JsonObject } from '../../../schema/json.ts'
import type { RetentionSettings } from '../../../schema/retention.ts'
import type { StepShape } from '../../../schema/step.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { checkInputs } from '../../../workflows/check/inputs.ts'
import { longestWaitMs } from '../../../workflows/check/longest-wait.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import type { Deps } from '../../run/deps.ts'
import { turnOn } from '../../run/turn-on.ts'
import { failureOf } from '../../store/database.ts'
import { findWorkflow, publishVersion } from '../../store/workflows.ts'
import { knownOf } from './known.ts'
import { cancelRuns, keptRuns, moveRuns } from './running.ts'

export type Publishing = {
  id: string
  by: string
  inputs?: JsonObject | undefined
  running: 'keep' | 'cancel' | 'move'
}

export type Published =
  | { kind: 'published'; version: number; moved: number; kept: number; cancelled: number }
  | { kind: 'refused'; status: 400 | 404 | 409 | 422; detail?: string; errors?: Problem[] }

/** Publish the draft as a new version. Without inputs, those of the version before hold, as far as they are still asked for. */
export async function publishDraft(deps: Deps, { id, by, inputs: wanted, running }: Publishing): Promise<Published> {
  const found = await findWorkflow(deps.db, id)
  if (!found) return { kind: 'refused', status: 404 }
  const { workflow, published, lastVersion } = found
  const catalogue = await deps.catalogue.refresh()
  const known = { ...knownOf(catalogue), secrets: [...catalogue.secrets.keys()] }
  const refused = (status: 400 | 422, detail: string, errors: Problem[]): Published => ({
    ...{ kind: 'refused', status, detail, errors },
  })
  const draft = checkDefinition(workflow.draft, {}, known)
  if (draft.kind === 'problems') return refused(422, 'the draft does not check any more', draft.problems)
  const given = wanted ?? stillAsked(published?.inputs ?? {}, draft.definition.inputs)
  // What only people and other workflows start is given its inputs then; each of these starts checks them.
  const later = draft.definition.triggers.every((trigger) => 'manual' in trigger)
  const inputs = checkInputs(draft.definition, given, { later })
  if (inputs.kind === 'problems') return refused(400, 'the inputs are not right', inputs.problems)
  const checked = checkDefinition(workflow.draft, inputs.inputs, known)
  if (checked.kind === 'problems') return refused(400, 'not with these inputs', checked.problems)
  const tooLong = waitProblem(checked.definition.actions, catalogue.settings.retention)
  if (tooLong) return refused(422, 'its runs would outlive what they rest on', [tooLong])
  const version = lastVersion + 1
  const stamp = { publishedAt: deps.clock.now(), publishedBy: by }
  try {
    await publishVersion(deps.db, {
      ...{ workflowId: id, version, definition: workflow.draft, inputs: inputs.inputs },
      ...stamp,
    })
  } catch (error) {
    if (failureOf(error) !== 'conflict') throw error
    return { kind: 'refused', status: 409, detail: 'somebody else published at the same time' }
  }
  await turnOn(deps, id)
  const moved = running === 'move' ? await moveRuns(deps, id, version) : 0
  const cancelled = running === 'cancel' ? await cancelRuns(deps, id, version, 'a new version was published') : 0
  return { kind: 'published', version, moved, kept: await keptRuns(deps, id, version), cancelled }
}

const DAY_MS = 86_400_000

/** What a run rests on must be kept for longer than it may wait. */
function waitProblem(actions: readonly StepShape[], { events_days, journal_days }: RetentionSettings) {
  const kept = Math.min(events_days ?? Number.POSITIVE_INFINITY, journal_days ?? Number.POSITIVE_INFINITY)
  const days = Math.ceil(longestWaitMs(actions) / DAY_MS)
  if (days <= kept) return undefined
  const message = `a run may wait ${days} days, and what happened is kept for ${kept}: see settings.retention`
  return { path: 'actions', message }
}

/** What the version before was published with, as far as the definition still asks for it. */
export function stillAsked(held: JsonObject, asked: object): JsonObject {
  return Object.fromEntries(Object.entries(held).filter(([name]) => Object.hasOwn(asked, name)))
}
